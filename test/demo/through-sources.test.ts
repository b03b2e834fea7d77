// The whole way from the demo's world to facts: local servers answer in the vendors' shapes, the real sources read
// them, and what they read is the truth.
import Big from "big.js";
import { afterAll, expect, test } from "vitest";
import { dayAt } from "#lib/core/day.ts";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import type { DemoStore } from "#lib/demo/records.ts";
import { demoWorld } from "#lib/demo/world/index.ts";
import { truth } from "#lib/demo/world/truth.ts";
import type { AdDay } from "#lib/facts/ads.ts";
import type { OrderFact, OrderGone } from "#lib/facts/order.ts";
import type { SeoTotal } from "#lib/facts/seo.ts";
import type { WebTraffic } from "#lib/facts/web.ts";
import { googleAds } from "#lib/sources/google-ads/source.ts";
import { googleAnalytics } from "#lib/sources/google-analytics/source.ts";
import { searchConsole } from "#lib/sources/search-console/source.ts";
import { meta } from "#lib/sources/meta/source.ts";
import { shopify } from "#lib/sources/shopify/source.ts";
import { woocommerce } from "#lib/sources/woocommerce/source.ts";
import type { Source } from "#lib/sources/source.ts";
import { contextFor, readStream } from "#test/support/read-stream.ts";

const today = "2026-11-22";
const from = "2026-10-05";
// A minute after midnight in Berlin; in New York the last day still runs.
const now = new Date("2026-11-21T23:01:00Z");
const complete: Record<string, string> = { nordlicht: today, harbor: "2026-11-21" };
const world = demoWorld({ today, from });
const found = truth(world);
const servers = await startDemoServers({ world, now: () => now, shopifyPoints: { maximum: 1_000_000, perSecond: 1_000_000 } });
afterAll(() => servers.close());

const shops = world.stores.map((store, at) => ({ store, told: found.stores[at]! }));
const [nordlicht, harbor] = shops as [(typeof shops)[0], (typeof shops)[0]];
const { clientId, clientSecret, refreshToken } = credentials.google;
const sign = { clientId, clientSecret, refreshToken };
const local = { base: servers.url, token: `${servers.url}/token` };
function read<Row>(store: DemoStore, source: Source, stream: string, settings: object, to: string, endpoint = local) {
  const { currency, zone, accounts } = store;
  // Short real waits: the server writes Shopify's bulk file in the background and needs its turn.
  const http = { sleep: () => new Promise<void>((next) => setTimeout(next, 25)) };
  return readStream<Row>(source, stream, contextFor(source, { settings, endpoint, account: { id: accounts.meta ?? "1", currency, zone }, store: { currency, zone }, now, http }).context, { from, to });
}

function byDay<Row>(rows: readonly Row[], dayOf: (row: Row) => string, amountOf: (row: Row) => string | number): Record<string, string> {
  const sums = new Map<string, Big>();
  for (const row of rows) sums.set(dayOf(row), (sums.get(dayOf(row)) ?? new Big(0)).plus(amountOf(row)));
  return Object.fromEntries([...sums].sort().map(([day, sum]) => [day, sum.round(2).toFixed(2)]));
}
const before = (last: string) => (row: { day: string }) => row.day < last;

