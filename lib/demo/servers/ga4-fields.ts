// GA4's names for what the world's records hold, and which report can tell which of them together.
import { iso31661 } from "iso-3166";
import type { Day } from "#lib/core/day.ts";
import type { DemoReport, DemoReports } from "#lib/demo/records.ts";
import { micros } from "#lib/demo/servers/exact.ts";

type WebReport = Extract<DemoReport, "traffic" | "webOrders" | "landing" | "geo" | "users">;

/** A metric's amounts are whole micros inside this server, so that sums are exact; counts are plain. */
interface Field<Row> { dimensions: Record<string, (row: Row) => string>; metrics: Record<string, (row: Row) => number> }

// GA4's English names, which are CLDR's, and their ISO codes.
const names = new Intl.DisplayNames(["en"], { type: "region" });
const codes = new Map(iso31661.map(({ alpha2 }) => [names.of(alpha2), alpha2]));

const date = (row: { day: Day }) => row.day.replaceAll("-", "");

export const reports: { [Name in WebReport]: Field<DemoReports[Name]> } = {
  users: {
    dimensions: { date },
    metrics: { totalUsers: (r) => r.users, newUsers: (r) => r.newUsers, activeUsers: (r) => r.activeUsers },
  },
  traffic: {
    dimensions: {
      date, sessionDefaultChannelGroup: (r) => r.channel, sessionSource: (r) => r.source, sessionMedium: (r) => r.medium,
      sessionCampaignId: (r) => r.campaignId, sessionCampaignName: (r) => r.campaign,
      sessionGoogleAdsCustomerId: (r) => r.googleAdsCustomerId, sessionGoogleAdsCampaignId: (r) => r.googleAdsCampaignId,
    },
    metrics: {
      sessions: (r) => r.sessions, engagedSessions: (r) => r.engagedSessions, totalUsers: (r) => r.users, newUsers: (r) => r.newUsers,
      screenPageViews: (r) => r.views, addToCarts: (r) => r.addToCarts, checkouts: (r) => r.checkouts,
      ecommercePurchases: (r) => r.purchases, purchaseRevenue: (r) => micros(r.revenue), keyEvents: (r) => r.keyEvents,
    },
  },
  webOrders: {
    dimensions: {
      date, transactionId: (r) => r.transactionId, sessionDefaultChannelGroup: (r) => r.channel, sessionSource: (r) => r.source,
      sessionMedium: (r) => r.medium, sessionCampaignName: (r) => r.campaign, sessionGoogleAdsCampaignId: (r) => r.googleAdsCampaignId,
    },
    metrics: {
      ecommercePurchases: (r) => r.purchases, purchaseRevenue: (r) => micros(r.revenue),
      grossPurchaseRevenue: (r) => micros(r.grossRevenue), refundAmount: (r) => micros(r.refunded),
    },
  },
  landing: {
    dimensions: { date, landingPage: (r) => r.page, landingPagePlusQueryString: (r) => r.page, sessionDefaultChannelGroup: (r) => r.channel },
    metrics: { sessions: (r) => r.sessions, engagedSessions: (r) => r.engagedSessions, ecommercePurchases: (r) => r.purchases, purchaseRevenue: (r) => micros(r.revenue) },
  },
  geo: {
    dimensions: { date, country: (r) => r.country, countryId: (r) => codes.get(r.country) ?? "(not set)", deviceCategory: (r) => r.device },
    metrics: {
      sessions: (r) => r.sessions, engagedSessions: (r) => r.engagedSessions, totalUsers: (r) => r.users, addToCarts: (r) => r.addToCarts, checkouts: (r) => r.checkouts,
      ecommercePurchases: (r) => r.purchases, purchaseRevenue: (r) => micros(r.revenue),
    },
  },
};

/** A field unknown to all reports. */
export function unknownField(kind: "dimensions" | "metrics", name: string): boolean {
  return !Object.values(reports).some((report) => name in report[kind]);
}

/** The first report that knows all of them, or undefined: no such pair may be asked together. */
export function reportFor(dimensions: readonly string[], metrics: readonly string[]): WebReport | undefined {
  return (Object.keys(reports) as WebReport[]).find((name) => dimensions.every((field) => field in reports[name].dimensions) && metrics.every((field) => field in reports[name].metrics));
}

export function metricType(name: string): string {
  if (name === "keyEvents") return "TYPE_FLOAT";
  return /Revenue$|Amount$/.test(name) ? "TYPE_CURRENCY" : "TYPE_INTEGER";
}

export const allDimensions = [...new Set(Object.values(reports).flatMap((report) => Object.keys(report.dimensions)))];
export const allMetrics = [...new Set(Object.values(reports).flatMap((report) => Object.keys(report.metrics)))];
