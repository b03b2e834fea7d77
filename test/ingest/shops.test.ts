// Shops, Meta and rates through the engine: what stands in the tables equals what is served, twice over, after changes
// and after faults.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openPool } from "#db/client.ts";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { ingest, type Ingested } from "#lib/ingest/ingest.ts";
import { createStore } from "#lib/stores/stores.ts";
import { connect } from "#test/support/connect.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { smallOrders } from "#test/support/small-orders.ts";
import { harbor, nordlicht, smallNow, smallWorld } from "#test/support/small-world.ts";

let at = smallNow;
const servers = await startDemoServers({ world: smallWorld, now: () => at, shopifyPoints: { maximum: 1_000_000, perSecond: 1_000_000 } });
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
afterEach(() => { servers.control.clear(); at = smallNow; });

let made = 0;
async function shop(source: "shopify" | "woocommerce"): Promise<number> {
  const store = source === "shopify" ? nordlicht : harbor;
  const { id } = await createStore(fresh.db, { name: `${store.name} ${++made}`, currency: store.currency, zone: store.zone });
  const base = servers.shopUrl(store);
  const { clientId, clientSecret } = credentials.shopify;
  if (source === "shopify") await connect(fresh.db, { storeId: id, source, settings: { shop: "nordlicht.myshopify.com", clientId, clientSecret }, endpoint: { base, token: `${base}/admin/oauth/access_token` } });
  else await connect(fresh.db, { storeId: id, source, settings: { site: harbor.site, ...credentials.wooCommerce }, endpoint: { base, token: base } });
  return id;
}
const run = (storeId: number, given: Partial<Parameters<typeof ingest>[1]> = {}): Promise<Ingested> => ingest({ db: fresh.db, pool }, { signal: new AbortController().signal, clock: () => at, only: { storeId }, ...given });
const row = async (text: string, values: unknown[] = []): Promise<any> => (await pool.query(text, values)).rows[0];
const unsound = (done: Ingested) => [...done.failed, ...done.runs.filter((one) => one.state !== "done").map(({ source, stream, state, problem }) => ({ source, stream, state, problem }))];
/** Order → all that was paid less all that was given back. */
const standing = async (storeId: number): Promise<Record<string, string>> => Object.fromEntries((await pool.query("select o.order_id, coalesce((select sum(amount) from fact.sale_event e where e.store_id = o.store_id and e.order_id = o.order_id), 0)::numeric(12,2)::text as sum from fact.sales_order o where store_id = $1 order by 1", [storeId])).rows.map((one) => [one.order_id, one.sum]));

const cents = (text: string) => Math.round(Number(text) * 100);
/** The same, added up from the world's own records. */
function served(source: "shopify" | "woocommerce"): Record<string, string> {
  const isIn = source === "shopify";
  return Object.fromEntries(smallOrders[isIn ? "nordlicht" : "harbor"]!.filter((order) => !order.isTest).map((order): [string, string] => {
    const paid = order.lines.reduce((sum, line) => sum + cents(line.unitPrice) * line.quantity - cents(line.discount) + (isIn ? 0 : cents(line.tax)), cents(order.shipping) + (isIn ? 0 : cents(order.shippingTax)));
    const counts = isIn || (order.isPaid && !order.cancelledAt);
    return [isIn ? `#${order.number}` : order.number, counts ? ((paid - order.refunds.reduce((sum, refund) => sum + cents(refund.amount), 0)) / 100).toFixed(2) : "0.00"];
  }).sort(([a], [b]) => a.localeCompare(b)));
}

describe.each(["shopify", "woocommerce"] as const)("%s through the engine", (source) => {
  let storeId: number;
  beforeEach(async () => { storeId = await shop(source); });
  const vendor = source === "shopify" ? "shopify" : "wooCommerce";

  test("the first time every order adds up to what was served; again, in full and as changes, nothing is written", async () => {
    expect(unsound(await run(storeId))).toEqual([]);
    expect(await standing(storeId)).toEqual(served(source));
    const was = await row("select string_agg(concat(ctid, xmin), ',' order by order_id) as text from fact.sales_order where store_id = $1", [storeId]);
    for (const given of [{ isForced: true }, { window: { from: "2026-11-10", to: "2026-11-20" } }]) {
      const again = await run(storeId, given);
      expect([unsound(again), again.runs.reduce((sum, one) => sum + one.daysChanged, 0)]).toEqual([[], 0]);
    }
    expect(await row("select string_agg(concat(ctid, xmin), ',' order by order_id) as text from fact.sales_order where store_id = $1", [storeId])).toEqual(was);
  });

  test("what happens to orders afterwards arrives as changes, a refund on its own day", async () => {
    // Two days before: the later refunds haven't happened yet.
    at = new Date("2026-11-17T12:30:00Z");
    expect(unsound(await run(storeId))).toEqual([]);
    at = smallNow;
    expect(unsound(await run(storeId, { isForced: true }))).toEqual([]);
    expect(await standing(storeId)).toEqual(served(source));
    const returned = await row("select string_agg(distinct event_day::text, ',' order by event_day::text) as days from fact.sale_event where store_id = $1 and kind = 'return' and event_day > '2026-11-17'", [storeId]);
    expect(returned.days).toBe(source === "shopify" ? "2026-11-18" : "2026-11-18,2026-11-19");
  });

  test.each([
    ["429 with a wait", { kind: "tooMany", seconds: 1 }], ["an error of the server", { kind: "error", status: 500 }], ["half an answer", { kind: "truncated" }], ["a web page", { kind: "html" }],
    ["a broken connection", { kind: "reset" }], ["a new field", { kind: "set", at: source === "shopify" ? "data.orders.nodes.*.x" : "*.x", value: 1 }],
  ] as const)("%s in the middle: the orders are whole all the same", async (_, harm) => {
    servers.control.fault({ on: vendor, skip: 2, ...harm } as never);
    expect(unsound(await run(storeId, { window: { from: "2026-11-11", to: "2026-11-18" } }))).toEqual([]);
    const expected = Object.entries(served(source)).filter(([id]) => id !== "#1008");
    expect(Object.entries(await standing(storeId))).toEqual(expected);
  });

  test("a shop that fails all the time is never done, and the next run mends it", async () => {
    servers.control.fault({ on: vendor, kind: "error", status: 500, times: Infinity, skip: 2 });
    const broken = await run(storeId);
    expect(unsound(broken).length).toBeGreaterThan(0);
    servers.control.clear();
    expect(unsound(await run(storeId, { isForced: true }))).toEqual([]);
    expect(await standing(storeId)).toEqual(served(source));
  }, 30_000);

  test("a dead credential stops the connection and says how to renew it", async () => {
    await run(storeId);
    servers.control.revoke(vendor);
    expect(unsound(await run(storeId, { isForced: true })).length).toBe(1);
    const connection = await row("select state, problem from ingest.connection where store_id = $1", [storeId]);
    expect([connection.state, connection.problem.kind]).toEqual(["stopped", "auth"]);
    expect(JSON.stringify(connection.problem)).not.toContain("demo-shopify-secret");
  });
});

