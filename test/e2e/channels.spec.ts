// Channels, Search and the Overview's ads on a store whose every visit, click and order is known.
import { sql } from "kysely";
import { openDatabase, type Database } from "#db/client.ts";
import { addDays, dayAt, now } from "#lib/core/day.ts";
import { refreshStore } from "#lib/refresh/refresh.ts";
import { createStore } from "#lib/stores/stores.ts";
import { addCampaigns, addFacts, addTraffic, cover, traceOrder } from "#test/support/facts.ts";
import { storeWith } from "#test/support/ledger.ts";
import { expect, expectNoAxeViolations, takeScreens, test } from "#test/support/app.ts";

const run = Math.random().toString(36).slice(2, 7);
const ids = { main: 0, other: 0, plain: 0, late: 0, empty: 0 };
const days = Array.from({ length: 31 }, (_, index) => `2026-03-${String(index + 1).padStart(2, "0")}`);

test.beforeAll(async () => {
  const db = openDatabase(process.env.STORECAST_E2E_DATABASE!, { max: 2 });
  await fill(db);
  await db.destroy();
});

/** March, each day: three orders of £40 (an ad that is named, an ad that is not, a letter), £20 + £10 + £5 of ads, 100 + 40 + 60 visits. */
async function fill(db: Database): Promise<void> {
  const main = await storeWith(db, { name: `Known channels ${run}`, currency: "GBP", zone: "Europe/London", from: "2026-02-01", through: "2026-03-31" }, days.flatMap((day) => ["a", "b", "c"].map((part) => (
    { id: `${day}-${part}`, day, customer: `${day}${part}`, country: "GB", lines: [{ kind: "sale", amount: "40", product: "A" }] }))));
  ids.main = main.id;
  await addCampaigns(db, main.id, [
    { platform: "google", campaignId: "701", name: "Brand search", channel: "Paid Search" }, { platform: "google", campaignId: "702", name: "Dark campaign", channel: "Paid Search" },
    { platform: "meta", campaignId: "801", name: "Prospecting", channel: "Paid Social" },
  ]);
  const named = await addTraffic(db, main.id, "Paid Search", { source: "google", medium: "cpc", campaignId: "701", campaign: "brand" });
  const bare = await addTraffic(db, main.id, "Paid Social", { source: "facebook", medium: "paid_social", campaign: "Prospecting" });
  const letter = await addTraffic(db, main.id, "Email", { source: "newsletter", medium: "email", campaign: "March letter" });
  for (const day of days) for (const [part, traffic] of [["a", named], ["b", bare], ["c", letter]] as const) await traceOrder(db, main.id, `${day}-${part}`, traffic);
  const money = { currency: "GBP" };
  await addFacts(db, main.id, "fact.web_traffic_day", days.flatMap((day) => [
    { day, traffic_id: named, sessions: 100, engaged_sessions: 60, carts: 9, checkouts: 5, purchases: 1, revenue: "38", ...money }, { day, traffic_id: bare, sessions: 40, purchases: 1, revenue: "40", ...money }, { day, traffic_id: letter, sessions: 60, ...money },
  ]));
  await addFacts(db, main.id, "fact.ad_day", days.flatMap((day) => [
    { day, platform: "google", campaign_id: "701", impressions: 900, clicks: 90, spend: "20", conversions: "2", conversions_value: "80", ...money }, { day, platform: "google", campaign_id: "702", impressions: 100, clicks: 5, spend: "10", ...money },
    { day, platform: "meta", campaign_id: "801", impressions: 2000, clicks: 30, spend: "5", conversions: "1.5", conversions_value: "60", ...money },
  ]));
  await addFacts(db, main.id, "fact.seo_total_day", days.map((day) => ({ day, clicks: 30, impressions: 1000, position_sum: "5000" })));
  await addFacts(db, main.id, "fact.seo_query_day", days.flatMap((day) => [{ day, query: "tea cosy", clicks: 20, impressions: 200, position_sum: "400" }, { day, query: "knitted egg cup", clicks: 4, impressions: 400, position_sum: "2800" }]));
  await addFacts(db, main.id, "fact.seo_page_day", days.flatMap((day) => [{ day, page: "https://shop.example/", clicks: 26, impressions: 900, position_sum: "4000" }, { day, page: "https://shop.example/cosies", clicks: 6, impressions: 500, position_sum: "3000" }]));
  await addFacts(db, main.id, "fact.vitals_period", [
    { day: "2026-03-30", subject: "https://shop.example", lcp_p75_ms: "2400", inp_p75_ms: "230", cls_p75: "0.3" }, { day: "2026-03-30", subject: "https://shop.example", form_factor: "phone", lcp_p75_ms: "4100", inp_p75_ms: "310", cls_p75: "0.05" },
  ]);
  for (const role of ["web", "ads", "seo", "speed"] as const) await cover(db, main.id, role, "2026-02-01", "2026-03-31", role === "ads" ? { settledThrough: "2026-03-10" } : {});
  await refreshStore(db, main.id);
  ids.plain = (await storeWith(db, { name: `Orders alone ${run}`, currency: "GBP", zone: "Europe/London", through: "2026-03-31" }, [{ id: "1", day: "2026-03-30", channel: "Market stall", lines: [{ kind: "sale", amount: "9" }] }])).id;
  ids.other = (await storeWith(db, { name: `Another site ${run}`, currency: "GBP", zone: "Europe/London", through: "2026-03-31" }, [{ id: "1", day: "2026-03-30", lines: [{ kind: "sale", amount: "9" }] }])).id;
  await addFacts(db, ids.other, "fact.vitals_period", [{ day: "2026-03-30", subject: "https://site.example", lcp_p75_ms: "5200", inp_p75_ms: "150", cls_p75: "0.02" }]);
  await cover(db, ids.other, "speed", "2026-02-01", "2026-03-31");
  await refreshStore(db, ids.other);
  const yesterday = addDays(dayAt(now(), "Europe/London"), -1);
  const lateDay = addDays(yesterday, -4);
  ids.late = (await storeWith(db, { name: `Ads late ${run}`, currency: "GBP", zone: "Europe/London", from: addDays(yesterday, -40), through: yesterday }, [{ id: "1", day: lateDay, lines: [{ kind: "sale", amount: "90" }] }])).id;
  await addFacts(db, ids.late, "fact.ad_day", [{ day: lateDay, platform: "google", campaign_id: "1", impressions: 9, clicks: 1, spend: "30", ...money }]);
  await cover(db, ids.late, "ads", addDays(yesterday, -40), lateDay, { source: `ads:${ids.late}` });
  await refreshStore(db, ids.late);
  ids.empty = (await createStore(db, { name: `No sources ${run}`, currency: "GBP", zone: "Europe/London" })).id;
}

