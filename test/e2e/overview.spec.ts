// The Overview and where its numbers lead, on a store whose every figure is known.
import type { Page } from "@playwright/test";
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, dayAt, now } from "#lib/core/day.ts";
import { createStore } from "#lib/stores/stores.ts";
import { openDatabase } from "#db/client.ts";
import { storeWith } from "#test/support/ledger.ts";
import { expect, expectNoAxeViolations, takeScreens, test } from "#test/support/app.ts";

const today = dayAt(now(), "Europe/London");
const ids: Record<"main" | "late" | "empty" | "failed", number> = { main: 0, late: 0, empty: 0, failed: 0 };
/** A file that fails once is filled again in the same product, so names differ by run. */
const run = Math.random().toString(36).slice(2, 7);
const products = ["Tea cosy", "=HYPERLINK(\"http://x\",\"y\")", "Egg cup"];

/** March: 31 orders of £20.00 + day pence, a £2.50 discount each, a return of £5.00 on the 20th. February: 28 of £10.00. */
const march = { orders: 31, net: 31 * 2000 + (31 * 32) / 2 - 31 * 250 - 500 };
const february = { orders: 28, net: 28 * 1000 };
const pounds = (pence: number) => (pence / 100).toFixed(2);

test.beforeAll(async () => {
  const db = openDatabase(process.env.STORECAST_E2E_DATABASE!, { max: 2 });
  await fill(db);
  await db.destroy();
});

async function fill(db: Database): Promise<void> {
  const order = (month: string, day: number, lines: { kind: string; amount: string; day?: string; quantity?: string; product?: string }[]) =>
    ({ id: `${month}-${day}`, day: `${month}-${String(day).padStart(2, "0")}`, customer: day % 4 === 0 ? undefined : `c${day % 9}`, country: day % 3 === 0 ? "DE" : "GB", lines });
  const main = await storeWith(db, { name: `Known figures ${run}`, currency: "GBP", zone: "Europe/London", through: "2026-03-31" }, [
    ...Array.from({ length: 28 }, (_, index) => order("2026-02", index + 1, [{ kind: "sale", amount: "10.00", product: "A" }])),
    ...Array.from({ length: 31 }, (_, index) => order("2026-03", index + 1, [
      { kind: "sale", amount: (20 + (index + 1) / 100).toFixed(2), quantity: "2", product: ["A", "B", "C"][index % 3] }, { kind: "discount", amount: "-2.50", quantity: "0" },
      ...(index === 9 ? [{ kind: "return", amount: "-5.00", quantity: "-1", product: "A", day: "2026-03-20" }] : []),
    ])),
  ]);
  for (const [index, name] of products.entries()) await sql`insert into dim.product (store_id, product_id, name) values (${main.id}, ${"ABC"[index]}, ${name})`.execute(db);
  ids.main = main.id;
  const lateDay = addDays(today, -5);
  ids.late = (await storeWith(db, { name: `Four days late ${run}`, currency: "GBP", zone: "Europe/London", from: addDays(lateDay, -70), through: lateDay }, [{ id: "L1", day: lateDay, lines: [{ kind: "sale", amount: "9" }] }])).id;
  ids.failed = (await storeWith(db, { name: `Check fails ${run}`, currency: "GBP", zone: "Europe/London", through: "2026-03-31", from: "2026-01-01" }, [{ id: "F1", day: "2026-03-31", lines: [{ kind: "sale", amount: "9" }] }])).id;
  await sql`update ingest.check_result set failed = 1 where store_id = ${ids.failed} and check_id = 'mart_equals_ledger'`.execute(db);
  ids.empty = (await createStore(db, { name: `Nothing yet ${run}`, currency: "GBP", zone: "Europe/London" })).id;
}

const at = (path: string, search = "") => `${path}?store=${ids.main}${search}`;
const card = (page: Page, id: string) => page.locator(`[data-metric=${id}]`);

test("cards, sentence and API say the same figures", async ({ page }) => {
  await page.goto(at("/"));
  await expect(page.getByText("March 2026 closed at")).toBeVisible();
  await expect(card(page, "net_sales").locator("[data-figure]")).toHaveText(`£${pounds(march.net)}`);
  await expect(card(page, "orders").locator("[data-figure]")).toHaveText("31");
  await expect(card(page, "returns").locator("[data-figure]")).toHaveText("-£5.00");
  await expect(card(page, "aov").locator("[data-figure]")).toHaveText(`£${(march.net / 3100).toFixed(2)}`);
  const answer = await (await page.request.get(at("/api/v1/metrics", "&metrics=net_sales,orders&from=2026-03-01&through=2026-03-31&by=country"))).json();
  expect(answer.total.values).toEqual({ net_sales: String(Number(pounds(march.net))), orders: "31" });
  expect(answer.total.compare).toEqual({ net_sales: String(Number(pounds(february.net))), orders: "28" });
  expect(answer.rows.reduce((sum: number, row: { values: { orders: string } }) => sum + Number(row.values.orders), 0)).toBe(march.orders);
});

