// The whole way from the demo's world to facts: local servers answer in the vendors' shapes, the real sources read
// them, and what they read is the truth.
import Big from "big.js";
import { afterAll, expect, test } from "vitest";
import { dayAt } from "#lib/core/day.ts";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { demoWorld } from "#lib/demo/world/index.ts";
import { truth } from "#lib/demo/world/truth.ts";
import type { AdDay } from "#lib/facts/ads.ts";
import type { OrderFact, OrderGone } from "#lib/facts/order.ts";
import type { SeoTotal } from "#lib/facts/seo.ts";
import type { WebTraffic } from "#lib/facts/web.ts";
import { googleAds } from "#lib/sources/google-ads/source.ts";
import { googleAnalytics } from "#lib/sources/google-analytics/source.ts";
import { searchConsole } from "#lib/sources/search-console/source.ts";
import { shopify } from "#lib/sources/shopify/source.ts";
import type { Source } from "#lib/sources/source.ts";
import { contextFor, readStream } from "#test/support/read-stream.ts";

const today = "2026-11-22";
const from = "2026-10-05";
// A minute after midnight in Berlin: all days of the truth are over.
const now = new Date("2026-11-21T23:01:00Z");
const world = demoWorld({ today, from });
const found = truth(world);
const servers = await startDemoServers({ world, now: () => now, shopifyPoints: { maximum: 1_000_000, perSecond: 1_000_000 } });
afterAll(() => servers.close());

const [store] = world.stores;
const [told] = found.stores;
const { clientId, clientSecret, refreshToken } = credentials.google;
const sign = { clientId, clientSecret, refreshToken };
const read = <Row>(source: Source, stream: string, settings: object, to = today, given: object = {}) =>
  // Short real waits: the server writes Shopify's bulk file in the background and needs its turn.
  readStream<Row>(source, stream, contextFor(source, { http: { sleep: () => new Promise((next) => setTimeout(next, 25)) }, settings, endpoint: { base: servers.url, token: `${servers.url}/token` }, account: { currency: store!.currency, zone: store!.zone }, now, ...given }).context, { from, to });

function byDay<Row>(rows: readonly Row[], dayOf: (row: Row) => string, amountOf: (row: Row) => string | number): Record<string, string> {
  const sums = new Map<string, Big>();
  for (const row of rows) sums.set(dayOf(row), (sums.get(dayOf(row)) ?? new Big(0)).plus(amountOf(row)));
  return Object.fromEntries([...sums].sort().map(([day, sum]) => [day, sum.round(2).toFixed(2)]));
}

test("Shopify's orders give the truth's net sales, returns, orders and units on each day, to the cent", async () => {
  const base = servers.shopUrl(store!);
  const { clientId: id, clientSecret: secret } = credentials.shopify;
  const { rows, rejects } = await read<OrderFact | OrderGone>(shopify, "orders", { shop: "nordlicht", clientId: id, clientSecret: secret }, today, { endpoint: { base, token: `${base}/admin/oauth/access_token` } });
  const orders = rows.filter((row): row is OrderFact => !("isGone" in row));
  expect(rejects).toEqual([]);
  const day = (at: string) => dayAt(new Date(at), store!.zone);
  const events = orders.flatMap((order) => order.events);
  const sums = (kinds: string[]) => byDay(events.filter((event) => kinds.includes(event.kind)), (event) => day(event.at), (event) => event.amount);
  const truths = (key: "net" | "returns" | "shipping") => Object.fromEntries(told!.days.filter((row) => Number(row[key]) !== 0).map((row) => [row.day, row[key]]));
  expect(sums(["sale", "discount", "return"])).toEqual(truths("net"));
  expect(sums(["return"])).toEqual(truths("returns"));
  expect(sums(["shipping"])).toEqual(truths("shipping"));
  expect(byDay(orders.filter((order) => order.isOrder), (order) => day(order.placedAt), () => 1)).toEqual(Object.fromEntries(told!.days.map((row) => [row.day, row.orders.toFixed(2)])));
  expect(byDay(events.filter((event) => event.kind === "sale"), (event) => day(event.at), (event) => event.quantity)).toEqual(Object.fromEntries(told!.days.map((row) => [row.day, row.units.toFixed(2)])));
});

test("Google Ads' campaigns cost what the truth says, day by day", async () => {
  const { rows } = await read<AdDay>(googleAds, "campaigns", { customerId: store!.accounts.googleAds, ...sign }, "2026-11-20");
  const campaigns = told!.campaigns.filter(({ platform }) => platform === "google");
  expect(new Set(rows.map((row) => row.campaign.campaignId))).toEqual(new Set(campaigns.map(({ id }) => id)));
  for (const { id, spendByDay } of campaigns) {
    const days = told!.days.map(({ day }, at) => [day, new Big(spendByDay[at]!).round(2).toFixed(2)] as const).filter(([day]) => day < "2026-11-20");
    expect(byDay(rows.filter((row) => row.campaign.campaignId === id), (row) => row.day, (row) => row.spend)).toEqual(Object.fromEntries(days));
  }
});

test("Analytics' settled days hold the truth's visits and purchases", async () => {
  const { rows } = await read<WebTraffic>(googleAnalytics, "traffic", { propertyId: store!.accounts.ga4Property, ...sign }, "2026-11-18");
  const days = told!.analytics.days.filter(({ day }) => day < "2026-11-18");
  for (const key of ["sessions", "purchases"] as const) expect(byDay(rows, (row) => row.day, (row) => row[key])).toEqual(Object.fromEntries(days.map((row) => [row.day, row[key].toFixed(2)])));
  expect(byDay(rows, (row) => row.day, (row) => row.revenue)).toEqual(Object.fromEntries(days.map((row) => [row.day, row.revenue])));
});

test("Search Console's final days hold the truth's clicks", async () => {
  const { rows } = await read<SeoTotal>(searchConsole, "totals", { siteUrl: store!.accounts.searchSite, ...sign });
  const final = rows.filter((row) => row.isFinal);
  expect(final.length).toBeGreaterThan(40);
  const last = final.map((row) => row.day).sort().at(-1)!;
  expect(byDay(final, (row) => row.day, (row) => row.clicks)).toEqual(Object.fromEntries(told!.searchDays.filter(({ day }) => day <= last).map((row) => [row.day, row.clicks.toFixed(2)])));
});
