// Google's sources through the engine: what stands in the tables equals what is served, twice over and after changes.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { ingest, type Ingested } from "#lib/ingest/ingest.ts";
import { createStore } from "#lib/stores/stores.ts";
import { openPool } from "#db/client.ts";
import { connect } from "#test/support/connect.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { json, startVendor } from "#test/support/vendor.ts";
import { nordlicht, smallNow, smallWorld } from "#test/support/small-world.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow });
let fresh: FreshDatabase;
let pool: ReturnType<typeof openPool>;
beforeAll(async () => {
  fresh = await freshDatabase();
  pool = openPool(fresh.url, { max: 6 });
});
afterAll(async () => {
  await pool.end();
  await Promise.all([servers.close(), fresh.drop()]);
});
afterEach(() => servers.control.clear());

const { clientId, clientSecret, refreshToken, apiKey } = credentials.google;
const access = { clientId, clientSecret, refreshToken };
let storeId: number;
let made = 0;
beforeEach(async () => {
  storeId = (await createStore(fresh.db, { name: `Nordlicht ${++made}`, currency: "EUR", zone: "Europe/Berlin" })).id;
  const endpoint = { base: servers.url, token: `${servers.url}/token` };
  await connect(fresh.db, { storeId, source: "search-console", settings: { siteUrl: nordlicht.accounts.searchSite!, ...access }, endpoint });
  await connect(fresh.db, { storeId, source: "google-ads", settings: { customerId: nordlicht.accounts.googleAds!, ...access }, endpoint });
  await connect(fresh.db, { storeId, source: "page-speed", settings: { site: nordlicht.site, apiKey }, endpoint });
});

const run = (given: Partial<Parameters<typeof ingest>[1]> = {}): Promise<Ingested> => ingest({ db: fresh.db, pool }, { signal: new AbortController().signal, clock: () => smallNow, only: { storeId }, ...given });
const row = async (text: string): Promise<any> => (await pool.query(text.replaceAll("$store", String(storeId)))).rows[0];
const served = (report: Parameters<typeof smallWorld.rows>[1]) => [...smallWorld.rows(nordlicht, report, "2026-11-10", "2026-11-20", smallNow)] as any[];
const total = (report: Parameters<typeof smallWorld.rows>[1], field: string) => served(report).reduce((sum: number, one) => sum + Number(one[field]), 0);
const unsound = (done: Ingested) => [...done.failed, ...done.runs.filter((one) => one.state !== "done").map(({ source, stream, state, problem }) => ({ source, stream, state, problem }))];

