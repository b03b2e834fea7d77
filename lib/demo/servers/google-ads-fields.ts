// What each of Google Ads' resources can tell here, field by field: from the world's rows to Google's JSON.
import type { DemoReport, DemoReports, DemoStore } from "#lib/demo/records.ts";
import { micros } from "#lib/demo/servers/exact.ts";

type AdsReport = Extract<DemoReport, "googleAds" | "googleConversions" | "searchTerms">;
type Read<Row> = (row: Row, store: DemoStore) => unknown;

/** Sums kept while rows are added up. Values are whole micros; shares are kept as their two sides. */
export interface Metric<Row> { add(row: Row): readonly number[]; tell(sums: readonly number[]): unknown }
export interface Resource<Row> { report: AdsReport | null; attributes: Record<string, Read<Row>>; metrics: Record<string, Metric<Row>> }

const int64 = <Row>(read: (row: Row) => number): Metric<Row> => ({ add: (row) => [read(row)], tell: ([sum = 0]) => String(sum) });
const double = <Row>(read: (row: Row) => number): Metric<Row> => ({ add: (row) => [read(row)], tell: ([sum = 0]) => Number(sum.toFixed(6)) });
const money = <Row>(read: (row: Row) => string): Metric<Row> => ({ add: (row) => [micros(read(row))], tell: ([sum = 0]) => sum / 1_000_000 });
const ratio = <Row>(top: (row: Row) => number, bottom: (row: Row) => number): Metric<Row> => ({ add: (row) => [top(row), bottom(row)], tell: ([a = 0, b = 0]) => (b === 0 ? 0 : a / b) });

/** Impressions ÷ share are what could have been had: shares of several rows are weighed by it. Under 10 % Google says 0.0999. */
function impressionShare(read: (row: DemoReports["googleAds"]) => number | null): Metric<DemoReports["googleAds"]> {
  return {
    add(row) {
      const had = row.impressionShare ? row.impressions / row.impressionShare : 0;
      return [(read(row) ?? 0) * had, had];
    },
    tell: ([part = 0, whole = 0]) => (whole === 0 ? undefined : Math.max(0, Number((part / whole).toFixed(4)))),
  };
}

const customer = {
  "customer.id": (_: unknown, store: DemoStore) => store.accounts.googleAds,
  "customer.currency_code": (_: unknown, store: DemoStore) => store.currency,
  "customer.time_zone": (_: unknown, store: DemoStore) => store.zone,
  "customer.descriptive_name": (_: unknown, store: DemoStore) => store.name,
  "customer.manager": () => false,
  "customer.test_account": () => false,
  "customer.status": () => "ENABLED",
  "customer.auto_tagging_enabled": () => true,
};

const funnel = <Row extends { impressions: number; clicks: number; costMicros: number; conversions: number; value: string }>(): Record<string, Metric<Row>> => ({
  "metrics.impressions": int64((row) => row.impressions),
  "metrics.clicks": int64((row) => row.clicks),
  "metrics.cost_micros": int64((row) => row.costMicros),
  "metrics.conversions": double((row) => row.conversions),
  "metrics.conversions_value": money((row) => row.value),
  "metrics.all_conversions": double((row) => row.conversions),
  "metrics.all_conversions_value": money((row) => row.value),
  "metrics.ctr": ratio((row) => row.clicks, (row) => row.impressions),
  "metrics.average_cpc": ratio((row) => row.costMicros, (row) => row.clicks),
});

const campaign: Resource<DemoReports["googleAds"]> = {
  report: "googleAds",
  attributes: {
    ...customer,
    "campaign.id": (row) => row.campaignId, "campaign.name": (row) => row.campaign, "campaign.status": (row) => row.status, "campaign.advertising_channel_type": (row) => row.type,
    "segments.date": (row) => row.day, "segments.device": (row) => row.device, "segments.ad_network_type": (row) => row.network,
  },
  metrics: {
    ...funnel(),
    "metrics.view_through_conversions": int64((row) => row.viewThroughConversions),
    "metrics.search_impression_share": impressionShare((row) => row.impressionShare),
    "metrics.search_budget_lost_impression_share": impressionShare((row) => row.lostToBudget),
    "metrics.search_rank_lost_impression_share": impressionShare((row) => row.lostToRank),
  },
};

const byAction: Resource<DemoReports["googleConversions"]> = {
  report: "googleConversions",
  attributes: {
    ...customer,
    "campaign.id": (row) => row.campaignId, "segments.date": (row) => row.day,
    "segments.conversion_action": (row, store) => `customers/${store.accounts.googleAds}/conversionActions/${row.actionId}`,
    "segments.conversion_action_name": (row) => row.action, "segments.conversion_action_category": (row) => row.category,
  },
  metrics: {
    "metrics.conversions": double((row) => row.conversions), "metrics.conversions_value": money((row) => row.value),
    "metrics.all_conversions": double((row) => row.conversions), "metrics.all_conversions_value": money((row) => row.value),
  },
};

const searchTerm: Resource<DemoReports["searchTerms"]> = {
  report: "searchTerms",
  attributes: {
    ...customer,
    "campaign.id": (row) => row.campaignId, "campaign.name": (row) => row.campaign, "ad_group.id": (row) => row.adGroupId, "ad_group.name": (row) => row.adGroup,
    "search_term_view.resource_name": (row, store) => `customers/${store.accounts.googleAds}/searchTermViews/${row.campaignId}~${row.adGroupId}~${Buffer.from(row.term).toString("base64url")}`,
    "search_term_view.search_term": (row) => row.term, "search_term_view.status": (row) => row.status, "segments.date": (row) => row.day,
  },
  metrics: funnel(),
};

const account: Resource<unknown> = { report: null, attributes: customer, metrics: {} };

const client: Resource<unknown> = {
  report: null,
  attributes: {
    ...customer,
    "customer_client.id": customer["customer.id"], "customer_client.descriptive_name": customer["customer.descriptive_name"], "customer_client.currency_code": customer["customer.currency_code"],
    "customer_client.time_zone": customer["customer.time_zone"], "customer_client.manager": () => false, "customer_client.hidden": () => false, "customer_client.status": () => "ENABLED",
    "customer_client.level": () => "0", "customer_client.client_customer": (_, store) => `customers/${store.accounts.googleAds}`,
  },
  metrics: {},
};

/** The resource that a query's FROM and fields mean; undefined for one that the demo doesn't have. */
export function resourceFor(from: string, fields: readonly string[]): Resource<never> | undefined {
  const isByAction = fields.some((field) => field.startsWith("segments.conversion_action"));
  const found = from === "campaign" ? (isByAction ? byAction : campaign) : from === "search_term_view" ? searchTerm : from === "customer" ? (fields.some((field) => field.startsWith("metrics.") || field.startsWith("segments.")) ? (isByAction ? byAction : campaign) : account) : from === "customer_client" ? client : undefined;
  return found as Resource<never> | undefined;
}

/** Fields that exist, though not in every resource: a wrong pair is told apart from a wrong name. */
export const knownFields = new Set([campaign, byAction, searchTerm, account, client].flatMap((resource) => [...Object.keys(resource.attributes), ...Object.keys(resource.metrics)]));