const at = (path: string, search = "") => `${path}?store=${ids.main}${search}`;
const texts = (cells: string[]) => cells.map((text) => text.replaceAll(/[\u2009\u202f\u00a0]/g, " "));

test("cards, sentence, table and API say the same of channels", async ({ page }) => {
  await page.goto(at("/channels"));
  const figure = (id: string) => page.locator(`[data-metric=${id}] [data-figure]`);
  // 31 × £35 of ads; £120 of sales a day, £80 of them from ads; the platforms claim £140.
  await expect(figure("spend")).toHaveText("£1,085");
  await expect(figure("mer")).toHaveText("3.43 ×");
  await expect(figure("roas")).toHaveText("2.29 ×");
  await expect(figure("ncac")).toHaveText("£11.67");
  await expect(page.getByText("£1,085 of ads stood beside £3,720 of net sales")).toBeVisible();
  await expect(page.getByText("Advertising after 10 Mar 2026 may still change.")).toBeVisible();
  const row = async (name: string) => texts(await page.getByRole("row", { name }).locator("td:visible").allTextContents());
  expect((await row("Paid Search")).slice(0, 10)).toEqual(["Paid Search", "£930.00", "1.33 ×", "1.27 ×", "2.67 ×", "2.00 ×", "3,100", "1.0%", "31", "£1,240"]);
  expect((await row("Email")).slice(0, 3)).toEqual(["Email", "£0", "–"]);
  expect((await row("Total"))[1]).toBe("£1,085");
  const answer = await (await page.request.get(at("/api/v1/metrics", "&metrics=spend,net_sales,roas&from=2026-03-01&through=2026-03-31&by=channel"))).json();
  expect(answer.total.values).toMatchObject({ spend: "1085", net_sales: "3720" });
  await expect(page.locator("[data-matched]")).toContainText("71.4% of ad spend can be followed");
  await expect(page.locator("[data-matched]")).toContainText("Dark campaign (£310.00)");
  await expectNoAxeViolations(page);
  await takeScreens(page, "channels");
});

