// Figures of web, ads, search and speed: worked by hand, and their parts add up to their totals.
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sum } from "#lib/core/money.ts";
import { present } from "#lib/metrics/present.ts";
import { restKey } from "#lib/metrics/marts.ts";
import { defaultQuery, type MetricQuery } from "#lib/metrics/query.ts";
import { readMetrics, type MetricRow } from "#lib/metrics/read.ts";
import type { Cut } from "#lib/metrics/marts.ts";
import { checkFiles, findOffenders } from "#lib/refresh/checks.ts";
import { rebuildMarts, refreshStore } from "#lib/refresh/refresh.ts";
import { loadRates } from "#lib/stores/rates.ts";
import { sumOrders } from "#lib/sales/orders.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { addCampaigns, addFacts, addTraffic, cover, traceOrder } from "#test/support/facts.ts";
import { storeWith } from "#test/support/ledger.ts";

const now = new Date("2026-11-21T10:00:00Z");
const november = { from: "2026-11-01", through: "2026-11-10" } as const;
let fresh: FreshDatabase;
const ask = (query: Partial<MetricQuery>) => readMetrics(fresh.db, "all", { ...defaultQuery, stores: [1], period: november, compare: { kind: "none" }, ...query }, now);
const keyed = (rows: MetricRow[], cut: Cut) => Object.fromEntries(rows.map((row) => [row.isOther ? "other" : row.keys[cut]!, row.values]));

beforeAll(async () => {
  fresh = await freshDatabase();
  const { db } = fresh;
  const sale = (amount: string) => [{ kind: "sale", amount, product: "A" }];
  const store = await storeWith(db, { from: "2026-10-01", through: "2026-11-20" }, [
    { id: "1", day: "2026-11-02", customer: "ann", country: "DE", lines: sale("100") },
    { id: "2", day: "2026-11-02", customer: "ben", country: "DE", lines: [...sale("60"), { kind: "return", amount: "-10", product: "A", day: "2026-11-05" }] },
    { id: "3", day: "2026-11-03", customer: "ann", country: "FR", channel: "Phone", lines: sale("40") },
    { id: "4", day: "2026-11-04", country: "DE", lines: sale("25") },
    { id: "5", day: "2026-11-05", country: "DE", lines: sale("15") },
  ]);
  await addCampaigns(db, store.id, [
    { platform: "google_ads", campaignId: "111", name: "Brand  DE", channel: "Paid Search" },
    { platform: "google_ads", campaignId: "112", name: "Generic", channel: "Paid Search" },
    { platform: "meta", campaignId: "222", name: "Retargeting", channel: "Paid Social", accountId: "9" },
  ]);
  const byId = await addTraffic(db, 1, "Paid Search", { source: "google", medium: "cpc", campaignId: "111", campaign: "whatever" });
  const byName = await addTraffic(db, 1, "Paid Social", { source: "facebook", medium: "paid_social", campaign: "  retargeting " });
  const clickOnly = await addTraffic(db, 1, "Paid Search", { source: "google", medium: "cpc" });
  const mail = await addTraffic(db, 1, "Email", { source: "newsletter", medium: "email", campaign: "Retargeting" });
  const unknownAds = await addTraffic(db, 1, "Paid Social", { source: "tiktok", medium: "cpc", campaign: "x" });
  for (const [order, traffic] of [["1", byId], ["2", byName], ["4", clickOnly], ["5", mail]] as const) await traceOrder(db, 1, order, traffic);
  await addFacts(db, 1, "fact.web_traffic_day", [
    { day: "2026-11-02", traffic_id: byId, sessions: 100, engaged_sessions: 60, carts: 10, checkouts: 5, purchases: 1, revenue: "90" },
    { day: "2026-11-02", traffic_id: byName, sessions: 50, engaged_sessions: 10, carts: 2, checkouts: 1, purchases: 1, revenue: "55" },
    { day: "2026-11-04", traffic_id: clickOnly, sessions: 20 }, { day: "2026-11-05", traffic_id: mail, sessions: 30, revenue: "15", purchases: 1 }, { day: "2026-11-05", traffic_id: unknownAds, sessions: 8 },
  ]);
  await addFacts(db, 1, "fact.web_audience_day", [
    { day: "2026-11-02", country: "DE", device: "mobile", sessions: 90, purchases: 1 }, { day: "2026-11-02", country: "DE", device: "desktop", sessions: 50, purchases: 1 }, { day: "2026-11-04", country: "FR", device: "mobile", sessions: 40 },
  ]);
  await addFacts(db, 1, "fact.ad_day", [
    { day: "2026-11-02", platform: "google_ads", campaign_id: "111", impressions: 1000, clicks: 100, spend: "20", conversions: "3.5", conversions_value: "150", share_impressions: 1000, eligible_impressions: "4000" },
    { day: "2026-11-02", platform: "google_ads", campaign_id: "112", impressions: 100, clicks: 4, spend: "10", share_impressions: 100, eligible_impressions: "1001", is_share_censored: true },
    { day: "2026-11-03", platform: "meta", account_id: "9", campaign_id: "222", impressions: 2000, clicks: 50, spend: "33", currency: "USD", conversions: "2", conversions_value: "110" },
  ]);
  await loadRates(db, [{ base: "EUR", quote: "USD", day: "2026-11-03", rate: "1.1" }], "test");
  await addFacts(db, 1, "fact.seo_total_day", [{ day: "2026-11-02", clicks: 30, impressions: 1000, position_sum: "5000" }, { day: "2026-11-02", search_type: "image", clicks: 999, impressions: 999, position_sum: "999" }]);
  await addFacts(db, 1, "fact.seo_query_day", [{ day: "2026-11-02", query: "berg socks", clicks: 20, impressions: 100, position_sum: "150" }, { day: "2026-11-02", query: "wool socks", clicks: 4, impressions: 500, position_sum: "3000" }]);
  await addFacts(db, 1, "fact.seo_page_day", [{ day: "2026-11-02", page: "https://berg.example/", clicks: 25, impressions: 800, position_sum: "3000" }, { day: "2026-11-02", page: "https://berg.example/socks", clicks: 7, impressions: 700, position_sum: "3500" }]);
  await addFacts(db, 1, "fact.vitals_period", [
    { day: "2026-11-01", subject: "https://berg.example", lcp_p75_ms: "2900", inp_p75_ms: "150", cls_p75: "0.05" }, { day: "2026-11-08", subject: "https://berg.example", lcp_p75_ms: "2400.4", inp_p75_ms: "180", cls_p75: "0.08" },
    { day: "2026-11-08", subject: "https://berg.example", form_factor: "phone", lcp_p75_ms: "3100" }, { day: "2026-11-08", subject: "https://berg.example/socks", lcp_p75_ms: "2000" },
  ]);
  for (const role of ["web", "ads", "seo", "speed"] as const) await cover(db, 1, role, "2026-10-15", "2026-11-20");
  await refreshStore(db, 1);
}, 120_000);
afterAll(() => fresh.drop());

