// Google Ads' rows as facts. Pure. Money comes in micros: millionths of the account's currency.
import { add, compare, divide, trim } from "#lib/core/money.ts";
import type { AdConversion, AdDay, AdTerm } from "#lib/facts/ads.ts";
import { channelOf } from "#lib/sources/google/ads-channels.ts";
import type { CampaignRow, ConversionRow, ShareRow, TermRow } from "#lib/sources/google-ads/payload.ts";

const platform = "google_ads";
/** Under a tenth Google tells the share as 0.0999 and no closer. */
const censored = "0.0999";
const searchNetworks = new Set(["SEARCH", "SEARCH_PARTNERS"]);

/**
 * "123450000" micros is "123.45", exactly. Up to fifteen digits are told apart by a double, and its text is the shortest
 * that means it: the very digits. Of longer ones the point is moved in the text.
 */
export function fromMicros(micros: string): string {
  if (micros.length <= 15) return String(Number(micros) / 1_000_000);
  const sign = micros.startsWith("-") ? "-" : "";
  const digits = micros.replace("-", "").padStart(7, "0");
  return trim(`${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`);
}

/**
 * Rows by device and network as one row a campaign and day. A share is told for the search networks: what the
 * campaign showed there ÷ share is what it could have shown; where no row names them (Performance Max shows
 * everywhere under one name), all of its impressions count.
 */
export function campaignDays(rows: Iterable<CampaignRow>, shares: Iterable<ShareRow>): AdDay[] {
  const shareOf = new Map([...shares].map((row) => [`${row.campaign.id} ${row.segments.date}`, row.metrics.searchImpressionShare]));
  const days = new Map<string, AdDay & { searchImpressions: number }>();
  for (const row of rows) {
    const { campaign, customer, segments, metrics } = row;
    const key = `${campaign.id} ${segments.date} ${customer.currencyCode}`;
    const onSearch = searchNetworks.has(segments.adNetworkType) ? metrics.impressions : 0;
    const before = days.get(key);
    if (before) {
      Object.assign(before, {
        ...sumOf(before, metrics), impressions: before.impressions + metrics.impressions, clicks: before.clicks + metrics.clicks,
        spend: add(before.spend, fromMicros(metrics.costMicros)), searchImpressions: before.searchImpressions + onSearch,
      });
      continue;
    }
    days.set(key, {
      day: segments.date,
      campaign: { platform, accountId: customer.id, campaignId: campaign.id, name: campaign.name, status: campaign.status.toLowerCase(), kind: campaign.advertisingChannelType, channel: channelOf(campaign.advertisingChannelType) },
      impressions: metrics.impressions, clicks: metrics.clicks, spend: fromMicros(metrics.costMicros), currency: customer.currencyCode,
      conversions: trim(metrics.conversions), conversionsValue: trim(metrics.conversionsValue),
      shareImpressions: null, eligibleImpressions: null, isShareCensored: false, searchImpressions: onSearch,
    });
  }
  return [...days].map(([, { searchImpressions, ...row }]) => ({ ...row, ...shareFields(searchImpressions || row.impressions, shareOf.get(`${row.campaign.campaignId} ${row.day}`)) }));
}

/** What a share says of impressions: 2210 at 0.82 are 2695.121951 that could have been; "under 10 %" says none. */
export function shareFields(impressions: number, share: number | undefined): Pick<AdDay, "shareImpressions" | "eligibleImpressions" | "isShareCensored"> {
  if (share === undefined || share <= 0) return { shareImpressions: null, eligibleImpressions: null, isShareCensored: false };
  if (compare(String(share), censored) <= 0) return { shareImpressions: null, eligibleImpressions: null, isShareCensored: true };
  return { shareImpressions: impressions, eligibleImpressions: divide(String(impressions), String(share)), isShareCensored: false };
}

/** Actions of one name are one row: an account may hold several, and people know them by name. */
export function conversionDays(rows: Iterable<ConversionRow>): AdConversion[] {
  const days = new Map<string, AdConversion>();
  for (const { customer, campaign, segments, metrics } of rows) {
    const action = segments.conversionActionName || segments.conversionAction.split("/").at(-1)!;
    const key = `${campaign.id}\u0001${segments.date}\u0001${customer.currencyCode}\u0001${action}`;
    const before = days.get(key);
    if (before) Object.assign(before, sumOf(before, metrics));
    else days.set(key, { day: segments.date, platform, accountId: customer.id, campaignId: campaign.id, action, category: segments.conversionActionCategory.toLowerCase(), conversions: trim(metrics.conversions), conversionsValue: trim(metrics.conversionsValue), currency: customer.currencyCode });
  }
  return [...days.values()];
}

/**
 * A term that several ad groups of a campaign answered is one row. Each is summed once: `onRepeated` is told of one that
 * comes again. Amounts are in the account's `currency`.
 */
export function termDays(rows: Iterable<TermRow>, currency: string, onRepeated: () => void): AdTerm[] {
  const days: AdTerm[] = [];
  // Which ad groups each is made of: mostly one.
  const groups: string[][] = [];
  const places = new Map<string, number>();
  for (const { searchTermView: { resourceName, searchTerm }, segments, metrics } of rows) {
    const start = resourceName.lastIndexOf("/") + 1;
    const middle = resourceName.indexOf("~", start);
    const campaignId = resourceName.slice(start, middle);
    const adGroupId = resourceName.slice(middle + 1, resourceName.indexOf("~", middle + 1));
    const key = `${campaignId}\u0001${segments.date}\u0001${searchTerm}`;
    const place = places.get(key);
    if (place === undefined) {
      places.set(key, days.length);
      groups.push([adGroupId]);
      days.push({ day: segments.date, campaignId, term: searchTerm, impressions: metrics.impressions, clicks: metrics.clicks, spend: fromMicros(metrics.costMicros), currency, conversions: trim(metrics.conversions), conversionsValue: trim(metrics.conversionsValue) });
    } else if (groups[place]!.includes(adGroupId)) onRepeated();
    else {
      const before = days[place]!;
      groups[place]!.push(adGroupId);
      Object.assign(before, { ...sumOf(before, metrics), impressions: before.impressions + metrics.impressions, clicks: before.clicks + metrics.clicks, spend: add(before.spend, fromMicros(metrics.costMicros)) });
    }
  }
  return days;
}

function sumOf(before: { conversions: string; conversionsValue: string }, metrics: { conversions: string; conversionsValue: string }) {
  return { conversions: add(before.conversions, metrics.conversions), conversionsValue: add(before.conversionsValue, metrics.conversionsValue) };
}