test("page, JSON and CSV hold the same table; a name that begins like a formula is made harmless", async ({ page }) => {
  await page.goto(at("/breakdown", "&by=product"));
  const shown = await page.locator("tbody tr").evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll("td")].slice(0, 2).map((cell) => cell.textContent)));
  await page.getByRole("button", { name: /Export/ }).click();
  const csv = await (await page.request.get((await page.getByRole("link", { name: /CSV/ }).getAttribute("href"))!)).text();
  const json = await (await page.request.get((await page.getByRole("link", { name: /JSON/ }).getAttribute("href"))!)).json();
  const lines = csv.trim().split("\r\n").slice(1);
  expect(lines).toHaveLength(json.rows.length);
  expect(shown.map(([name, money]) => [name, money]).sort()).toEqual(json.rows.map((row: { keys: { product: string }; labels: { product?: string }; values: { net_sales: string } }) => [row.labels.product ?? "No product", (Number(row.values.net_sales) < 0 ? "-" : "") + `£${Math.abs(Number(row.values.net_sales)).toFixed(2)}`]).sort());
  for (const row of json.rows) expect(csv).toContain(`,${row.values.net_sales},`);
  expect(csv).toContain('"\'=HYPERLINK(');
  expect(json.rows.some((row: { labels: { product?: string } }) => row.labels.product === products[1])).toBe(true);
  const xlsx = await page.request.get((await page.getByRole("link", { name: /Excel/ }).getAttribute("href"))!);
  expect((await xlsx.body()).subarray(0, 2).toString()).toBe("PK");
});

test("from a number to its rows, to its orders, to one order; every total ties", async ({ page }) => {
  await page.goto(at("/"));
  await page.getByRole("link", { name: "Net sales: see what it is made of" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Net sales by country");
  await expect(page.locator("tfoot td").nth(1)).toHaveText(`£${pounds(march.net)}`);
  const germany = await page.getByRole("row", { name: /Germany/ }).locator("td").nth(1).textContent();
  await page.getByRole("link", { name: "Germany" }).click();
  await expect(page.getByText("Country: Germany")).toBeVisible();
  await expect(page.locator("[data-total]")).toHaveText(germany!);
  const amounts = await page.locator("tbody tr td:last-child").allTextContents();
  expect(`£${amounts.reduce((sum, text) => sum + Number(text.replace("£", "")), 0).toFixed(2)}`).toBe(germany);
  await page.getByRole("link", { name: "2026-03-30" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Order 2026-03-30");
  await expect(page.locator("[data-total]")).toHaveText("£17.80");
  await page.getByRole("button", { name: "Export: Ledger lines" }).click();
  const lines = await (await page.request.get((await page.getByRole("link", { name: "Ledger lines: CSV" }).getAttribute("href"))!)).text();
  expect(lines.trim().split("\r\n").slice(1).map((line) => line.split(",").filter((_, index) => index === 3 || index >= 6).slice(0, 1)[0])).toEqual(["sale", "discount"]);
  expect(lines).toContain(",-2.5,GBP");
  await page.goBack();
  await page.getByRole("link", { name: /Remove the filter/ }).click();
  await expect(page.locator("[data-total]")).toHaveText(`£${pounds(march.net)}`);
});

test("the period and the comparison live in the address: menus, dates, back, arrows, x", async ({ page }) => {
  await page.goto(at("/"));
  await page.getByRole("button", { name: /^Period/ }).click();
  await expect(page.getByRole("link", { name: /Last 7 days/ })).toContainText("25 – 31 Mar 2026".replaceAll(" – ", "\u2009–\u2009"));
  await page.getByRole("link", { name: /Last 7 days/ }).click();
  await page.waitForURL(/period=last_7/);
  await expect(card(page, "orders").locator("[data-figure]")).toHaveText("7");
  await page.goBack();
  await expect(card(page, "orders").locator("[data-figure]")).toHaveText("31");
  await page.keyboard.press("ArrowLeft");
  await page.waitForURL(/from=2026-02-01&through=2026-02-28/);
  await expect(card(page, "orders").locator("[data-figure]")).toHaveText("28");
  await expect(card(page, "orders")).toContainText("nothing to compare with");
  await page.keyboard.press("ArrowRight");
  await page.waitForURL(/from=2026-03-01&through=2026-03-31/);
  await expect(card(page, "orders")).toContainText("+10.7%");
  await page.keyboard.press("x");
  await page.waitForURL(/compare=none/);
  await expect(card(page, "orders")).toContainText("no comparison");
  await page.getByRole("button", { name: /^Period/ }).click();
  await page.getByLabel("From", { exact: true }).first().fill("2026-03-10");
  await page.getByLabel("Through", { exact: true }).first().fill("2026-03-12");
  await page.getByRole("button", { name: "Show" }).first().click();
  await page.waitForURL(/from=2026-03-10&through=2026-03-12/);
  await expect(page).toHaveURL(/compare=none/);
  await expect(card(page, "orders").locator("[data-figure]")).toHaveText("3");
});

test("the chart is read by keyboard and as a table", async ({ page }) => {
  await page.goto(at("/"));
  const chart = page.locator("[data-chart]");
  await chart.focus();
  await page.keyboard.press("End");
  await expect(chart.getByRole("status")).toContainText("31 Mar 2026");
  await expect(chart.getByRole("status")).toContainText("£17.81");
  await page.keyboard.press("ArrowLeft");
  await expect(chart.getByRole("status")).toContainText("30 Mar 2026");
  await expect(page).toHaveURL(at("/"));
  await page.getByText("View as table").click();
  await expect(page.getByRole("row", { name: /Total/ }).first()).toContainText(`£${pounds(march.net)}`);
});

test("Ctrl-K goes to any page", async ({ page }) => {
  await page.goto(at("/"));
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("combobox", { name: "Go to a page" })).toBeVisible({ timeout: 1000 });
  }).toPass();
  await page.keyboard.type("defin");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/definitions/);
});

