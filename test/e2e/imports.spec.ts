// Order files in the page: a new store and the real file; questions; a refusal in words; undo.
import { expect, expectNoAxeViolations, takeScreens, test } from "#test/support/app.ts";

const run = Math.random().toString(36).slice(2, 7);
const file = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

test("the real file: a new store, a preview with exact sums, the import, the figures, undo", async ({ page }) => {
  test.setTimeout(300_000);
  await page.goto("/imports");
  if ((await page.locator("#store").count()) > 0) await page.locator("#store").selectOption("new");
  await page.getByLabel("Name of the store").fill(`Gift shop ${run}`);
  await page.getByLabel("Its currency").fill("GBP");
  await page.getByLabel("Its time zone").fill("Europe/London");
  await expectNoAxeViolations(page);
  await takeScreens(page, "imports-new");
  await page.locator("#file").setInputFiles("test/data/online-retail/online-retail-2010-12_2011-08.csv.gz");
  const start = page.getByRole("button", { name: "Import 320,705 rows" });
  await expect(start).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole("row", { name: /^Sales 311,513 £6,061,049\.082/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /^Net sales .* £5,837,689\.302/ })).toBeVisible();
  await expectNoAxeViolations(page);
  await takeScreens(page, "imports-preview");
  await start.click();
  await expect(page.getByRole("link", { name: "See the overview" })).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText("16,459 new orders, none changed, none unchanged.")).toBeVisible();
  await expect(page.getByRole("row", { name: /^Net sales .* £5,837,689\.302/ })).toBeVisible();
  await expectNoAxeViolations(page);
  await takeScreens(page, "imports-done");
  const id = Number(/\d+$/.exec(page.url())![0]);
  const { storeId } = (await (await page.request.get(`/api/v1/imports/${id}`)).json()) as { storeId: number };
  const answer = await page.request.get(`/api/v1/metrics?store=${storeId}&metrics=net_sales,orders&from=2010-12-01&through=2011-08-31`);
  expect((await answer.json()).total.values).toEqual({ net_sales: "5837689.302", orders: "12495" });
  await page.getByRole("button", { name: "Undo this import" }).click();
  await page.getByRole("button", { name: "Undo it" }).click();
  await expect(page.getByText("This import was undone.")).toBeVisible({ timeout: 60_000 });
});

test("over a line on which each answer takes longer than the pause between two readings, the page still moves on", async ({ page, db }) => {
  await page.goto("/imports");
  await page.locator("#file").setInputFiles(file(`slow-line-${run}.csv`, "order_id,date,amount\nS1,3/4/2026,12.00\n"));
  const asked = page.getByRole("heading", { name: "To be answered" });
  await expect(asked).toBeVisible({ timeout: 30_000 });
  // As if the file were still looked at, until one answer has come back to the page.
  const id = /\d+$/.exec(page.url())![0];
  const { preview } = await db.selectFrom("ingest.import").select("preview").where("import_id", "=", id).executeTakeFirstOrThrow();
  await db.updateTable("ingest.import").set({ preview: null }).where("import_id", "=", id).execute();
  let answers = 0;
  await page.route(/\/imports\/\d+\?/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    answers += 1;
    await route.continue();
  });
  await page.reload();
  await expect.poll(() => answers).toBeGreaterThan(1);
  await db.updateTable("ingest.import").set({ preview: JSON.stringify(preview) }).where("import_id", "=", id).execute();
  await expect(asked).toBeVisible({ timeout: 30_000 });
});

