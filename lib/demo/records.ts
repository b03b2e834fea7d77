// What the simulated world knows and the local servers tell: plain records, no vendor's shape.
// Money is a decimal string in the currency named beside it, or whole micros; counts are whole numbers.
// Days are half-open windows of the source's own calendar (the world keeps all of a store's sources in its zone;
// Search Console's are Pacific days as Google cuts them).
import type { Day } from "#lib/core/day.ts";

export interface DemoStore {
  /** Short name in addresses: "nordlicht". */
  key: string;
  name: string;
  platform: "shopify" | "woocommerce";
  currency: string;
  zone: string;
  /** "https://www.nordlicht.example", without a slash at the end. */
  site: string;
  /** True where listed prices and discounts hold tax already (Shopify taxesIncluded, Woo prices_include_tax). */
  pricesIncludeTax: boolean;
  /** What each vendor calls this shop's account; null: the shop doesn't use that vendor. */
  accounts: {
    ga4Property: string | null;
    /** "sc-domain:nordlicht.example" or "https://www.nordlicht.example/". */
    searchSite: string | null;
    /** Ten digits, no dashes. */
    googleAds: string | null;
    /** Digits, without "act_". */
    meta: string | null;
  };
}

/** One visit that led to an order. */
export interface TouchRecord {
  at: Date;
  landingUrl: string;
  referrer: string | null;
  utm: { source: string; medium: string; campaign: string | null; content: string | null; term: string | null; id: string | null } | null;
  /** Also part of landingUrl; kind as the parameter is called: "gclid", "fbclid", "msclkid". */
  clickId: { kind: string; value: string } | null;
}

export interface OrderLineRecord {
  id: string;
  productId: string;
  variantId: string;
  sku: string;
  title: string;
  category: string;
  quantity: number;
  /** As listed: with tax where the store's prices include it. */
  unitPrice: string;
  /** Of the whole line, on the same basis as unitPrice, 0 or more. */
  discount: string;
  /** Tax of the whole line after discount, whether or not the price holds it. */
  tax: string;
  /** "0.19". */
  taxRate: string;
  isGiftCard: boolean;
}

export interface RefundRecord {
  id: string;
  at: Date;
  note: string;
  /** subtotal: on the basis of unitPrice and after discount; tax: of these units. Both positive. */
  lines: { lineId: string; quantity: number; subtotal: string; tax: string }[];
  /** Shipping paid back, on the basis of the order's shipping, and its tax. */
  shipping: string;
  shippingTax: string;
  /** Money handed back in all, tax included, positive. May differ from the lines: the rest is an adjustment. */
  amount: string;
}

export interface OrderRecord {
  /** Digits; a vendor's wrapping (gid://…) is added by its server. */
  id: string;
  /** "1001", without #. */
  number: string;
  placedAt: Date;
  updatedAt: Date;
  cancelledAt: Date | null;
  /** False: placed and not paid yet (Woo pending, Shopify PENDING). */
  isPaid: boolean;
  isTest: boolean;
  customer: { id: string; email: string; orderIndex: number } | null;
  /** ISO 3166 two letters; region as the shop writes it ("BE", "CA"), "" if none. */
  country: string;
  region: string;
  currency: string;
  /** What the buyer saw, where it differs: one unit of `currency` is `rate` of it. */
  presentment: { currency: string; rate: string } | null;
  lines: OrderLineRecord[];
  /** On the same tax basis as prices. */
  shipping: string;
  shippingTax: string;
  discountCodes: string[];
  /** Only those that happened by the instant asked about. */
  refunds: RefundRecord[];
  /** In time order. Empty: the shop could not tell. */
  touches: TouchRecord[];
  /** False for some hours after the order: Shopify's journey is not ready yet. */
  isJourneyReady: boolean;
  /** Notes at checkout, such as a sales rep's code. */
  attributes: { key: string; value: string }[];
  device: "desktop" | "mobile" | "tablet";
}

/** GA4's own words for what it doesn't know: "(not set)", "(direct)", "(none)". */
export interface TrafficRow {
  day: Day;
  channel: string;
  source: string;
  medium: string;
  campaignId: string;
  campaign: string;
  googleAdsCustomerId: string;
  googleAdsCampaignId: string;
  sessions: number;
  engagedSessions: number;
  users: number;
  newUsers: number;
  views: number;
  addToCarts: number;
  checkouts: number;
  purchases: number;
  revenue: string;
  keyEvents: number;
}

export interface WebOrderRow {
  day: Day;
  transactionId: string;
  channel: string;
  source: string;
  medium: string;
  campaign: string;
  googleAdsCampaignId: string;
  purchases: number;
  /** Net of what GA4 heard of refunds; grossRevenue before them. */
  revenue: string;
  grossRevenue: string;
  refunded: string;
}

export interface LandingRow {
  day: Day;
  /** Path only: "/products/rain-shell". */
  page: string;
  channel: string;
  sessions: number;
  engagedSessions: number;
  purchases: number;
  revenue: string;
}

export interface GeoRow {
  day: Day;
  /** GA4's English name, "Germany". */
  country: string;
  device: "desktop" | "mobile" | "tablet";
  sessions: number;
  engagedSessions: number;
  users: number;
  addToCarts: number;
  checkouts: number;
  purchases: number;
  revenue: string;
}

