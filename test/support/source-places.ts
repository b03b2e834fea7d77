// Every source in the small world: how it is connected to the local servers, what is served there day by day, and how
// its answers can go wrong. A source that has no entry here fails the test of all sources.
import Big from "big.js";
import { dayAt, type Day } from "#lib/core/day.ts";
import type { DemoReport, DemoReports, DemoStore, DemoWorld, OrderRecord } from "#lib/demo/records.ts";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { EditedWorld } from "#lib/demo/servers/edited-world.ts";
import type { Harm } from "#lib/demo/servers/faults.ts";
import type { VendorName } from "#lib/demo/servers/vendor.ts";
import type { Endpoint } from "#lib/sources/source.ts";
import { endDay, firstDay, harbor, nordlicht, smallNow, smallWorld } from "#test/support/small-world.ts";

/** Day → its figures, added up, six decimals each. Days of zeros are left out. */
export type Sums = Record<Day, string>;

export interface Told {
  /** What is served. */
  of(world: DemoWorld): Sums;
  /** The same of what stands: day and figures; $store and $connection are filled in. */
  sql: string;
  /** What currencies stand, where the fact has one. */
  currencies?: string;
  /** Harms that nothing in an answer shows: it says neither what was asked nor how much there is. The next reading mends them. */
  blind?: readonly Harm["kind"][];
}

export interface SourcePlace {
  store: DemoStore;
  settings: Record<string, string>;
  endpoint(url: string): Endpoint;
  /** Whose answers hold the data, and which of their paths. */
  data: { on: VendorName | readonly VendorName[]; path?: string };
  /** Whose credentials can be taken away. */
  credentials: readonly VendorName[];
  /** A place in the answer's JSON for a field that nobody knows; null: nothing can come that wasn't asked for. */
  unknown: string | null;
  /** A place of something without which a row says nothing. */
  missing: string | null;
  streams: Record<string, Told>;
  /** The world with a day told otherwise, and with a row gone. */
  restated: DemoWorld;
  vanished: DemoWorld | null;
}

const fixed = (amount: Big): string => amount.toFixed(6);

function sums<Row>(rows: Iterable<Row>, dayOf: (row: Row) => Day, ...figures: ((row: Row) => string | number)[]): Sums {
  const days = new Map<Day, Big[]>();
  for (const row of rows) {
    const day = dayOf(row);
    const held = days.get(day) ?? figures.map(() => new Big(0));
    days.set(day, held.map((sum, at) => sum.plus(figures[at]!(row))));
  }
  return Object.fromEntries([...days].sort(([a], [b]) => (a < b ? -1 : 1)).filter(([, held]) => held.some((sum) => !sum.eq(0))).map(([day, held]) => [day, held.map(fixed).join(" ")]));
}

/** A report whose rows stand in a fact table: pairs of the table's column and the record's figure. */
function report<Name extends DemoReport>(store: DemoStore, name: Name, table: string, pairs: [column: string, figure: (row: DemoReports[Name]) => string | number][], hasCurrency = true): Told {
  return {
    of: (world) => sums(world.rows(store, name, firstDay, endDay, smallNow), (row) => row.day, ...pairs.map(([, figure]) => figure)),
    sql: `select day::text, concat_ws(' ', ${pairs.map(([column]) => `sum(${column})::numeric(30, 6)`).join(", ")}) as figures from fact.${table} where store_id = $store and connection_id = $connection group by 1`,
    ...(hasCurrency ? { currencies: `select distinct currency from fact.${table} where store_id = $store` } : {}),
  };
}