describe("own orders by where they came from", () => {
  test("a touch gives the channel; a file's word stands where there is none; the rest has none", async () => {
    const { rows, total } = await ask({ metrics: ["net_sales", "orders"], by: ["channel"] });
    expect(keyed(rows, "channel")).toEqual({ "Email": { net_sales: "15", orders: "1" }, "Paid Search": { net_sales: "125", orders: "2" }, "Paid Social": { net_sales: "50", orders: "1" }, "Phone": { net_sales: "40", orders: "1" } });
    expect(total.values).toEqual({ net_sales: "230", orders: "5" });
  });
  test("campaigns are found by id, and for bought clicks by name; a newsletter of the same name is none; a bare click belongs to its platform", async () => {
    const { rows } = await ask({ metrics: ["net_sales"], by: ["platform", "campaign"] });
    expect(rows.map((row) => [row.keys.platform, row.keys.campaign, row.values.net_sales])).toEqual(expect.arrayContaining([
      ["google_ads", "111", "100"], ["meta", "222", "50"], ["google_ads", "", "25"], ["", "Retargeting", "15"], ["", "", "40"],
    ]));
    expect(rows.find((row) => row.keys.campaign === "111")!.labels.campaign).toBe("Brand  DE");
  });
  test("every cut adds up to the headline, orders too", async () => {
    for (const cut of ["channel", "source", "medium", "campaign", "platform"] as const) {
      const { rows } = await ask({ metrics: ["net_sales", "orders", "new_customers"], by: [cut] });
      expect([cut, sum(rows.map((row) => row.values.net_sales!)), sum(rows.map((row) => row.values.orders!)), sum(rows.map((row) => row.values.new_customers!))]).toEqual([cut, "230", "5", "2"]);
    }
  });
  test("the list of orders behind a channel or a campaign adds up to it", async () => {
    const wanted = { storeIds: [1], currency: "EUR", period: { from: "2026-11-01", to: "2026-11-11" } };
    expect((await sumOrders(fresh.db, { ...wanted, metric: "net_sales", filters: { channel: ["Paid Search"] } })).amount).toBe("125");
    expect((await sumOrders(fresh.db, { ...wanted, metric: "net_sales", filters: { channel: ["Phone"] } })).amount).toBe("40");
    expect((await sumOrders(fresh.db, { ...wanted, metric: "paid_net_sales", filters: { platform: ["google_ads"], campaign: [""] } })).amount).toBe("25");
    expect((await sumOrders(fresh.db, { ...wanted, metric: "paid_orders", filters: {} })).rows).toBe(3);
  });
});