test("what a file doesn't tell is asked; rows left out can be downloaded", async ({ page }) => {
  await page.goto("/imports");
  await page.locator("#file").setInputFiles(file(`ambiguous-${run}.csv`, "order_id;date;amount\nX1;3/4/2026;12,00\nX2;5/6/2026;24,50\nX3;5/7/2026;oops\n"));
  await expect(page.getByRole("heading", { name: "To be answered" })).toBeVisible({ timeout: 30_000 });
  await expectNoAxeViolations(page);
  await takeScreens(page, "imports-questions");
  await page.getByLabel("Month or day first?").selectOption("dmy");
  await page.getByLabel("Do the prices hold VAT?").selectOption("yes");
  await page.getByRole("button", { name: "Read the file again" }).click();
  await expect(page.getByText("Say which VAT rate the prices hold, such as 20.")).toBeVisible({ timeout: 30_000 });
  await page.getByLabel("Do the prices hold VAT?").selectOption("no");
  await page.getByRole("button", { name: "Read the file again" }).click();
  await page.getByRole("button", { name: "Import 2 rows" }).click({ timeout: 30_000 });
  const link = page.getByRole("link", { name: "Download the rows left out" });
  await expect(link).toBeVisible({ timeout: 60_000 });
  const download = await page.request.get((await link.getAttribute("href"))!);
  expect(await download.text()).toBe('row,column,reason,line\r\n3,amount,This cell is no number.,"X3,5/7/2026,oops"\r\n');
  await page.getByRole("button", { name: "Undo this import" }).click();
  await page.getByRole("button", { name: "Undo it" }).click();
  await expect(page.getByText("This import was undone.")).toBeVisible({ timeout: 30_000 });
});

test("an amount that doesn't say whether tax and shipping are in it is asked; the answer counts them once", async ({ page }) => {
  await page.goto("/imports");
  if ((await page.locator("#store").count()) === 0 || (await page.locator("#store").inputValue()) === "new") {
    await page.getByLabel("Name of the store").fill(`Cap shop ${run}`);
    await page.getByLabel("Its currency").fill("EUR");
    await page.getByLabel("Its time zone").fill("Europe/Berlin");
  }
  await page.locator("#file").setInputFiles(file(`paid-${run}.csv`, "order,day,revenue,tax,shipping\nP1,2026-03-14,125,20,5\n"));
  await expect(page.getByRole("heading", { name: "To be answered" })).toBeVisible({ timeout: 30_000 });
  await page.getByLabel("The amount of a row: what does it hold?").selectOption("total");
  await page.getByRole("button", { name: "Read the file again" }).click();
  await expect(page.getByRole("row", { name: /^Sales 1 .100\.00/ })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("they are counted once, and sales are what is left")).toBeVisible();
  await expect(page.getByRole("button", { name: "Import 1 row", exact: true })).toBeVisible();
  await expect(page.getByLabel("The amount of a row is")).toHaveValue("total");
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Remove this file" }).click();
  await expect(page).toHaveURL(/\/imports$/);
});

test("a bad file says what to do, and can be removed", async ({ page }) => {
  await page.goto("/imports");
  await page.locator("#file").setInputFiles(file(`open-${run}.csv`, 'order_id,date,amount\n1,"2026-03-14,12\n'));
  await expect(page.getByText("A quotation mark opens on line 2 and is never closed.")).toBeVisible({ timeout: 30_000 });
  await expectNoAxeViolations(page);
  await takeScreens(page, "imports-refused");
  await page.getByRole("button", { name: "Remove this file" }).click();
  await expect(page).toHaveURL(/\/imports$/);
  await page.locator("#file").setInputFiles(file(`wrong-${run}.csv`, "city,weather\nBerlin,rain\n"));
  await expect(page.getByText("Some needed columns were not found in the header.")).toBeVisible({ timeout: 30_000 });
  await expectNoAxeViolations(page);
  await takeScreens(page, "imports-columns");
  await page.getByRole("button", { name: "Remove this file" }).click();
  await expect(page).toHaveURL(/\/imports$/);
  await page.locator("#file").setInputFiles({ name: "nothing.csv", mimeType: "text/csv", buffer: Buffer.alloc(0) });
  await expect(page.getByRole("alert").filter({ hasText: "empty" })).toBeVisible();
});
