// GA4's rows as facts. Pure. GA4's "(not set)" becomes "" (not told); "(direct)" and "(none)" stay, since channel
// rules read them. Case stays as tagged, because the page on links names it; marts fold it. Rows that fall together are added up.
import type { Day } from "#lib/core/day.ts";
import { add } from "#lib/core/money.ts";
import type { TrafficTuple } from "#lib/facts/dims.ts";
import type { DayRow } from "#lib/facts/fact.ts";
import type { WebAudience, WebLanding, WebOrder, WebTraffic, WebUsers } from "#lib/facts/web.ts";
import type { Row } from "#lib/sources/google-analytics/payload.ts";

export type Conform = (row: Row, currency: string) => DayRow;

/** "20261112" is "2026-11-12". */
export function dayOf(date: string): Day {
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`;
}

export const trafficRow = ({ dimensions, metrics }: Row, currency: string): WebTraffic => ({
  day: dayOf(dimensions.date!), ...tupleOf(dimensions),
  sessions: Number(metrics.sessions), engagedSessions: Number(metrics.engagedSessions), newUsers: Number(metrics.newUsers), views: Number(metrics.screenPageViews),
  ...funnelOf(metrics), revenue: metrics.purchaseRevenue!, currency, keyEvents: metrics.keyEvents!,
});

export const audienceRow = ({ dimensions, metrics }: Row, currency: string): WebAudience => ({
  day: dayOf(dimensions.date!), country: countryOf(dimensions.countryId!), device: told(dimensions.deviceCategory!).toLowerCase(),
  sessions: Number(metrics.sessions), engagedSessions: Number(metrics.engagedSessions), ...funnelOf(metrics), revenue: metrics.purchaseRevenue!, currency,
});

export const landingRow = ({ dimensions, metrics }: Row, currency: string): WebLanding => ({
  day: dayOf(dimensions.date!), page: told(dimensions.landingPage!), toldChannel: told(dimensions.sessionDefaultChannelGroup!),
  sessions: Number(metrics.sessions), engagedSessions: Number(metrics.engagedSessions), purchases: Number(metrics.ecommercePurchases), revenue: metrics.purchaseRevenue!, currency,
});

export const usersRow = ({ dimensions, metrics }: Row): WebUsers => ({
  day: dayOf(dimensions.date!), totalUsers: Number(metrics.totalUsers), newUsers: Number(metrics.newUsers), activeUsers: Number(metrics.activeUsers),
});

export const orderRow = ({ dimensions, metrics }: Row, currency: string): WebOrder => ({
  day: dayOf(dimensions.date!), transactionId: told(dimensions.transactionId!), ...tupleOf(dimensions),
  purchases: Number(metrics.ecommercePurchases), revenue: metrics.purchaseRevenue!, refunds: metrics.refundAmount!, currency,
});

function tupleOf(dimensions: Record<string, string>): TrafficTuple {
  return {
    source: told(dimensions.sessionSource!), medium: told(dimensions.sessionMedium!),
    // A linked Google Ads account tells the campaign for sure; a tag's utm_id is what somebody typed.
    campaignId: told(dimensions.sessionGoogleAdsCampaignId ?? "") || told(dimensions.sessionCampaignId ?? ""),
    campaign: campaignOf(dimensions.sessionCampaignName!), toldChannel: told(dimensions.sessionDefaultChannelGroup!),
  };
}

function funnelOf(metrics: Record<string, string>) {
  return { carts: Number(metrics.addToCarts), checkouts: Number(metrics.checkouts), purchases: Number(metrics.ecommercePurchases) };
}

function told(value: string): string {
  return value === "(not set)" ? "" : value;
}

/** GA4 fills the campaign of visits that have none with the way they came. */
function campaignOf(name: string): string {
  return ["(not set)", "(direct)", "(organic)", "(referral)"].includes(name) ? "" : name;
}

/** countryId is ISO 3166 alpha-2; "(not set)" and regions of GA4's own ("ZZ") are unknown. */
function countryOf(id: string): string {
  return /^[A-Z]{2}$/.test(id) && id !== "ZZ" ? id : "";
}

const decimals = new Set(["revenue", "refunds", "keyEvents"]);

/** Rows with the same text fields become one whose figures are their sums. */
export function addUp<R extends DayRow>(rows: readonly R[]): R[] {
  const all = new Map<string, Record<string, unknown>>();
  for (const row of rows as readonly (R & Record<string, unknown>)[]) {
    let key = "";
    for (const name in row) if (typeof row[name] === "string" && !decimals.has(name)) key += `${row[name]}\u0001`;
    const before = all.get(key);
    if (before) addTo(before, row);
    else all.set(key, row);
  }
  return [...all.values()] as R[];
}

/** Adds a row's figures to another's, in place: rows are of our own making. */
function addTo(before: Record<string, unknown>, row: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(row)) {
    if (decimals.has(name)) before[name] = add(before[name] as string, value as string);
    else if (typeof value === "number") before[name] = (before[name] as number) + value;
  }
}
