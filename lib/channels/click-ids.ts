// What ad platforms put into a landing page's address, in the fixed order in which one is taken when several are there.

export interface ClickId {
  kind: string;
  /** Names under which links of the same platform are tagged. */
  names: readonly string[];
  source: string;
  medium: string;
  /** "high": only a paid click carries it. */
  confidence: "high" | "medium";
}

export const clickIds: readonly ClickId[] = [
  { kind: "gclid", names: ["google", "google-ads", "googleads", "adwords"], source: "google", medium: "cpc", confidence: "high" },
  { kind: "gbraid", names: ["google", "google-ads", "googleads", "adwords"], source: "google", medium: "cpc", confidence: "high" },
  { kind: "wbraid", names: ["google", "google-ads", "googleads", "adwords"], source: "google", medium: "cpc", confidence: "high" },
  { kind: "msclkid", names: ["bing", "microsoft", "msn", "bingads"], source: "bing", medium: "cpc", confidence: "high" },
  // Also on links that people post themselves: without a paid medium it is no ad.
  { kind: "fbclid", names: ["facebook", "fb", "instagram", "ig", "meta", "messenger", "threads"], source: "facebook.com", medium: "referral", confidence: "medium" },
  { kind: "ttclid", names: ["tiktok", "tik-tok", "tt"], source: "tiktok", medium: "cpc", confidence: "high" },
  { kind: "li_fat_id", names: ["linkedin", "li"], source: "linkedin", medium: "cpc", confidence: "high" },
  { kind: "epik", names: ["pinterest", "pin"], source: "pinterest", medium: "cpc", confidence: "medium" },
  { kind: "twclid", names: ["twitter", "x", "t.co"], source: "twitter", medium: "cpc", confidence: "high" },
  // A free product listing of Google; ordinary results of shops with a product feed carry it too.
  { kind: "srsltid", names: ["google shopping", "google-shopping"], source: "google shopping", medium: "organic", confidence: "medium" },
  { kind: "awc", names: ["awin"], source: "awin", medium: "affiliate", confidence: "high" },
  { kind: "irclickid", names: ["impact"], source: "impact", medium: "affiliate", confidence: "high" },
  { kind: "cjevent", names: ["cj"], source: "cj", medium: "affiliate", confidence: "high" },
];

const byKind = new Map(clickIds.map((one) => [one.kind, one]));

/** The click id that counts: the one whose platform the link is tagged with, else the first in the order above. */
export function pickClickId(query: URLSearchParams, utmSource: string): ClickId | null {
  let present: ClickId[] | null = null;
  // One look at each name that is there, rather than one at the address for each that could be.
  for (const name of query.keys()) {
    const known = byKind.get(name);
    if (known && query.get(name) !== "" && !present?.includes(known)) (present ??= []).push(known);
  }
  if (!present) return null;
  present.sort((a, b) => clickIds.indexOf(a) - clickIds.indexOf(b));
  const tag = utmSource.trim().toLowerCase();
  return present.find(({ names }) => tag !== "" && names.some((name) => tag === name || tag.startsWith(`${name}.`))) ?? present[0]!;
}