const orderSources = [
  { name: "Shopify", shop: nordlicht, source: shopify, settings: { shop: "nordlicht", clientId: credentials.shopify.clientId, clientSecret: credentials.shopify.clientSecret }, token: "/admin/oauth/access_token" },
  { name: "WooCommerce", shop: harbor, source: woocommerce, settings: { site: harbor.store.site, ...credentials.wooCommerce }, token: "" },
] as const;
test.each(orderSources)("$name's orders give the truth's net sales, returns, shipping, orders and units on each day, to the cent", async ({ shop: { store, told }, source, settings, token }) => {
  const base = servers.shopUrl(store);
  const { rows, rejects } = await read<OrderFact | OrderGone>(store, source, "orders", settings, today, { base, token: `${base}${token}` });
  const orders = rows.filter((row): row is OrderFact => !("isGone" in row));
  expect(rejects).toEqual([]);
  const day = (at: string) => dayAt(new Date(at), store.zone);
  const events = orders.flatMap((order) => order.events);
  // Days without an event and days that add up to nothing are the same.
  const some = (days: Record<string, string>) => Object.fromEntries(Object.entries(days).filter(([, amount]) => Number(amount) !== 0));
  const sums = (kinds: string[]) => some(byDay(events.filter((event) => kinds.includes(event.kind)), (event) => day(event.at), (event) => event.amount));
  const truths = (key: "net" | "returns" | "shipping" | "orders" | "units") => some(Object.fromEntries(told.days.filter(before(complete[store.key]!)).map((row) => [row.day, new Big(row[key]).toFixed(2)])));
  const cut = (days: Record<string, string>) => Object.fromEntries(Object.entries(days).filter(([each]) => each < complete[store.key]!));
  expect(cut(sums(["sale", "discount", "return"]))).toEqual(truths("net"));
  expect(cut(sums(["return"]))).toEqual(truths("returns"));
  expect(cut(sums(["shipping"]))).toEqual(truths("shipping"));
  expect(cut(byDay(orders.filter((order) => order.isOrder), (order) => day(order.placedAt), () => 1))).toEqual(truths("orders"));
  expect(cut(some(byDay(events.filter((event) => event.kind === "sale"), (event) => day(event.at), (event) => event.quantity)))).toEqual(truths("units"));
});

test.each(shops)("campaigns of $store.name cost what the truth says, day by day, on Google and Meta", async ({ store, told }) => {
  const google = await read<AdDay>(store, googleAds, "campaigns", { customerId: store.accounts.googleAds, ...sign }, "2026-11-18");
  const social = await read<AdDay>(store, meta, "campaigns", { accountId: `act_${store.accounts.meta}`, accessToken: credentials.meta.accessToken }, "2026-11-18");
  const rows = [...google.rows, ...social.rows];
  expect(new Set(rows.map((row) => row.campaign.campaignId))).toEqual(new Set(told.campaigns.map(({ id }) => id)));
  for (const { id, spendByDay } of told.campaigns) {
    const days = told.days.map(({ day }, at) => ({ day, spend: new Big(spendByDay[at]!).round(2).toFixed(2) })).filter(before("2026-11-18"));
    expect(byDay(rows.filter((row) => row.campaign.campaignId === id), (row) => row.day, (row) => row.spend)).toEqual(Object.fromEntries(days.map(({ day, spend }) => [day, spend])));
  }
});

test.each(shops)("settled days of $store.name's Analytics hold the truth's visits and purchases", async ({ store, told }) => {
  const { rows } = await read<WebTraffic>(store, googleAnalytics, "traffic", { propertyId: store.accounts.ga4Property, ...sign }, "2026-11-18");
  const days = told.analytics.days.filter(before("2026-11-18"));
  for (const key of ["sessions", "purchases", "revenue"] as const) expect(byDay(rows, (row) => row.day, (row) => row[key])).toEqual(Object.fromEntries(days.map((row) => [row.day, new Big(row[key]).toFixed(2)])));
});

test.each(shops)("final days of $store.name's Search Console hold the truth's clicks", async ({ store, told }) => {
  const { rows } = await read<SeoTotal>(store, searchConsole, "totals", { siteUrl: store.accounts.searchSite, ...sign }, today);
  const final = rows.filter((row) => row.isFinal);
  expect(final.length).toBeGreaterThan(40);
  const last = final.map((row) => row.day).sort().at(-1)!;
  expect(byDay(final, (row) => row.day, (row) => row.clicks)).toEqual(Object.fromEntries(told.searchDays.filter(({ day }) => day <= last).map((row) => [row.day, row.clicks.toFixed(2)])));
});
