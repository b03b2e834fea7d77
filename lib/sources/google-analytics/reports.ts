// The five reports that are asked of GA4. No field of one clashes with another of the same report (checked at the
// test of a connection); at most 9 dimensions and 10 metrics each.
import type { Fact } from "#lib/facts/fact.ts";
import { webAudience, webLanding, webOrder, webTraffic, webUsers } from "#lib/facts/web.ts";
import { audienceRow, landingRow, orderRow, trafficRow, usersRow, type Conform } from "#lib/sources/google-analytics/conform.ts";

export interface ReportAsked {
  name: string;
  fact: Fact;
  dimensions: readonly string[];
  metrics: readonly string[];
  conform: Conform;
  /** The metric that the fact is reconciled by; null where rows are the total themselves. */
  told: string | null;
}

const funnel = ["addToCarts", "checkouts", "ecommercePurchases", "purchaseRevenue"];

export const reports: readonly ReportAsked[] = [
  {
    name: "traffic", fact: webTraffic, conform: trafficRow, told: "sessions",
    dimensions: ["date", "sessionDefaultChannelGroup", "sessionSource", "sessionMedium", "sessionCampaignId", "sessionCampaignName", "sessionGoogleAdsCampaignId"],
    metrics: ["sessions", "engagedSessions", "newUsers", "screenPageViews", ...funnel, "keyEvents"],
  },
  { name: "audience", fact: webAudience, conform: audienceRow, told: "sessions", dimensions: ["date", "countryId", "deviceCategory"], metrics: ["sessions", "engagedSessions", ...funnel] },
  {
    name: "landing", fact: webLanding, conform: landingRow, told: "sessions",
    // Without the query string: it would make a row of nearly every visit, and GA4 then lumps them as "(other)".
    dimensions: ["date", "landingPage", "sessionDefaultChannelGroup"], metrics: ["sessions", "engagedSessions", "ecommercePurchases", "purchaseRevenue"],
  },
  { name: "users", fact: webUsers, conform: usersRow, told: null, dimensions: ["date"], metrics: ["totalUsers", "newUsers", "activeUsers"] },
  {
    name: "orders", fact: webOrder, conform: orderRow, told: "purchaseRevenue",
    dimensions: ["date", "transactionId", "sessionDefaultChannelGroup", "sessionSource", "sessionMedium", "sessionCampaignName", "sessionGoogleAdsCampaignId"],
    metrics: ["ecommercePurchases", "purchaseRevenue", "refundAmount"],
  },
];