/** What each day's orders were charged, less what was paid back that day. */
function charged(store: DemoStore, counts: (order: OrderRecord) => boolean): Told {
  const total = (order: OrderRecord): Big => {
    const goods = order.lines.reduce((sum, line) => sum.plus(new Big(line.unitPrice).times(line.quantity)).minus(line.discount), new Big(0)).plus(order.shipping);
    return store.pricesIncludeTax ? goods : order.lines.reduce((sum, line) => sum.plus(line.tax), goods).plus(order.shippingTax);
  };
  const moved = (order: OrderRecord) => [{ at: order.placedAt, amount: total(order) }, ...order.refunds.map(({ at, amount }) => ({ at, amount: new Big(amount).times(-1) }))];
  return {
    of: (world) => {
      const orders = [...world.orders(store, "placed", new Date("2026-11-01"), smallNow, smallNow)].filter((order) => !order.isTest && counts(order));
      return sums(orders.flatMap(moved), ({ at }) => dayAt(at, store.zone), ({ amount }) => amount.toString());
    },
    sql: "select event_day::text as day, sum(amount)::numeric(30, 6)::text as figures from fact.sale_event where store_id = $store group by 1 having sum(amount) <> 0",
    currencies: "select distinct currency from fact.sale_event where store_id = $store",
  };
}

const changedRows = (...edits: Parameters<EditedWorld["editRows"]>[0][]): DemoWorld => {
  const world = new EditedWorld(smallWorld);
  for (const edit of edits) world.editRows(edit);
  return world;
};
const changedOrder = (...edits: Parameters<EditedWorld["editOrder"]>[0][]): DemoWorld => {
  const world = new EditedWorld(smallWorld);
  for (const edit of edits) world.editOrder(edit);
  return world;
};
const orderOf = (store: DemoStore, id: string): OrderRecord => smallWorld.order(store, id, smallNow)!;
/** After the first load began, before anybody looks again. */
const justNow = new Date("2026-11-21T09:58:00Z");
function repriced(store: DemoStore, id: string, unitPrice: string): Partial<OrderRecord> {
  const { lines } = orderOf(store, id);
  return { updatedAt: justNow, lines: [{ ...lines[0]!, unitPrice }, ...lines.slice(1)] };
}

const { clientId, clientSecret, refreshToken, apiKey } = credentials.google;
const access = { clientId, clientSecret, refreshToken };
const atGoogle = (url: string): Endpoint => ({ base: url, token: `${url}/token` });
const plain = (url: string): Endpoint => ({ base: url, token: url });
const last: Day = "2026-11-18";
/** Without a total of the source's own there is nothing that an old or a hollow answer could be seen by. */
const alone = ["repeat", "emptyPage"] as const;
const search = (name: "searchTotals" | "searchDevices" | "searchPages" | "searchQueries", table: string, blind: Told["blind"] = []): Told =>
  ({ ...report(nordlicht, name, table, [["clicks", (row) => row.clicks], ["impressions", (row) => row.impressions], ["position_sum", (row) => row.positionSum]], false), blind });

