// People come in, are given roles, keys and links, and leave: in a browser, as they would.
import { expect, expectNoAxeViolations, takeScreens, test } from "#test/support/app.ts";

test("an invited person joins by the link, sees what the role allows, and nothing after signing out", async ({ page, visitor }) => {
  await page.goto("/people");
  await page.getByRole("button", { name: "Invite" }).click();
  await page.getByLabel("E-mail").fill("ines@shop.example");
  await page.getByRole("radio", { name: /Executive/ }).check();
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Make the link" }).click();
  const link = await page.getByLabel("Invitation link").inputValue();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("cell", { name: "ines@shop.example", exact: true })).toBeVisible();

  await visitor.goto(link);
  await expectNoAxeViolations(visitor);
  await takeScreens(visitor, "invitation");
  await visitor.getByLabel("Your name").fill("Ines Invited");
  await visitor.getByLabel("Password", { exact: true }).fill("password1234");
  await visitor.getByRole("button", { name: "Join" }).click();
  await expect(visitor.getByText("This password is easy to guess.")).toBeVisible();
  await visitor.getByLabel("Password", { exact: true }).fill("four orange bicycles");
  await visitor.getByRole("button", { name: "Join" }).click();
  await visitor.waitForURL((url) => url.pathname === "/");
  await expect(visitor.getByRole("link", { name: "People" })).toHaveCount(0);

  const refused = await visitor.goto("/people");
  expect(refused!.status()).toBe(403);
  await expect(visitor.getByRole("heading", { name: "This page isn’t open to your role" })).toBeVisible();
  await takeScreens(visitor, "forbidden");

  await page.reload();
  await page.getByLabel("Role of Ines Invited").selectOption("owner");
  await expect.poll(async () => (await visitor.goto("/people"))!.status()).toBe(200);
  await page.getByLabel("Role of Ines Invited").selectOption("executive");
  await expect.poll(async () => (await visitor.goto("/people"))!.status()).toBe(403);

  await visitor.goto("/account");
  await expect(visitor.getByText("ines@shop.example")).toBeVisible();
  await visitor.getByRole("button", { name: /Ines Invited/ }).click();
  await visitor.getByRole("button", { name: "Sign out" }).click();
  await visitor.waitForURL(/\/sign-in/);
  await visitor.goBack();
  await expect(visitor.getByText("ines@shop.example")).toHaveCount(0);
  expect((await visitor.goto(link))!.status()).toBe(404);
  await takeScreens(visitor, "link-gone");
});

test("sign-in says what is wrong without saying who is here, and leads back", async ({ visitor }) => {
  await visitor.goto("/audit?group=keys");
  await visitor.waitForURL(/\/sign-in\?next=/);
  await visitor.getByLabel("E-mail").fill("nobody@shop.example");
  await visitor.getByLabel("Password", { exact: true }).fill("wrong wrong wrong");
  await visitor.keyboard.press("Enter");
  await expect(visitor.getByText("The e-mail or the password isn’t right.")).toBeVisible();
  await expectNoAxeViolations(visitor);
  await takeScreens(visitor, "sign-in");
  const { owner } = await import("#test/support/app.ts");
  await visitor.getByLabel("E-mail").fill(owner.email);
  await visitor.getByLabel("Password", { exact: true }).fill(owner.password);
  await visitor.keyboard.press("Enter");
  await visitor.waitForURL((url) => url.pathname === "/audit" && url.search === "?group=keys");
});

test("a way back that leads elsewhere is ignored", async ({ page }) => {
  for (const next of ["//evil.example", "/\\evil.example", "https://evil.example", "/%5cevil.example/..//evil.example"]) {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    expect(new URL(page.url()).host).toBe(new URL(process.env.STORECAST_E2E_URL!).host);
  }
});

test("a key is shown once, opens what it may, and stops when it is revoked", async ({ page }) => {
  await page.goto("/keys");
  await page.getByRole("button", { name: "Make a key" }).click();
  await page.getByLabel("Name").fill("Spreadsheet");
  await expectNoAxeViolations(page);
  await page.getByRole("dialog").getByRole("button", { name: "Make a key" }).click();
  const key = await page.getByLabel("The new key").inputValue();
  await takeScreens(page, "made-key");
  await page.getByRole("button", { name: "Done" }).click();
  const asked = (path: string) => fetch(process.env.STORECAST_E2E_URL! + path, { headers: { authorization: `Bearer ${key}` } }).then((answer) => answer.status);
  expect([await asked("/api/v1/health/database"), await asked("/api/v1/people")]).toEqual([200, 403]);
  await page.reload();
  expect(await page.content()).not.toContain(key);
  await expectNoAxeViolations(page);
  await takeScreens(page, "keys");
  await page.getByRole("button", { name: "Revoke Spreadsheet" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("Revoked").first()).toBeVisible();
  expect(await asked("/api/v1/health/database")).toBe(401);
});

for (const [path, name] of [["/people", "people"], ["/audit", "audit"], ["/account", "account"]] as const) {
  test(`${path} is right for every reader: axe, both themes, both widths, nothing to the side`, async ({ page }) => {
    await page.goto(path);
    await expect(page.locator("h1")).toBeVisible();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await expectNoAxeViolations(page);
    }
    await page.setViewportSize({ width: 375, height: 812 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
    await expectNoAxeViolations(page);
    await takeScreens(page, name);
  });
}

test("pages run under their policy: scripts carry the nonce of their own answer", async ({ page }) => {
  const answer = await page.goto("/");
  const policy = answer!.headers()["content-security-policy"]!;
  const nonce = /'nonce-([^']+)'/.exec(policy)![1]!;
  expect(policy).toContain("'strict-dynamic'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  const html = await answer!.text();
  const scripts = [...html.matchAll(/<script(?![^>]*type="application)[^>]*>/g)].map((match) => match[0]);
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([]);
  const again = (await page.goto("/"))!.headers()["content-security-policy"]!;
  expect(again).not.toContain(nonce);
  for (const path of ["/orders/x.svg", "/no-such-page", "/sign-in"]) expect((await page.request.get(path)).headers()["content-security-policy"], path).toContain("'strict-dynamic'");
});
