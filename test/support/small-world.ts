// A hand-made world of ten days, 2026-11-10 to 2026-11-19, for the tests of sources: small enough to add up by hand.
// Two shops: nordlicht (Shopify, EUR, Berlin, prices hold tax) and harbor (WooCommerce, USD, New York, tax on top).
import { addDays, daysIn, type Day } from "#lib/core/day.ts";
import type { DemoReport, DemoReports, DemoStore, DemoWorld, FxRow, OrderRecord, VitalsRow } from "#lib/demo/records.ts";
import { smallOrders } from "#test/support/small-orders.ts";

export const firstDay: Day = "2026-11-10";
/** The day after the last one with rows. */
export const endDay: Day = "2026-11-20";
/** When the tests look. */
export const smallNow = new Date("2026-11-21T10:00:00Z");

export const nordlicht: DemoStore = {
  key: "nordlicht", name: "Nordlicht Outdoor", platform: "shopify", currency: "EUR", zone: "Europe/Berlin", site: "https://www.nordlicht-outdoor.example", pricesIncludeTax: true,
  accounts: { ga4Property: "301000001", searchSite: "sc-domain:nordlicht-outdoor.example", googleAds: "1234567890", meta: "100000000000001" },
};
export const harbor: DemoStore = {
  key: "harbor", name: "Harbor Goods", platform: "woocommerce", currency: "USD", zone: "America/New_York", site: "https://harbor-goods.example", pricesIncludeTax: false,
  accounts: { ga4Property: "301000002", searchSite: "https://harbor-goods.example/", googleAds: "2234567890", meta: "100000000000002" },
};

type Maker<Row> = (day: Day, index: number, store: DemoStore) => Row[];

