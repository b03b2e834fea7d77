// Spend by file in the page: looked at, imported, seen under Sources, taken away again.
import { expect, expectNoAxeViolations, takeScreens, test } from "#test/support/app.ts";

const run = Math.random().toString(36).slice(2, 7);
const file = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

test("a file of spend says what it is before it counts; brought in, it stands under Sources and can be removed", async ({ page }) => {
  const made = await page.request.post("/api/v1/stores", { data: { name: `Spend shop ${run}`, currency: "EUR", zone: "Europe/Berlin" }, headers: { origin: process.env.STORECAST_E2E_URL! } });
  expect(made.ok()).toBe(true);
  await page.goto("/imports");
  const card = page.locator("#data");
  await expect(card.getByRole("heading", { name: "Bring in ad spend, visits or costs" })).toBeVisible();
  const choose = async (): Promise<void> => {
    const select = card.locator("#data-store");
    if ((await select.count()) > 0) await select.selectOption({ label: `Spend shop ${run}` });
  };
  await choose();
  await card.getByText("Which files, and how to get them").click();
  await expectNoAxeViolations(page);
  await takeScreens(page, "data-choose");

  await page.locator("#data-file").setInputFiles(file("unknown.csv", "what,is,this\n1,2,3\n"));
  await expect(card.getByText("No kind of file that can be read here has these columns.")).toBeVisible({ timeout: 30_000 });
  await choose();
  await page.locator("#data-file").setInputFiles(file("agency.csv", "date,channel,cost\n03/04/2026,Audio,\"1,500.25\"\n05/04/2026,Audio,free\n"));
  await card.getByLabel("Month or day first?").selectOption("dmy");
  await expect(card.getByText(`agency.csv holds: Spend by day and channel. Store: Spend shop ${run}.`)).toBeVisible({ timeout: 30_000 });
  await expect(card.getByText("€1,500.25")).toBeVisible();
  await expect(card.getByText("3 Apr 2026 (1 day)")).toBeVisible();
  await expect(card.getByText("The first that can’t be read: line 3, cost, free is no number.")).toBeVisible();
  await expectNoAxeViolations(page);
  await takeScreens(page, "data-preview");
  await card.getByRole("button", { name: "Import it" }).click();
  await expect(card.getByText("Spend by day and channel is in, with its figures.")).toBeVisible({ timeout: 60_000 });
  await expectNoAxeViolations(page);
  await takeScreens(page, "data-done");

  await card.getByRole("link", { name: "See it under Sources" }).click();
  await expect(page.getByText("Brought in by file, through 3 Apr.")).toBeVisible({ timeout: 30_000 });
  const rejects = page.getByRole("link", { name: /row/ }).first();
  expect(await (await page.request.get((await rejects.getAttribute("href"))!)).text()).toContain("free is no number");
  await expectNoAxeViolations(page);
  await takeScreens(page, "data-source");
  await page.goto("/sources");
  await expect(page.getByText("By file", { exact: true }).first()).toBeVisible();
  await expectNoAxeViolations(page);
  await expect(page.getByText("Spend by day and channel · Spend", { exact: true }).first()).toBeVisible();
  await takeScreens(page, "data-sources");
  await page.goBack();
  await page.getByRole("button", { name: "Remove this file’s data" }).click();
  await page.getByRole("button", { name: "Remove it with its figures" }).click();
  await expect(page).toHaveURL(/\/sources$/, { timeout: 60_000 });
  await expect(page.getByText("By file", { exact: true })).toHaveCount(0);
});

test("costs of goods are given the same way, by a file that names no day", async ({ page }) => {
  const made = await page.request.post("/api/v1/stores", { data: { name: `Cost shop ${run}`, currency: "EUR", zone: "Europe/Berlin" }, headers: { origin: process.env.STORECAST_E2E_URL! } });
  expect(made.ok()).toBe(true);
  await page.goto("/imports");
  const card = page.locator("#data");
  await card.locator("#data-store").selectOption({ label: `Cost shop ${run}` });
  await page.locator("#data-file").setInputFiles(file("costs.csv", "sku;cost\nSK-3P;12,40\nCAP-01;8,00\n"));
  await card.getByRole("button", { name: "Import it" }).click({ timeout: 30_000 });
  await card.getByRole("link", { name: "See it under Sources" }).click({ timeout: 60_000 });
  await expect(page.getByRole("heading", { name: `Costs of goods, Cost shop ${run}` })).toBeVisible({ timeout: 30_000 });
  await expectNoAxeViolations(page);
  await takeScreens(page, "data-costs");
});
