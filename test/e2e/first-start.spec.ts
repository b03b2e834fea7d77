import { expect, expectNoAxeViolations, takeScreens, test } from "#test/support/app.ts";

test("the first owner, made by the one-time link, is signed in", async ({ page }) => {
  const answer = await page.goto("/");
  expect(answer!.status()).toBe(200);
  await expect(page.locator("h1")).toBeVisible();
  await expectNoAxeViolations(page);
  await takeScreens(page, "home");
});

test("the link works once: the one that made the owner opens nothing any more", async ({ visitor, db }) => {
  const left = await db.selectFrom("app.door_link").select("link_id").where("kind", "=", "setup").execute();
  expect(left).toEqual([]);
  const answer = await visitor.request.post("/api/v1/setup/a-made-up-token", { data: { name: "Eve", email: "eve@shop.example", password: "another long sentence here" }, headers: { origin: new URL(visitor.url() === "about:blank" ? process.env.STORECAST_E2E_URL! : visitor.url()).origin } });
  expect(answer.status()).toBe(404);
});