/** What each report says of day number `index` (0 is firstDay); harbor has half of nordlicht. */
const makers: { [Name in DemoReport]: Maker<DemoReports[Name]> } = {
  traffic: (day, index, store) => [
    { day, channel: "Direct", source: "(direct)", medium: "(none)", campaignId: "(not set)", campaign: "(direct)", ...noAds, ...visits(100 + index, store), purchases: 1, revenue: "49.90" },
    { day, channel: "Organic Search", source: "google", medium: "organic", campaignId: "(not set)", campaign: "(organic)", ...noAds, ...visits(200 + index, store), purchases: 2, revenue: "120.35" },
    { day, channel: "Paid Search", source: "google", medium: "cpc", campaignId: brand, campaign: "DE | Search | Brand", googleAdsCustomerId: store.accounts.googleAds!, googleAdsCampaignId: brand, ...visits(80 + index, store), purchases: 2, revenue: "259.80" },
    { day, channel: "Paid Social", source: "facebook", medium: "paid_social", campaignId: "120210000000000111", campaign: "prospecting_autumn", ...noAds, ...visits(60, store), purchases: 0, revenue: "0" },
  ],
  webOrders: (day, _, store) => smallOrders[store.key]!.filter((order) => !order.isTest && order.placedAt.toISOString().startsWith(day)).map((order) => ({
    day, transactionId: order.id, channel: "Paid Search", source: "google", medium: "cpc", campaign: "DE | Search | Brand", googleAdsCampaignId: brand,
    purchases: 1, revenue: order.lines[0]!.unitPrice, grossRevenue: order.lines[0]!.unitPrice, refunded: "0",
  })),
  landing: (day, index) => [
    { day, page: "/", channel: "Direct", sessions: 100 + index, engagedSessions: 60, purchases: 1, revenue: "49.90" },
    { day, page: "/collections/trail-running", channel: "Organic Search", sessions: 150 + index, engagedSessions: 90, purchases: 2, revenue: "120.35" },
  ],
  geo: (day, index, store) => [
    { day, country: store === nordlicht ? "Germany" : "United States", device: "mobile", sessions: 250 + index, engagedSessions: 160, users: 210 + index, addToCarts: 26, checkouts: 13, purchases: 3, revenue: "230.05" },
    { day, country: store === nordlicht ? "Austria" : "Canada", device: "desktop", sessions: 90 + index, engagedSessions: 55, users: 80, addToCarts: 11, checkouts: 6, purchases: 2, revenue: "200.00" },
  ],
  users: (day, index) => [{ day, users: 380 + index, newUsers: 240, activeUsers: 371 + index }],
  searchTotals: (day, index) => [{ day, clicks: 70 + index, impressions: 2100 + index, positionSum: 25_200 + 12 * index }],
  searchDevices: (day, index, store) => [
    { day, device: "MOBILE", country: store === nordlicht ? "deu" : "usa", clicks: 40 + index, impressions: 1400 + index, positionSum: 16_800 + 12 * index },
    { day, device: "DESKTOP", country: store === nordlicht ? "deu" : "usa", clicks: 30, impressions: 700, positionSum: 8400 },
  ],
  searchPages: (day, index, store) => [
    { day, page: `${store.site}/`, clicks: 45 + index, impressions: 900, positionSum: 1800 },
    { day, page: `${store.site}/collections/trail-running`, clicks: 25, impressions: 1300 + index, positionSum: 19_500 },
  ],
  searchQueries: (day, index) => [
    { day, query: "nordlicht outdoor", clicks: 40, impressions: 60, positionSum: 62 },
    { day, query: "trail running shoes waterproof", clicks: 12 + index, impressions: 600, positionSum: 4450 },
    { day, query: "wool base layer", clicks: 0, impressions: 37, positionSum: 676 },
  ],
  searchQueryPages: (day, index, store) => [
    { day, query: "nordlicht outdoor", page: `${store.site}/`, device: "MOBILE", clicks: 40, impressions: 60, positionSum: 62 },
    { day, query: "trail running shoes waterproof", page: `${store.site}/collections/trail-running`, device: "DESKTOP", clicks: 12 + index, impressions: 600, positionSum: 4450 },
  ],
  googleAds: (day, index) => [
    { day, campaignId: brand, campaign: "DE | Search | Brand", type: "SEARCH", status: "ENABLED", device: "MOBILE", network: "SEARCH", impressions: 2210 + index, clicks: 131, costMicros: 48_230_000 + index * 10_000, conversions: 3.5, value: "421.35", viewThroughConversions: 0, impressionShare: 0.82, lostToBudget: 0.05, lostToRank: 0.13 },
    { day, campaignId: brand, campaign: "DE | Search | Brand", type: "SEARCH", status: "ENABLED", device: "DESKTOP", network: "SEARCH", impressions: 890, clicks: 66, costMicros: 21_770_000, conversions: 2, value: "190.95", viewThroughConversions: 0, impressionShare: 0.0999, lostToBudget: 0.4, lostToRank: 0.5001 },
    { day, campaignId: "21000000002", campaign: "DE | PMax | Footwear", type: "PERFORMANCE_MAX", status: "ENABLED", device: "MOBILE", network: "MIXED", impressions: 30_411, clicks: 149, costMicros: 61_904_321, conversions: 1, value: "89.50", viewThroughConversions: 4, impressionShare: null, lostToBudget: null, lostToRank: null },
  ],
  googleConversions: (day) => [
    { day, campaignId: brand, actionId: "700000001", action: "Purchase (web)", category: "PURCHASE", conversions: 5.5, value: "612.30" },
    { day, campaignId: brand, actionId: "700000002", action: "Newsletter", category: "SIGNUP", conversions: 0, value: "0" },
    { day, campaignId: "21000000002", actionId: "700000001", action: "Purchase (web)", category: "PURCHASE", conversions: 1, value: "89.50" },
  ],
  searchTerms: (day, index) => [
    { day, campaignId: brand, campaign: "DE | Search | Brand", adGroupId: "150000000001", adGroup: "Brand exact", term: "nordlicht outdoor shop", status: "ADDED", impressions: 300, clicks: 90, costMicros: 20_000_000, conversions: 4, value: "410.00" },
    { day, campaignId: brand, campaign: "DE | Search | Brand", adGroupId: "150000000001", adGroup: "Brand exact", term: "nordlicht lampe", status: "NONE", impressions: 120 + index, clicks: 20, costMicros: 9_000_000, conversions: 0, value: "0" },
  ],
  meta: (day, index) => [
    { day, campaignId: "120210000000000111", campaign: "prospecting_autumn", impressions: 18_342 + index, clicks: 241, linkClicks: 178, reach: 15_987, spend: "86.41", purchasesByClick: 2, purchasesByView: 1, valueByClick: "156.90", valueByView: "74.95" },
    { day, campaignId: "120210000000000222", campaign: "retargeting_dpa", impressions: 2011, clicks: 39, linkClicks: 0, reach: 1800, spend: "12.00", purchasesByClick: 0, purchasesByView: 0, valueByClick: "0", valueByView: "0" },
  ],
};