describe("advertising", () => {
  test("worked by hand: three ROAS, MER, cost per order and per new customer, over-claim", async () => {
    const { total } = await ask({ metrics: ["spend", "impressions", "clicks", "ctr", "cpc", "cpm", "claimed_value", "claimed_conversions", "claimed_roas", "ga4_roas", "roas", "paid_orders", "cpa", "claimed_cpa", "over_claim", "mer", "ncac"] });
    // Spend 20 + 10 + 33 USD ÷ 1.1 = 60; claimed 150 + 110 ÷ 1.1 = 250; own 100 + 50 + 25; GA4 90 + 55.
    expect(total.values).toEqual({
      spend: "60", impressions: "3100", clicks: "154", ctr: "0.0496774194", cpc: "0.3896103896", cpm: "19.3548387097", claimed_value: "250", claimed_conversions: "5.5", claimed_roas: "4.1666666667",
      ga4_roas: "2.4166666667", roas: "2.9166666667", paid_orders: "3", cpa: "20", claimed_cpa: "10.9090909091", over_claim: "1.8333333333", mer: "3.8333333333", ncac: "30",
    });
  });
  test("by campaign: spend that no order names is unknown in nothing but orders; orders that name no campaign stand apart", async () => {
    const { rows, total } = await ask({ metrics: ["spend", "roas", "paid_orders", "sessions"], by: ["campaign"] });
    const of = keyed(rows, "campaign");
    expect(of["111"]).toEqual({ spend: "20", roas: "5", paid_orders: "1", sessions: "100" });
    expect(of["112"]).toEqual({ spend: "10", roas: "0", paid_orders: "0", sessions: "0" });
    expect(of[""]).toEqual({ spend: "0", roas: null, paid_orders: "1", sessions: "20" });
    for (const id of ["spend", "paid_orders", "sessions"] as const) expect(sum(rows.map((row) => row.values[id]!))).toBe(total.values[id]);
  });
  test("impression share divides sums; a campaign told as under 10 % makes it a bound, alone it is said as that", async () => {
    const { rows, total } = await ask({ metrics: ["impression_share"], by: ["campaign"] });
    expect([total.values.impression_share, total.bounds]).toEqual(["0.2199560088", ["impression_share"]]);
    const look = { locale: "en-GB", currency: "EUR" };
    const text = (campaign: string) => { const row = rows.find((one) => one.keys.campaign === campaign)!; return present("impression_share", row.values.impression_share, { ...look, isBound: row.bounds!.length > 0 }); };
    expect([text("111"), text("112"), text("222"), present("impression_share", total.values.impression_share, { ...look, isBound: true })]).toEqual(["25.0%", "< 10.0%", "–", "≤ 22.0%"]);
  });
  test("MER is the whole shop's, spend knows no device, an order's cost no product", async () => {
    await expect(ask({ metrics: ["mer"], by: ["channel"] })).rejects.toMatchObject({ kind: "refused", code: "metrics.whole_shop" });
    await expect(ask({ metrics: ["spend"], by: ["device"] })).rejects.toMatchObject({ kind: "refused", code: "metrics.not_told" });
    await expect(ask({ metrics: ["net_sales"], by: ["query"] })).rejects.toMatchObject({ kind: "refused", code: "metrics.not_told" });
    await expect(ask({ metrics: ["paid_orders"], by: ["product"] })).rejects.toMatchObject({ kind: "refused", code: "metrics.counts_twice" });
  });
});

describe("visits", () => {
  test("conversion counts own orders, by channel and by country", async () => {
    const { total } = await ask({ metrics: ["sessions", "engagement_rate", "conversion_rate", "revenue_per_session", "cart_rate", "checkout_rate"] });
    expect(total.values).toEqual({ sessions: "208", engagement_rate: "0.3365384615", conversion_rate: "0.0240384615", revenue_per_session: "1.1057692308", cart_rate: "0.0576923077", checkout_rate: "0.0288461538" });
    const { rows } = await ask({ metrics: ["conversion_rate"], by: ["channel"] });
    expect(keyed(rows, "channel")["Paid Search"]).toEqual({ conversion_rate: "0.0166666667" });
    expect(keyed(rows, "channel").Phone).toEqual({ conversion_rate: null });
  });
  test("by device and country the visits that were not told close the sum", async () => {
    const { rows, total } = await ask({ metrics: ["sessions", "ga4_conversion_rate"], by: ["device"] });
    expect(keyed(rows, "device")).toEqual({ mobile: { sessions: "130", ga4_conversion_rate: "0.0076923077" }, desktop: { sessions: "50", ga4_conversion_rate: "0.02" }, [restKey]: { sessions: "28", ga4_conversion_rate: "0.0357142857" } });
    expect(sum(rows.map((row) => row.values.sessions!))).toBe(total.values.sessions);
    const filtered = await ask({ metrics: ["sessions"], by: ["country"], filters: { device: ["mobile"] } });
    expect(keyed(filtered.rows, "country")).toEqual({ DE: { sessions: "90" }, FR: { sessions: "40" } });
    expect(filtered.total.values.sessions).toBe("130");
  });
});