test("from a channel to its platform, its campaigns, its orders, all in the address", async ({ page }) => {
  await page.goto(at("/channels"));
  await page.getByRole("link", { name: "Paid Search", exact: true }).click();
  await page.waitForURL(/channel=Paid\+Search/);
  await page.getByRole("link", { name: "Google Ads", exact: true }).click();
  await page.waitForURL(/platform=google/);
  await expect(page.getByRole("row", { name: "Dark campaign" })).toContainText("£310.00");
  await expect(page.getByText("£930.00 of ads brought £1,240 of net sales")).toBeVisible();
  await page.getByRole("link", { name: "Brand search" }).click();
  await page.waitForURL(/\/orders\?/);
  await expect(page.locator("[data-total]")).toHaveText("£1,240.00");
  await page.goBack();
  await page.goBack();
  await expect(page.getByText("Channel: Paid Search")).toBeVisible();
  await page.getByRole("link", { name: /Sort by Ad spend/ }).click();
  await page.waitForURL(/sort=/);
  await page.reload();
  await expect(page.getByRole("columnheader", { name: /Sort by Ad spend/ })).toHaveAttribute("aria-sort", /ascending|descending/);
});

test("search: terms that Google hides close the sum, position weighs impressions, speed stands beside its thresholds", async ({ page }) => {
  await page.goto(at("/search", "&compare=none"));
  await expect(page.locator("[data-metric=search_clicks] [data-figure]")).toHaveText("930");
  await expect(page.locator("[data-metric=search_position] [data-figure]")).toHaveText("5.0");
  const row = async (name: RegExp) => texts(await page.getByRole("row", { name }).locator("td:visible").allTextContents());
  expect(await row(/^tea cosy/)).toEqual(["tea cosy", "620", "6,200", "10.0%", "2.0"]);
  expect(await row(/^Not shown by Google/)).toEqual(["Not shown by Google", "186", "12,400", "1.5%", "4.5"]);
  await expect(page.getByRole("row", { name: /LCP/ })).toContainText(/2\.4s.*good.*4\.1s.*poor/);
  await expect(page.getByRole("row", { name: /CLS/ })).toContainText(/0\.3.*poor.*0\.05.*good/);
  await expectNoAxeViolations(page);
  await takeScreens(page, "search");
  // Of several shops each has its own: such figures can't be added up.
  await page.goto(`/search?store=${ids.main},${ids.other}&compare=none`);
  await expect(page.getByRole("columnheader", { name: /^Another site/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /LCP/ })).toContainText(/2\.4s.*good.*5\.2s.*poor/);
  await expectNoAxeViolations(page);
  await page.goto(at("/search", "&compare=none"));
  await page.getByRole("link", { name: "Page", exact: true }).click();
  await page.waitForURL(/by=page/);
  await expect(page.getByRole("row", { name: /^Counted on several pages/ })).toBeVisible();
  expect(await row(/^Counted on several pages/)).toEqual(["Counted on several pages", "-62", "-12,400", "–", "–"]);
  expect((await row(/^Total/)).slice(0, 3)).toEqual(["Total", "930", "31,000"]);
});

test("the Overview says what ads cost where an account tells it, and nothing where none does", async ({ page }) => {
  await page.goto(at("/"));
  await expect(page.locator("[data-ads] [data-metric=mer] [data-figure]")).toHaveText("3.43 ×");
  await expectNoAxeViolations(page);
  await takeScreens(page, "overview-with-ads");
  await page.goto(`/?store=${ids.plain}`);
  await expect(page.getByText("Net sales by day")).toBeVisible();
  await expect(page.locator("[data-ads]")).toHaveCount(0);
});

test("without ads and visits the page shows sales by channel and what to connect; without anything how to begin", async ({ page }) => {
  await page.goto(`/channels?store=${ids.plain}`);
  await expect(page.getByRole("row", { name: /Market stall/ })).toContainText("£9.00");
  await expect(page.getByText("Connect an ad account to see what each channel costs.")).toBeVisible();
  await expect(page.locator("[data-metric=spend]")).toHaveCount(0);
  await page.goto(`/search?store=${ids.plain}`);
  await expect(page.getByRole("heading", { name: "No search data yet" })).toBeVisible();
  await page.goto(`/channels?store=${ids.empty}`);
  await expect(page.getByRole("heading", { name: "No sales, visits or ads yet" })).toBeVisible();
  await expectNoAxeViolations(page);
});

test("ads that are late end the page's periods and are named; a check that fails is said", async ({ page, db }) => {
  await page.goto(`/channels?store=${ids.late}&period=last_7`);
  await expect(page.getByText("Advertising is 4 days late")).toBeVisible();
  await expect(page.locator("[data-metric=mer]")).toHaveAttribute("data-state", "late");
  await expect(page.locator("[data-metric=mer] [data-figure]")).toHaveText("3.00 ×");
  await sql`update ingest.check_result set failed = 1 where store_id = ${ids.late} and check_id = 'spend_equals_accounts'`.execute(db);
  await page.reload();
  await expect(page.getByText("ad spend differs from what the ad accounts told")).toBeVisible();
  await expectNoAxeViolations(page);
});