const brand = "21000000001";
const noAds = { googleAdsCustomerId: "(not set)", googleAdsCampaignId: "(not set)" };

function visits(sessions: number, store: DemoStore) {
  const count = store === nordlicht ? sessions : Math.floor(sessions / 2);
  return { sessions: count, engagedSessions: Math.floor(count * 0.6), users: Math.floor(count * 0.9), newUsers: Math.floor(count * 0.5), views: count * 3, addToCarts: Math.floor(count / 10), checkouts: Math.floor(count / 20), keyEvents: Math.floor(count / 15) };
}

const periods: VitalsRow[] = ["2026-11-07", "2026-11-14"].flatMap((periodEnd, index) => (["PHONE", "DESKTOP"] as const).map((formFactor) => ({
  periodFrom: addDays(periodEnd, -27), periodEnd, formFactor, lcp: 2362 - 52 * index, inp: 238, cls: index === 0 ? "0.07" : "0.06", ttfb: 802,
})));

/** EUR and GBP against USD on weekdays; 2026-11-17 has none: a named gap of one day that is carried. */
const fx: FxRow[] = daysIn("2026-11-02", "2026-11-21")
  .filter((day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()) && day !== "2026-11-17")
  .flatMap((day, index) => [{ day, base: "EUR", quote: "USD", rate: `1.08${index % 10}` }, { day, base: "EUR", quote: "GBP", rate: "0.8450" }]);

export const smallWorld: DemoWorld = {
  stores: [nordlicht, harbor],
  *rows<Report extends DemoReport>(store: DemoStore, report: Report, from: Day, to: Day): Iterable<DemoReports[Report]> {
    for (const [index, day] of daysIn(firstDay, endDay).entries()) if (day >= from && day < to) yield* makers[report](day, index, store) as DemoReports[Report][];
  },
  orders(store, by, from, to, now) {
    const at = (order: OrderRecord) => (by === "placed" ? order.placedAt : order.updatedAt);
    return smallOrders[store.key]!.filter((order) => order.placedAt <= now).map((order) => asOf(order, now))
      .filter((order) => at(order) >= from && at(order) < to)
      .sort((a, b) => at(a).getTime() - at(b).getTime() || Number(a.id) - Number(b.id));
  },
  order(store, id, now) {
    const found = smallOrders[store.key]!.find((order) => order.id === id && order.placedAt <= now);
    return found && asOf(found, now);
  },
  searchFinalThrough: () => "2026-11-17",
  vitals: (_, from, to) => periods.filter((row) => row.periodEnd >= from && row.periodEnd < to),
  lab: (_, __, strategy, now) => ({ at: now, score: strategy === "mobile" ? 0.74 : 0.93, fcp: 2391.4, lcp: 3902.2, tbt: 210.5, cls: 0.0402, speedIndex: 4011.9 }),
  rates: (from, to) => fx.filter((row) => row.day >= from && row.day < to),
};

/** An order before its later refunds and its cancelling, as it was told at `now`. */
function asOf(order: OrderRecord, now: Date): OrderRecord {
  const refunds = order.refunds.filter((refund) => refund.at <= now);
  const cancelledAt = order.cancelledAt && order.cancelledAt <= now ? order.cancelledAt : null;
  const last = Math.max(order.placedAt.getTime(), cancelledAt?.getTime() ?? 0, ...refunds.map((refund) => refund.at.getTime()));
  return { ...order, refunds, cancelledAt, updatedAt: order.updatedAt <= now ? order.updatedAt : new Date(last) };
}
