// The demo shop as npm start fills it — same connections, engine, marts, reader of figures — against its truth.
import Big from "big.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPool } from "#db/client.ts";
import { dayAt, daysBetween } from "#lib/core/day.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { demoWorld } from "#lib/demo/world/index.ts";
import { truth } from "#lib/demo/world/truth.ts";
import { connectDemo } from "#lib/ingest/demo-shop.ts";
import { ingest } from "#lib/ingest/ingest.ts";
import type { MetricId } from "#lib/metrics/catalogue.ts";
import { defaultQuery, type MetricQuery } from "#lib/metrics/query.ts";
import { readMetrics, type MetricRow } from "#lib/metrics/read.ts";
import { listStores, type Store } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";

const today = "2026-11-22";
const from = "2026-10-12";
// Late enough that the 21st is over in both shops.
const now = new Date("2026-11-22T11:00:00Z");
const world = demoWorld({ today, from });
const told = truth(world);
let fresh: FreshDatabase;
let stores: Store[];
let servers: Awaited<ReturnType<typeof startDemoServers>>;

beforeAll(async () => {
  fresh = await freshDatabase();
  servers = await startDemoServers({ world, now: () => now, shopifyPoints: { maximum: 1_000_000, perSecond: 1_000_000 } });
  const pool = openPool(fresh.url, { max: 6 });
  try {
    await connectDemo(fresh.db, servers.url, from);
    const done = await ingest({ db: fresh.db, pool }, { signal: new AbortController().signal, clock: () => now });
    expect(done.failed).toEqual([]);
    expect(done.runs.filter((run) => run.state !== "done").map(({ source, stream, problem }) => ({ source, stream, problem }))).toEqual([]);
  } finally {
    await pool.end();
  }
  stores = await listStores(fresh.db);
}, 240_000);
afterAll(() => Promise.all([servers.close(), fresh.drop()]));

const storeOf = (at: number) => ({ told: told.stores[at]!, store: stores.find((store) => store.name === told.stores[at]!.name)! });
async function ask(store: Store, given: Partial<MetricQuery>): Promise<MetricRow[]> {
  const answer = await readMetrics(fresh.db, "all", { ...defaultQuery, stores: [store.id], period: { from, through: "2026-11-21" }, compare: { kind: "none" }, ...given }, now);
  return answer.rows;
}
const byDay = async (store: Store, metrics: MetricId[]) => new Map((await ask(store, { metrics, grain: "day" })).map((row) => [row.bucket!, row.values]));

for (const at of [0, 1]) {
  test(`shop ${at + 1}: net sales, discounts, returns, shipping, orders, units and new customers of each day are the truth's, to the cent`, async () => {
    const { told: shop, store } = storeOf(at);
    const days = await byDay(store, ["net_sales", "returns", "shipping", "orders", "units", "new_customers"]);
    const wrong = shop.days.filter((day) => day.day < today).flatMap((day) => {
      const found = days.get(day.day)!;
      const cents = (text: string | null | undefined) => Number(text ?? "NaN").toFixed(2);
      const mine = [cents(found.net_sales), cents(found.returns), cents(found.shipping), Number(found.orders), Number(found.units), Number(found.new_customers)].join(" ");
      const truly = [cents(day.net), cents(day.returns), cents(day.shipping), day.orders, day.units, day.firstSeen].join(" ");
      return mine === truly ? [] : [`${day.day}: ${mine} is not ${truly}`];
    });
    expect(wrong).toEqual([]);
  });
  test(`shop ${at + 1}: what each campaign cost on settled days is the truth's to the cent, and so are Google's clicks`, async () => {
    const { told: shop, store } = storeOf(at);
    const settled = daysBetween(from, "2026-11-15");
    const rows = await ask(store, { metrics: ["spend", "clicks"], by: ["campaign"], period: { from, through: "2026-11-14" } });
    const isGoogle = new Set(shop.campaigns.filter((campaign) => campaign.platform === "google").map((campaign) => campaign.id));
    const spent = rows.filter((row) => Number(row.values.spend ?? 0) !== 0).map((row) => [row.keys.campaign!, Number(row.values.spend).toFixed(2), isGoogle.has(row.keys.campaign!) ? Number(row.values.clicks) : null]);
    const truly = shop.campaigns.flatMap((campaign) => {
      const sum = campaign.spendByDay.slice(0, settled).reduce((total, spend) => total.plus(spend), new Big(0));
      return sum.eq(0) ? [] : [[campaign.id, sum.toFixed(2), isGoogle.has(campaign.id) ? campaign.clicksByDay.slice(0, settled).reduce((total, clicks) => total + clicks, 0) : null]];
    });
    expect(spent.sort()).toEqual(truly.sort());
  });
  test(`shop ${at + 1}: search clicks and impressions of final days are the truth's`, async () => {
    const { told: shop, store } = storeOf(at);
    const days = await byDay(store, ["search_clicks", "search_impressions"]);
    const final = shop.searchDays.filter(({ day }) => day >= from && day < "2026-11-17");
    expect(final.length).toBeGreaterThan(30);
    expect(final.map(({ day }) => ({ day, clicks: Number(days.get(day)?.search_clicks), impressions: Number(days.get(day)?.search_impressions) }))).toEqual(final);
  });
  test(`shop ${at + 1}: sessions of settled days are as Google Analytics tells them, a broken tag's day too`, async () => {
    const { told: shop, store } = storeOf(at);
    const days = await byDay(store, ["sessions", "carts", "checkouts"]);
    const settled = shop.analytics.days.filter(({ day }) => day >= from && day < "2026-11-18");
    expect(settled.map(({ day }) => [day, Number(days.get(day)?.sessions), Number(days.get(day)?.carts), Number(days.get(day)?.checkouts)])).toEqual(settled.map((day) => [day.day, day.sessions, day.addToCarts, day.checkouts]));
  });
  test(`shop ${at + 1}: orders by channel add up to all orders, and the day that runs is in none of it`, async () => {
    const { told: shop, store } = storeOf(at);
    const rows = await ask(store, { metrics: ["orders", "net_sales"], by: ["channel"] });
    const all = shop.days.filter((day) => day.day < today);
    expect(rows.reduce((sum, row) => sum + Number(row.values.orders), 0)).toBe(all.reduce((sum, day) => sum + day.orders, 0));
    expect(dayAt(now, store.zone)).toBe(today);
  });
}
