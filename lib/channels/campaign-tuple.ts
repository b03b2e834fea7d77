// An ad campaign as an origin: so that what it costs stands in the channel in which its visits and orders stand.
import type { Tuple } from "#lib/channels/tuple-key.ts";

/** What clicks of a family of platforms are usually tagged with; platforms are named family first ("google_ads"). */
const sources: Record<string, { source: string; medium: string }> = {
  google: { source: "google", medium: "cpc" }, microsoft: { source: "bing", medium: "cpc" }, meta: { source: "facebook", medium: "paid_social" },
  tiktok: { source: "tiktok", medium: "paid_social" }, pinterest: { source: "pinterest", medium: "paid_social" }, linkedin: { source: "linkedin", medium: "paid_social" },
};

/** campaignTuple("google_ads", "21", "Brand", "Paid Search") is google / cpc with that campaign and told channel. */
export function campaignTuple(platform: string, campaignId: string, name: string, toldChannel: string): Tuple {
  const family = platform.split("_")[0]!;
  return { ...(sources[family] ?? { source: family, medium: "cpc" }), campaignId, campaign: name, toldChannel };
}