export const sourcePlaces: Record<string, SourcePlace> = {
  "exchange-rates": {
    store: nordlicht, settings: { url: "https://rates.example/fx/daily.csv" }, endpoint: plain, data: { on: "rates" }, credentials: [],
    // A file's further columns are further currencies, or nobody's.
    unknown: null, missing: null,
    streams: { rates: {
      of: (world) => sums(world.rates("2026-11-01", "2026-11-22", smallNow), (row) => row.day, () => 1, (row) => row.rate),
      // Half a file of lines is a shorter file.
      blind: ["truncated"],
      sql: "select day::text, concat_ws(' ', count(*)::numeric(30, 6), sum(rate)::numeric(30, 6)) as figures from dim.fx_rate group by 1",
    } },
    restated: { ...smallWorld, rates: function* (from, to, now) { for (const row of smallWorld.rates(from, to, now)) yield row.day === last && row.quote === "USD" ? { ...row, rate: "1.2345" } : row; } },
    // What was published once is not taken back.
    vanished: null,
  },
  "google-ads": {
    store: nordlicht, settings: { customerId: nordlicht.accounts.googleAds!, ...access }, endpoint: atGoogle, data: { on: "googleAds" }, credentials: ["google"],
    unknown: "*.results.*.brandNew", missing: "*.results.*.segments.date",
    streams: {
      campaigns: report(nordlicht, "googleAds", "ad_day", [["spend", (row) => new Big(row.costMicros).div(1_000_000).toString()], ["clicks", (row) => row.clicks], ["conversions_value", (row) => row.value]]),
      conversions: report(nordlicht, "googleConversions", "ad_conversion_day", [["conversions_value", (row) => row.value], ["conversions", (row) => row.conversions]]),
      terms: { ...report(nordlicht, "searchTerms", "ad_term_day", [["spend", (row) => new Big(row.costMicros).div(1_000_000).toString()], ["clicks", (row) => row.clicks]]), blind: alone },
    },
    restated: changedRows(
      { report: "googleAds", day: last, where: { device: "DESKTOP" }, set: { costMicros: 33_333_333, clicks: 70 } }, { report: "googleConversions", day: last, where: { category: "PURCHASE" }, set: { value: "700.07" } },
      { report: "searchTerms", day: last, where: { status: "NONE" }, set: { costMicros: 1 } }),
    vanished: changedRows({ report: "googleAds", day: last, where: { campaignId: "21000000002" }, isGone: true }, { report: "googleConversions", day: last, where: { campaignId: "21000000002" }, isGone: true }, { report: "searchTerms", day: last, where: { status: "NONE" }, isGone: true }),
  },
  "google-analytics": {
    store: nordlicht, settings: { propertyId: nordlicht.accounts.ga4Property!, ...access }, endpoint: atGoogle, data: { on: "ga4", path: ":runReport" }, credentials: ["google"],
    unknown: "rows.*.brandNew", missing: "rows.*.metricValues",
    streams: {
      traffic: report(nordlicht, "traffic", "web_traffic_day", [["sessions", (row) => row.sessions], ["revenue", (row) => row.revenue], ["purchases", (row) => row.purchases]]),
      audience: report(nordlicht, "geo", "web_audience_day", [["sessions", (row) => row.sessions], ["revenue", (row) => row.revenue]]),
      landing: report(nordlicht, "landing", "web_landing_day", [["sessions", (row) => row.sessions], ["revenue", (row) => row.revenue]]),
      users: { ...report(nordlicht, "users", "web_users_day", [["total_users", (row) => row.users], ["new_users", (row) => row.newUsers]], false), blind: ["repeat"] },
      orders: report(nordlicht, "webOrders", "web_order", [["revenue", (row) => row.revenue], ["purchases", (row) => row.purchases]]),
    },
    restated: changedRows(
      { report: "traffic", day: last, where: { source: "(direct)" }, set: { sessions: 1, revenue: "1.23" } }, { report: "geo", day: last, where: { device: "mobile" }, set: { revenue: "0.07" } },
      { report: "landing", day: last, where: { page: "/" }, set: { sessions: 9 } }, { report: "users", day: last, set: { users: 1000 } }),
    vanished: changedRows({ report: "traffic", day: last, where: { source: "facebook" }, isGone: true }, { report: "geo", day: last, where: { device: "desktop" }, isGone: true }, { report: "landing", day: last, where: { page: "/" }, isGone: true }),
  },
  meta: {
    store: nordlicht, settings: { accountId: nordlicht.accounts.meta!, accessToken: credentials.meta.accessToken }, endpoint: plain, data: { on: "meta" }, credentials: ["meta"],
    unknown: "data.*.brandNew", missing: "data.*.date_start",
    streams: {
      campaigns: report(nordlicht, "meta", "ad_day", [["spend", (row) => row.spend], ["impressions", (row) => row.impressions], ["conversions_value", (row) => new Big(row.valueByClick).plus(row.valueByView).toString()]]),
      conversions: report(nordlicht, "meta", "ad_conversion_day", [["conversions_value", (row) => new Big(row.valueByClick).plus(row.valueByView).toString()]]),
    },
    restated: changedRows({ report: "meta", day: last, where: { campaignId: "120210000000000222" }, set: { spend: "13.37", purchasesByClick: 1, valueByClick: "19.99" } }),
    vanished: changedRows({ report: "meta", day: last, where: { campaignId: "120210000000000222" }, isGone: true }, { report: "meta", day: "2026-11-17", where: { campaignId: "120210000000000111" }, isGone: true }),
  },
  "page-speed": {
    store: nordlicht, settings: { site: nordlicht.site, apiKey }, endpoint: atGoogle, data: { on: ["crux", "pageSpeed"] }, credentials: ["crux", "pageSpeed"],
    unknown: "brandNew", missing: "record",
    streams: {
      vitals: {
        of: (world) => sums(world.vitals(nordlicht, "2026-11-01", "2026-11-20", smallNow), (row) => row.periodEnd, (row) => row.lcp!, (row) => row.cls!),
        sql: "select day::text, concat_ws(' ', sum(lcp_p75_ms)::numeric(30, 6), sum(cls_p75)::numeric(30, 6)) as figures from fact.vitals_period where store_id = $store and form_factor <> 'all' group by 1",
      },
      lab: {
        of: (world) => sums(["mobile", "desktop"] as const, () => "2026-11-21", (strategy) => world.lab(nordlicht, nordlicht.site, strategy, smallNow).score),
        sql: "select day::text, sum(score)::numeric(30, 6)::text as figures from fact.lab_run where store_id = $store group by 1",
      },
    },
    restated: {
      ...smallWorld, lab: (store, url, strategy, now) => ({ ...smallWorld.lab(store, url, strategy, now), score: 0.5 }),
      vitals: function* (store, from, to, now) { for (const row of smallWorld.vitals(store, from, to, now)) yield row.periodEnd === "2026-11-14" ? { ...row, lcp: 2_000 } : row; },
    },
    vanished: null,
  },
  "search-console": {
    store: nordlicht, settings: { siteUrl: nordlicht.accounts.searchSite!, ...access }, endpoint: atGoogle, data: { on: "searchConsole", path: "/searchAnalytics/" }, credentials: ["google"],
    unknown: "rows.*.brandNew", missing: "rows.*.keys",
    streams: { totals: search("searchTotals", "seo_total_day", alone), audience: search("searchDevices", "seo_audience_day"), pages: search("searchPages", "seo_page_day"), queries: search("searchQueries", "seo_query_day", alone) },
    restated: changedRows(
      { report: "searchTotals", day: last, set: { clicks: 80, impressions: 2_001 } }, { report: "searchDevices", day: last, where: { device: "MOBILE" }, set: { clicks: 50 } },
      { report: "searchPages", day: last, where: { impressions: 900 }, set: { clicks: 55 } }, { report: "searchQueries", day: last, where: { query: "nordlicht outdoor" }, set: { clicks: 44 } }),
    vanished: changedRows({ report: "searchQueries", day: last, where: { query: "wool base layer" }, isGone: true }),
  },
  shopify: {
    store: nordlicht, settings: { shop: "nordlicht", clientId: credentials.shopify.clientId, clientSecret: credentials.shopify.clientSecret },
    endpoint: (url) => ({ base: `${url}/shops/nordlicht`, token: `${url}/shops/nordlicht/admin/oauth/access_token` }), data: { on: "shopify" }, credentials: ["shopify"],
    // GraphQL tells what was asked for and nothing else.
    unknown: null, missing: "data.orders.nodes.*.totalPriceSet",
    streams: { orders: { ...charged(nordlicht, () => true), blind: alone } },
    restated: changedOrder({ id: "6001000000001", set: repriced(nordlicht, "6001000000001", "126.25") }),
    vanished: changedOrder({ id: "6001000000001", set: repriced(nordlicht, "6001000000001", "126.25") }, { id: "6001000000002", set: { isTest: true, updatedAt: justNow } }),
  },
  woocommerce: {
    store: harbor, settings: { site: harbor.site, ...credentials.wooCommerce }, endpoint: (url) => plain(`${url}/shops/harbor`), data: { on: "wooCommerce", path: "/orders" }, credentials: ["wooCommerce"],
    unknown: "*.brandNew", missing: "*.total",
    streams: { orders: { ...charged(harbor, (order) => order.isPaid && (order.cancelledAt === null || order.refunds.length > 0)), blind: ["repeat"] } },
    restated: changedOrder({ id: "4711", set: repriced(harbor, "4711", "85.01") }),
    vanished: changedOrder({ id: "4711", set: { cancelledAt: justNow, updatedAt: justNow } }),
  },
};