describe("Google's sources through the engine", () => {
  test("the first time all facts stand as served; again nothing changes", async () => {
    expect(unsound(await run())).toEqual([]);
    const standing = () => row(`select
      (select sum(spend) * 1000000 from fact.ad_day where store_id = $store)::bigint::text as spend, (select sum(clicks)::int from fact.ad_day where store_id = $store) as ad_clicks,
      (select sum(conversions_value)::text from fact.ad_conversion_day where store_id = $store) as claimed, (select sum(clicks)::int from fact.ad_term_day where store_id = $store) as term_clicks,
      (select sum(clicks)::int from fact.seo_total_day where store_id = $store) as clicks, (select sum(position_sum)::int from fact.seo_audience_day where store_id = $store) as positions,
      (select sum(impressions)::int from fact.seo_page_day where store_id = $store) as page_impressions, (select sum(impressions)::int from fact.seo_query_day where store_id = $store) as query_impressions,
      (select count(*)::int from fact.seo_total_day where store_id = $store and not is_final) as open_days, (select count(*)::int from fact.vitals_period where store_id = $store) as periods, (select count(*)::int from fact.lab_run where store_id = $store) as labs`);
    const first = await standing();
    expect(first).toEqual({
      spend: String(total("googleAds", "costMicros")), ad_clicks: total("googleAds", "clicks"), claimed: total("googleConversions", "value").toFixed(6), term_clicks: total("searchTerms", "clicks"),
      clicks: total("searchTotals", "clicks"), positions: total("searchDevices", "positionSum"), page_impressions: total("searchPages", "impressions"), query_impressions: total("searchQueries", "impressions"),
      open_days: 2, periods: 6, labs: 2,
    });
    const again = await run({ isForced: true });
    expect(unsound(again)).toEqual([]);
    expect(again.runs.filter((one) => one.daysChanged > 0).map((one) => one.stream)).toEqual([]);
    expect(await standing()).toEqual(first);
  });
  test("what Google itself counts for a day is what stands", async () => {
    await run();
    const off = await pool.query("select stream, day::text, ours::text, told::text from ingest.source_day d join ingest.connection c using (connection_id) where c.store_id = $1 and told is not null and told <> ours", [storeId]);
    expect(off.rows).toEqual([]);
    expect((await row("select count(distinct stream)::int as streams from ingest.source_day d join ingest.connection c using (connection_id) where c.store_id = $store and told > 0")).streams).toBe(4);
  });
  test("a restated day replaces the old one, and a campaign that vanished is gone", async () => {
    await run();
    servers.control.editRows({ report: "googleAds", day: "2026-11-12", where: { campaignId: "21000000002" }, isGone: true });
    servers.control.editRows({ report: "searchQueries", day: "2026-11-18", where: { query: "nordlicht outdoor" }, set: { clicks: 44 } });
    expect(unsound(await run({ window: { from: "2026-11-12", to: "2026-11-19" } }))).toEqual([]);
    expect(await row("select (select count(*)::int from fact.ad_day where store_id = $store and day = '2026-11-12') as campaigns, (select sum(clicks)::int from fact.seo_query_day where store_id = $store and day = '2026-11-18') as clicks")).toEqual({ campaigns: 1, clicks: 64 });
  });
  test("a day of page speed that is told once stays when it isn't told again, weeks are told again", async () => {
    const vendor = await startVendor();
    const date = (day: string) => ({ year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8)) });
    const period = (day: string) => ({ firstDate: date(day), lastDate: date(day) });
    let newest = "2026-11-18";
    const about = (body: string) => ({ key: { formFactor: (JSON.parse(body) as { formFactor?: string }).formFactor } });
    vendor.reply((response, asked) => json(response, { record: asked.path.endsWith("queryHistoryRecord")
      ? { ...about(asked.body), metrics: { largest_contentful_paint: { percentilesTimeseries: { p75s: [2400] } } }, collectionPeriods: [period("2026-11-14")] }
      : { ...about(asked.body), metrics: { largest_contentful_paint: { percentiles: { p75: 2300 } } }, collectionPeriod: period(newest) } }));
    const other = (await createStore(fresh.db, { name: "Speed", currency: "EUR", zone: "Europe/Berlin" })).id;
    await connect(fresh.db, { storeId: other, source: "page-speed", settings: { site: "https://speed.example", apiKey }, endpoint: { base: vendor.base, token: vendor.base } });
    const speed = (clock: string) => run({ only: { storeId: other, stream: "vitals" }, isForced: true, clock: () => new Date(clock) });
    expect(unsound(await speed("2026-11-20T10:00:00Z"))).toEqual([]);
    newest = "2026-11-19";
    expect(unsound(await speed("2026-11-21T10:00:00Z"))).toEqual([]);
    const days = await pool.query("select day::text, count(*)::int from fact.vitals_period where store_id = $1 group by 1 order by 1", [other]);
    expect(days.rows).toEqual(["2026-11-14", "2026-11-18", "2026-11-19"].map((day) => ({ day, count: 3 })));
    await vendor.close();
  });
  test("a run that Google answered in part only never ends as done", async () => {
    servers.control.fault({ on: "googleAds", kind: "error", status: 500, skip: 2, times: 9 });
    const done = await run({ only: { storeId, source: "google-ads" } });
    expect([done.runs.length > 0, done.runs.filter((one) => one.state === "done")]).toEqual([true, []]);
    servers.control.clear();
    expect(unsound(await run({ isForced: true, only: { storeId, source: "google-ads" } }))).toEqual([]);
    expect((await row("select (sum(spend) * 1000000)::bigint::text as spend from fact.ad_day where store_id = $store")).spend).toBe(String(total("googleAds", "costMicros")));
  });
});