test("the five states of a card are real and of one height", async ({ page, db }) => {
  const heights = new Set<number>();
  const see = async (search: string, state: string) => {
    await page.goto(`/?${search}`);
    for (const id of ["net_sales", "new_customers"]) {
      await expect(card(page, id)).toHaveAttribute("data-state", state);
      // The streamed figures take the skeleton's place a moment after they are in the page.
      await expect(card(page, id)).toBeVisible();
      heights.add((await card(page, id).boundingBox())!.height);
    }
  };
  await see(`store=${ids.main}`, "ready");
  await see(`store=${ids.empty}`, "empty");
  await expect(card(page, "orders").getByRole("link", { name: "Import orders" })).toHaveAttribute("href", "/imports");
  await expectNoAxeViolations(page);
  await takeScreens(page, "overview-empty");
  await see(`store=${ids.late}`, "late");
  await expect(card(page, "orders")).toContainText("4 days late");
  await see(`store=${ids.failed}`, "failed");
  await expect(card(page, "orders")).toContainText("A check failed");
  await expect(page.getByRole("alert").filter({ hasText: "the daily figures differ from the sales ledger" })).toBeVisible();
  await takeScreens(page, "overview-failed");
  await see(`store=${ids.main}&from=2026-03-01&through=2026-04-30`, "maturing");
  await expect(card(page, "orders")).toContainText("settling");
  await expect(page.getByText("The data runs through 31 Mar 2026")).toBeVisible();
  await sql`insert into ingest.dirty_day (store_id, day, reason) values (${ids.main}, '2026-03-05', 'test')`.execute(db);
  await see(`store=${ids.main}`, "maturing");
  await sql`delete from ingest.dirty_day where store_id = ${ids.main}`.execute(db);
  await see(`store=${ids.main}&from=2024-01-01&through=2024-01-31`, "empty");
  const streamed = await (await page.request.get(at("/"))).text();
  expect(streamed).toContain('data-state="loading"');
  expect([...heights]).toHaveLength(1);
});