describe("search", () => {
  const figures = ["search_clicks", "search_impressions", "search_ctr", "search_position"] as const satisfies readonly MetricQuery["metrics"][number][];
  test("position weighs impressions; queries that Google hides are a row; the row stays whole beside the first few", async () => {
    const { rows, total } = await ask({ metrics: [...figures], by: ["query"], limit: 1, sort: { metric: "search_clicks", descending: true } });
    expect(total.values).toEqual({ search_clicks: "30", search_impressions: "1000", search_ctr: "0.03", search_position: "5" });
    expect(keyed(rows, "query")).toEqual({
      "berg socks": { search_clicks: "20", search_impressions: "100", search_ctr: "0.2", search_position: "1.5" },
      other: { search_clicks: "4", search_impressions: "500", search_ctr: "0.008", search_position: "6" },
      [restKey]: { search_clicks: "6", search_impressions: "400", search_ctr: "0.015", search_position: "4.625" },
    });
  });
  test("pages count an impression each: what is double is taken off in a row that claims no position", async () => {
    const { rows } = await ask({ metrics: [...figures], by: ["page"] });
    expect(keyed(rows, "page")[restKey]).toEqual({ search_clicks: "-2", search_impressions: "-500", search_ctr: null, search_position: null });
  });
});

describe("speed", () => {
  test("the newest day stands, never a sum; the shop as a whole unless a device or page is asked", async () => {
    expect((await ask({ metrics: ["lcp_p75", "inp_p75", "cls_p75"] })).total.values).toEqual({ lcp_p75: "2400.4", inp_p75: "180", cls_p75: "0.08" });
    expect((await ask({ metrics: ["lcp_p75"], period: { from: "2026-11-01", through: "2026-11-07" } })).total.values).toEqual({ lcp_p75: "2900" });
    expect(keyed((await ask({ metrics: ["lcp_p75"], by: ["page"] })).rows, "page")).toEqual({ "": { lcp_p75: "2400.4" }, "https://berg.example/socks": { lcp_p75: "2000" } });
    expect(keyed((await ask({ metrics: ["lcp_p75"], by: ["device"] })).rows, "device")).toEqual({ all: { lcp_p75: "2400.4" }, mobile: { lcp_p75: "3100" } });
    expect((await ask({ metrics: ["lcp_p75", "net_sales"], filters: {} })).total.values).toEqual({ lcp_p75: "2400.4", net_sales: "230" });
    expect((await ask({ metrics: ["lcp_p75"], period: { from: "2026-10-20", through: "2026-10-30" } })).total.values).toEqual({ lcp_p75: null });
    expect(present("lcp_p75", "2400.4", { locale: "en-GB", currency: "EUR" })).toBe("2.4s");
  });
});

test("marts made day by day and made anew hold the same, and every check passes", async () => {
  const content = async () => (await Promise.all(["sales_source_daily", "web_daily", "web_audience_daily", "ads_daily", "seo_query_daily", "vitals_daily"].map((mart) => sql<{ all: string }>`select md5(string_agg(m::text, '|' order by m::text)) as all from ${sql.table(`mart.${mart}`)} m`.execute(fresh.db)))).map((found) => found.rows[0]!.all);
  const before = await content();
  expect(before.every(Boolean)).toBe(true);
  await rebuildMarts(fresh.db);
  expect(await content()).toEqual(before);
  await fresh.db.transaction().execute(async (trx) => {
    const offenders = await findOffenders(trx, 1, ["2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05"]);
    expect([...offenders].filter(([, rows]) => rows.length > 0)).toEqual([]);
    // Each new check can fail.
    await sql`update mart.sales_source_daily set gross_sales = gross_sales + 1 where day = '2026-11-02' and platform = 'meta'`.execute(trx);
    await sql`update mart.ads_daily set spend = spend + 1 where day = '2026-11-02' and campaign = '111'`.execute(trx);
    const found = await findOffenders(trx, 1, ["2026-11-02"]);
    expect([...found].filter(([, rows]) => rows.length > 0).map(([id]) => id)).toEqual(["sources_equal_headline", "spend_equals_accounts"]);
    await sql`update mart.sales_source_daily set gross_sales = gross_sales - 1 where day = '2026-11-02' and platform = 'meta'`.execute(trx);
    await sql`update mart.ads_daily set spend = spend - 1 where day = '2026-11-02' and campaign = '111'`.execute(trx);
  });
  expect(checkFiles().map((file) => file.id)).toContain("spend_equals_accounts");
});