export interface UsersRow {
  day: Day;
  users: number;
  newUsers: number;
  activeUsers: number;
}

export interface SearchCounts {
  day: Day;
  clicks: number;
  impressions: number;
  /** Sum of position × impressions, so that averages can be made exactly. */
  positionSum: number;
}
export type SearchTotalRow = SearchCounts;
export interface SearchDeviceRow extends SearchCounts {
  device: "DESKTOP" | "MOBILE" | "TABLET";
  /** ISO 3166 three letters, lower case. */
  country: string;
}
export interface SearchPageRow extends SearchCounts {
  /** Whole address. */
  page: string;
}
export interface SearchQueryRow extends SearchCounts {
  query: string;
}
export interface SearchQueryPageRow extends SearchCounts {
  query: string;
  page: string;
  device: "DESKTOP" | "MOBILE" | "TABLET";
}

/** Shares 0–1; Google says 0.0999 for "under 10 %". null: none for this kind of campaign. */
export interface GoogleAdsRow {
  day: Day;
  campaignId: string;
  campaign: string;
  /** "SEARCH", "PERFORMANCE_MAX", "SHOPPING", "DISPLAY", "VIDEO". */
  type: string;
  status: "ENABLED" | "PAUSED" | "REMOVED";
  device: "DESKTOP" | "MOBILE" | "TABLET";
  /** "SEARCH", "SEARCH_PARTNERS", "CONTENT", "YOUTUBE", "MIXED". */
  network: string;
  impressions: number;
  clicks: number;
  costMicros: number;
  conversions: number;
  value: string;
  viewThroughConversions: number;
  impressionShare: number | null;
  lostToBudget: number | null;
  lostToRank: number | null;
}

export interface GoogleConversionRow {
  day: Day;
  campaignId: string;
  actionId: string;
  action: string;
  /** "PURCHASE", "SIGNUP". */
  category: string;
  conversions: number;
  value: string;
}

export interface SearchTermRow {
  day: Day;
  campaignId: string;
  campaign: string;
  adGroupId: string;
  adGroup: string;
  term: string;
  /** "ADDED", "EXCLUDED", "NONE". */
  status: string;
  impressions: number;
  clicks: number;
  costMicros: number;
  conversions: number;
  value: string;
}

export interface MetaRow {
  day: Day;
  campaignId: string;
  campaign: string;
  impressions: number;
  clicks: number;
  linkClicks: number;
  reach: number;
  spend: string;
  /** Purchases as claimed by the account's setting: after a click within 7 days, after a view within 1. */
  purchasesByClick: number;
  purchasesByView: number;
  valueByClick: string;
  valueByView: string;
}

/** Field data of one rolling 28-day period; null p75s: too few visits. Milliseconds; CLS as "0.06". */
export interface VitalsRow {
  periodFrom: Day;
  /** Last day of the period. */
  periodEnd: Day;
  formFactor: "PHONE" | "DESKTOP";
  lcp: number | null;
  inp: number | null;
  cls: string | null;
  ttfb: number | null;
}

/** One Lighthouse run, milliseconds; score 0–1. */
export interface LabRecord {
  at: Date;
  score: number;
  fcp: number;
  lcp: number;
  tbt: number;
  cls: number;
  speedIndex: number;
}

export interface FxRow {
  day: Day;
  base: string;
  quote: string;
  rate: string;
}

/** Every report that is asked by day, under the name that `DemoWorld.rows` knows. */
export interface DemoReports {
  traffic: TrafficRow;
  webOrders: WebOrderRow;
  landing: LandingRow;
  geo: GeoRow;
  users: UsersRow;
  searchTotals: SearchTotalRow;
  searchDevices: SearchDeviceRow;
  searchPages: SearchPageRow;
  searchQueries: SearchQueryRow;
  searchQueryPages: SearchQueryPageRow;
  googleAds: GoogleAdsRow;
  googleConversions: GoogleConversionRow;
  searchTerms: SearchTermRow;
  meta: MetaRow;
}

export type DemoReport = keyof DemoReports;

/**
 * The world as vendors would tell it at `now`: days get restated, orders refunded, late rows appear
 * only once `now` has reached them. Nothing here reads a clock; the same question has the same answer.
 */
export interface DemoWorld {
  stores: readonly DemoStore[];
  /** Rows of the half-open window [from, to), in day order. Made day by day: a window may be 26 months long. */
  rows<Report extends DemoReport>(store: DemoStore, report: Report, from: Day, to: Day, now: Date): Iterable<DemoReports[Report]>;
  /** Orders placed or last updated in [from, to), by that instant and then by id. */
  orders(store: DemoStore, by: "placed" | "updated", from: Date, to: Date, now: Date): Iterable<OrderRecord>;
  order(store: DemoStore, id: string, now: Date): OrderRecord | undefined;
  /** The last day that Search Console calls final. */
  searchFinalThrough(store: DemoStore, now: Date): Day;
  /** One weekly period for each form factor whose end lies in [from, to). */
  vitals(store: DemoStore, from: Day, to: Day, now: Date): Iterable<VitalsRow>;
  lab(store: DemoStore, url: string, strategy: "mobile" | "desktop", now: Date): LabRecord;
  /** Published rates; days without one (weekends, a gap) have no row. */
  rates(from: Day, to: Day, now: Date): Iterable<FxRow>;
}