test("days read by hand before anything else leave no gap: what lies between them and today comes in too", async () => {
  const storeId = await shop("shopify");
  await run(storeId, { window: { from: "2026-11-12", to: "2026-11-13" } });
  expect(unsound(await run(storeId))).toEqual([]);
  expect(await standing(storeId)).toEqual(served("shopify"));
});

test("without read_all_orders the days that Shopify hides are not told as loaded, and aren't asked for over and over", async () => {
  const storeId = await shop("shopify");
  servers.control.shopifyScopes(["read_orders"]);
  await run(storeId);
  await run(storeId, { isForced: true });
  const stream = await row("select s.done_from::text, s.done_to::text, s.history_from::text from ingest.stream s join ingest.connection c using (connection_id) where c.store_id = $1", [storeId]);
  expect(stream).toEqual({ done_from: "2026-09-22", done_to: "2026-11-21", history_from: "2026-09-22" });
  servers.control.seen.length = 0;
  await run(storeId, { isForced: true });
  expect(servers.control.seen.filter((request) => request.path.endsWith("graphql.json")).length).toBe(3);
});

describe("Meta and rates through the engine", () => {
  test("spend and claims stand as served and equal Meta's own totals; again nothing changes; a vanished campaign is gone", async () => {
    const { id: storeId } = await createStore(fresh.db, { name: `Ads ${++made}`, currency: "EUR", zone: "Europe/Berlin" });
    await connect(fresh.db, { storeId, source: "meta", settings: { accountId: nordlicht.accounts.meta!, accessToken: credentials.meta.accessToken }, endpoint: { base: servers.url, token: servers.url } });
    expect(unsound(await run(storeId))).toEqual([]);
    const rows = [...smallWorld.rows(nordlicht, "meta", "2026-11-10", "2026-11-20", smallNow)];
    const total = (pick: (one: (typeof rows)[0]) => number) => rows.reduce((sum, one) => sum + Math.round(pick(one) * 100), 0);
    const tables = () => row(`select (sum(spend) * 100)::int as spend, sum(clicks)::int as clicks, (sum(conversions_value) * 100)::int as claimed,
      (select (sum(conversions_value) * 100)::int from fact.ad_conversion_day where store_id = $1) as purchases from fact.ad_day where store_id = $1`, [storeId]);
    const claimed = total((one) => Number(one.valueByClick) + Number(one.valueByView));
    expect(await tables()).toEqual({ spend: total((one) => Number(one.spend)), clicks: rows.reduce((sum, one) => sum + one.clicks, 0), claimed, purchases: claimed });
    const off = await pool.query("select stream, day::text, ours, told from ingest.source_day d join ingest.connection c using (connection_id) where c.store_id = $1 and told <> ours", [storeId]);
    expect(off.rows).toEqual([]);
    const again = await run(storeId, { isForced: true });
    expect([unsound(again), again.runs.reduce((sum, one) => sum + one.daysChanged, 0)]).toEqual([[], 0]);
    servers.control.editRows({ report: "meta", day: "2026-11-12", where: { campaignId: "120210000000000222" }, isGone: true });
    expect(unsound(await run(storeId, { window: { from: "2026-11-12", to: "2026-11-13" } }))).toEqual([]);
    expect(await row("select count(*)::int as campaigns, sum(spend)::text as spend from fact.ad_day where store_id = $1 and day = '2026-11-12'", [storeId])).toEqual({ campaigns: 1, spend: "86.410000" });
  });

  test("rates come in once, and again change nothing", async () => {
    const { id: storeId } = await createStore(fresh.db, { name: `Rates ${++made}`, currency: "GBP", zone: "Europe/London" });
    await connect(fresh.db, { storeId, source: "exchange-rates", settings: { url: "https://rates.example/fx/daily.csv" }, endpoint: { base: servers.url, token: servers.url } });
    expect(unsound(await run(storeId))).toEqual([]);
    const told = [...smallWorld.rates("2026-01-01", "2026-11-22", smallNow)];
    expect((await row("select count(*)::int as rates from dim.fx_rate where source like 'exchange-rates:%'")).rates).toBe(told.length);
    const again = await run(storeId, { isForced: true });
    expect([unsound(again), again.runs.reduce((sum, one) => sum + one.daysChanged, 0)]).toEqual([[], 0]);
  });
});
