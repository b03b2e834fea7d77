// Paid media by campaign and day: the grain where a platform's money adds up. Account currency, account day.
import { fact, type DayRow } from "#lib/facts/fact.ts";
import type { Campaign } from "#lib/facts/dims.ts";

export interface AdDay extends DayRow {
  campaign: Campaign;
  impressions: number; clicks: number; spend: string; currency: string;
  /** As the platform claims them. */
  conversions: string; conversionsValue: string;
  /** Impressions of the rows that told a share, and those impressions ÷ share; null where no share is told. */
  shareImpressions: number | null; eligibleImpressions: string | null;
  /** The share was told only as "under 10 %". */
  isShareCensored: boolean;
}
export const adDay = fact<AdDay>("ad_day", ["platform", "account_id", "campaign_id"], ["impressions", "clicks", "spend", "currency", "conversions", "conversions_value", "share_impressions", "eligible_impressions", "is_share_censored"],
  "spend",
  (row, dims) => {
    dims.campaign(row.campaign);
    return [row.campaign.platform, row.campaign.accountId, row.campaign.campaignId, row.impressions, row.clicks, row.spend, row.currency, row.conversions, row.conversionsValue, row.shareImpressions, row.eligibleImpressions, row.isShareCensored];
  });

/** Claimed conversions by what was done: keeps a purchase apart from a sign-up. */
export interface AdConversion extends DayRow { platform: string; accountId: string; campaignId: string; action: string; category: string; conversions: string; conversionsValue: string; currency: string }
export const adConversion = fact<AdConversion>("ad_conversion_day", ["platform", "account_id", "campaign_id", "action"], ["category", "conversions", "conversions_value", "currency"],
  "conversions_value",
  (row) => [row.platform, row.accountId, row.campaignId, row.action, row.category, row.conversions, row.conversionsValue, row.currency]);

/** What people typed before they clicked an ad; doesn't add up to the campaign (rare terms are withheld). */
export interface AdTerm extends DayRow { campaignId: string; term: string; impressions: number; clicks: number; spend: string; currency: string; conversions: string; conversionsValue: string }
export const adTerm = fact<AdTerm>("ad_term_day", ["campaign_id", "term"], ["impressions", "clicks", "spend", "currency", "conversions", "conversions_value"],
  "spend",
  (row) => [row.campaignId, row.term, row.impressions, row.clicks, row.spend, row.currency, row.conversions, row.conversionsValue]);
