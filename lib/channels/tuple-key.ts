// Where a visit came from, as six vendors write it, in one spelling: so that the same place is one row.

/** A visit's or an order's origin. Empty text means "not told". */
export interface Tuple {
  source: string;
  medium: string;
  campaign: string;
  campaignId: string;
  /** The channel that the source itself gave (GA4's session default channel group). */
  toldChannel: string;
  /** Google's word for the network of an ad click, where a source tells it: "Google Search", "Cross-network". */
  adNetwork?: string;
}

/** What vendors write where they know nothing. */
const untold = new Set(["(not set)", "(none)", "(not provided)", "(data not available)", "(direct)", "(organic)", "(referral)", "not set", "none", "null", "undefined", "-"]);

/**
 * One spelling: source and medium in lower case, spaces collapsed, percent codes undone, placeholders empty;
 * a campaign keeps its case, because people read it. Direct traffic is ("(direct)", "(none)") and nothing else.
 * canonicalTuple({source: " Google ", medium: "CPC", campaign: "DE%20Brand", …}) has "google", "cpc", "DE Brand".
 */
export function canonicalTuple(told: Partial<Record<keyof Tuple, string | null>>): Tuple {
  const source = tidy(told.source).toLowerCase();
  const medium = named(told.medium).toLowerCase();
  const isDirect = (source === "(direct)" || source === "direct") && (medium === "" || medium === "direct");
  return {
    source: isDirect ? "(direct)" : untold.has(source) ? "" : source,
    medium: isDirect ? "(none)" : medium,
    campaignId: named(told.campaignId),
    campaign: named(told.campaign),
    toldChannel: named(told.toldChannel),
    ...(told.adNetwork ? { adNetwork: tidy(told.adNetwork) } : {}),
  };
}

/** Equal for tuples that are the same place: a key for maps, one text of the parts that dim.traffic keeps. */
export function tupleKey(tuple: Tuple): string {
  return `${tuple.source}\u0001${tuple.medium}\u0001${tuple.campaignId}\u0001${tuple.campaign}\u0001${tuple.toldChannel}`;
}

/** The form that rules compare: canonical, all in lower case. */
export function loweredTuple(tuple: Tuple): Tuple {
  const { source, medium, campaign, campaignId, toldChannel, adNetwork } = canonicalTuple(tuple);
  return { source, medium, campaign: campaign.toLowerCase(), campaignId: campaignId.toLowerCase(), toldChannel: toldChannel.toLowerCase(), ...(adNetwork ? { adNetwork: adNetwork.toLowerCase() } : {}) };
}

function named(text: string | null | undefined): string {
  const tidied = tidy(text);
  return untold.has(tidied.toLowerCase()) ? "" : tidied;
}

/** Words of plain letters with one space between: most names, told apart at a tenth of the price. */
const isTidy = /^[\x21-\x24\x26-\x7e]+(?: [\x21-\x24\x26-\x7e]+)*$/;

/** Longer values are cut: no vendor's are, and a hostile link must not fill a table. */
const longest = 300;

function tidy(text: string | null | undefined): string {
  const given = text ?? "";
  if (given === "" || given.length <= longest && isTidy.test(given)) return given;
  let plain = given;
  if (/%[0-9a-f]{2}/i.test(given)) {
    try { plain = decodeURIComponent(given); } catch { /* not percent-coded after all ("50%25 off%"): as it stands */ }
  }
  // Control characters part keys and break COPY lines; they never belong to a name.
  return plain.replace(/[\s\u0000-\u001f\u007f]+/g, " ").trim().slice(0, longest).trim();
}