test("what can't be added up is refused by name, what can't be read by parameter", async ({ page }) => {
  await page.goto(at("/breakdown", "&metrics=orders&by=product"));
  await expect(page.getByText("Orders can’t be shown by product.")).toBeVisible();
  const refused = await page.request.get(at("/api/v1/metrics", "&metrics=orders&by=product"));
  expect([refused.status(), (await refused.json()).error.code]).toEqual([422, "metrics.counts_twice"]);
  // The orders behind a count refuse a product too, and the figures to choose from are those that take it.
  await page.goto(at("/orders", "&metrics=orders&product=A"));
  await expect(page.getByText("Orders can’t be filtered by product.")).toBeVisible();
  await expect(page.locator("tbody")).toHaveCount(0);
  expect(await page.getByLabel("Figure").locator("option").evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value))).toEqual(["gross_sales", "discounts", "returns", "net_sales", "orders", "units", "refund_rate", "discount_rate"]);
  const behind = await page.request.get(at("/api/v1/orders", "&metrics=orders&product=A"));
  expect([behind.status(), (await behind.json()).error.code]).toEqual([422, "metrics.counts_twice"]);
  for (const address of ["/api/v1/metrics?country=%00", "/api/v1/orders?country=%00", "/api/v1/orders?after=2026-03-01.1.%00", `/api/v1/orders/%00?store=${ids.main}`]) expect([address, (await page.request.get(address)).status()]).toEqual([address, 400]);
  for (const path of ["/", "/breakdown", "/orders"]) {
    await page.goto(at(path, "&country=%00"));
    await expect(page.getByText("you see the usual view")).toBeVisible();
  }
  expect((await page.goto(at("/orders/%00")))!.status()).toBeLessThan(500);
  const unread = await page.request.get(at("/api/v1/metrics", "&period=someday"));
  expect([unread.status(), (await unread.json()).error.message]).toEqual([400, expect.stringContaining("period")]);
  await page.goto(at("/", "&period=someday"));
  await expect(page.getByText("you see the usual view")).toBeVisible();
  expect((await page.goto("/orders/none-such"))!.status()).toBe(404);
  expect((await page.request.get("/api/v1/orders?after=nonsense")).status()).toBe(400);
  await page.goto(at("/orders", "&after=nonsense"));
  await expect(page.getByText("you see the usual view")).toBeVisible();
  expect((await page.goto("/?store=987654"))!.status()).toBe(404);
  expect((await page.goto(at("/", "&country=DE&product=A&currency=JPY")))!.status()).toBe(200);
  await expect(card(page, "orders").locator("[data-figure]")).toHaveText("31");
});

test("a chosen theme is painted by the server and kept", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(at("/"));
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.getByRole("button", { name: /Olga Owner/ }).click();
  await page.locator("#account label", { hasText: "Dark" }).click();
  const dark = await ground();
  expect(dark).not.toBe(light);
  expect(await (await page.request.get(at("/"))).text()).toMatch(/<html[^>]* class="[^"]*dark/);
  await page.reload();
  expect(await ground()).toBe(dark);
  await page.context().clearCookies({ name: "theme" });
});

test("settings: a store is renamed, the business year moves, both are kept", async ({ page }) => {
  await page.goto("/settings");
  const name = page.locator(`#store-${ids.late}`);
  await name.fill(`Known figures ${run}`);
  await name.locator("xpath=ancestor::form").getByRole("button").click();
  await expect(page.getByText(/There is already a store named/)).toBeVisible();
  await name.fill(`Late but renamed ${run}`);
  await name.locator("xpath=ancestor::form").getByRole("button").click();
  await expect(page.getByText("Saved.").first()).toBeVisible();
  await page.getByLabel("Calendar").selectOption("weeks");
  await page.getByLabel("Weeks in a quarter’s periods").selectOption("4-5-4");
  await page.getByLabel("Year ends in").selectOption("1");
  await page.getByLabel("on a").selectOption("6");
  await page.getByRole("button", { name: "Save" }).last().click();
  await expect.poll(async () => (await (await page.request.get("/api/v1/settings")).json()).fiscal).toEqual({ kind: "weeks", pattern: "4-5-4", endMonth: 1, endWeekday: 6, rule: "nearest", label: "start" });
  await page.goto(at("/"));
  await page.getByRole("button", { name: /^Period/ }).click();
  await expect(page.getByRole("link", { name: /Fiscal year to date/ })).toContainText("1 Feb");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Fiscal week" }).click();
  await page.waitForURL(/grain=fiscal_week/);
  await expect(page.getByRole("heading", { name: "Net sales by fiscal week" })).toBeVisible();
  const back = await page.request.patch("/api/v1/settings", { data: { fiscal: { kind: "months", startMonth: 1, label: "start" } }, headers: { origin: process.env.STORECAST_E2E_URL! } });
  expect(back.status()).toBe(200);
});

for (const [name, path] of [["overview", "/"], ["breakdown", "/breakdown?by=country"], ["breakdown-product", "/breakdown?by=product"], ["orders", "/orders"], ["order", "/orders/2026-03-10"], ["definitions", "/definitions"], ["settings", "/settings"]] as const) {
  test(`${name}: accessible in both themes, nothing scrolls sideways at 375`, async ({ page }) => {
    const search = path.includes("?") ? `${path}&store=${ids.main}` : `${path}?store=${ids.main}`;
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(search);
      await page.waitForLoadState("networkidle");
      await expect(page.locator(".shimmer")).toHaveCount(0);
      await expectNoAxeViolations(page);
    }
    await page.setViewportSize({ width: 375, height: 812 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await expectNoAxeViolations(page);
    await page.setViewportSize({ width: 1440, height: 900 });
    await takeScreens(page, name);
  });
}

test("the first load of the Overview stays under 300 KB", async ({ page }) => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Network.enable");
  let bytes = 0;
  cdp.on("Network.loadingFinished", (event) => { bytes += event.encodedDataLength; });
  await page.goto(at("/"), { waitUntil: "networkidle" });
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(300 * 1024);
});
