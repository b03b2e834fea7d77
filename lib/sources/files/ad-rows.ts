// Rows of ad files as campaign days; a file cut by device or ad set has several lines of a campaign and day.
import { add } from "#lib/core/money.ts";
import type { AdDay } from "#lib/facts/ads.ts";

/** An AdDay without what files never tell. */
export function adDayOf(row: Omit<AdDay, "shareImpressions" | "eligibleImpressions" | "isShareCensored">): AdDay {
  return { ...row, shareImpressions: null, eligibleImpressions: null, isShareCensored: false };
}

/** Lines of one campaign, day and currency added up. */
export function addUpAds(rows: readonly AdDay[]): AdDay[] {
  const all = new Map<string, AdDay>();
  for (const row of rows) {
    const key = [row.day, row.campaign.campaignId, row.currency].join("\u0001");
    const before = all.get(key);
    all.set(key, before ? {
      ...before, impressions: before.impressions + row.impressions, clicks: before.clicks + row.clicks, spend: add(before.spend, row.spend),
      conversions: add(before.conversions, row.conversions), conversionsValue: add(before.conversionsValue, row.conversionsValue),
    } : row);
  }
  return [...all.values()];
}
