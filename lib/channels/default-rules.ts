// GA4's default channel rules, in their order: the first that holds decides. The facts are Google's (analytics
// help 9756891, as of 2026); the AI Assistant rule exists since May 2026 and is not applied to older days there.
import { sourceLists, type SourceLists } from "#lib/channels/source-lists.ts";
import { loweredTuple, type Tuple } from "#lib/channels/tuple-key.ts";
import type { SourceKind } from "#lib/channels/known-sources.ts";

/** What must hold together for a rule to hold. Patterns match the whole text. */
interface Test {
  sourceIs?: readonly string[];
  sourceIn?: SourceKind;
  mediumIs?: readonly string[];
  medium?: RegExp;
  campaign?: RegExp;
  /** Google's word for the network of an ad click. */
  network?: RegExp;
}
interface DefaultRule {
  id: string;
  channel: string;
  /** Any of these. */
  any: readonly Test[];
}

const paid = /^(.*cp.*|ppc|retargeting|paid.*)$/;
/** Google's idea of a medium that is paid for: cpc, ppc, cpm, paid_social. */
export function isPaidMedium(medium: string): boolean {
  return paid.test(medium.trim().toLowerCase());
}
/** The letter class keeps "workshop" out and lets "e-shop" and "eshop" in. */
const shop = /^(.*(([^a-df-z]|^)shop|shopping).*)$/;
const email = ["email", "e-mail", "e_mail", "e mail"];

export const defaultRules: readonly DefaultRule[] = [
  { id: "direct", channel: "Direct", any: [{ sourceIs: ["(direct)"], mediumIs: ["", "(none)"] }] },
  { id: "cross-network", channel: "Cross-network", any: [{ campaign: /^.*cross-network.*$/ }, { network: /^cross-network$/ }] },
  { id: "paid-shopping", channel: "Paid Shopping", any: [{ sourceIn: "shopping", medium: paid }, { campaign: shop, medium: paid }, { network: /^(google )?shopping( network)?$/ }] },
  { id: "paid-search", channel: "Paid Search", any: [{ sourceIn: "search", medium: paid }, { network: /^(google search|google partners|search partners|search)$/ }] },
  { id: "paid-social", channel: "Paid Social", any: [{ sourceIn: "social", medium: paid }] },
  { id: "paid-video", channel: "Paid Video", any: [{ sourceIn: "video", medium: paid }, { network: /^youtube.*$/ }] },
  { id: "display", channel: "Display", any: [{ mediumIs: ["display", "banner", "expandable", "interstitial", "cpm"] }, { network: /^(google display network|content|display)$/ }] },
  { id: "paid-other", channel: "Paid Other", any: [{ medium: paid }] },
  { id: "organic-shopping", channel: "Organic Shopping", any: [{ sourceIn: "shopping" }, { campaign: shop }] },
  { id: "organic-social", channel: "Organic Social", any: [{ sourceIn: "social" }, { mediumIs: ["social", "social-network", "social-media", "sm", "social network", "social media"] }] },
  { id: "organic-video", channel: "Organic Video", any: [{ sourceIn: "video" }, { medium: /^.*video.*$/ }] },
  { id: "organic-search", channel: "Organic Search", any: [{ sourceIn: "search" }, { mediumIs: ["organic"] }] },
  // By medium as Google does; by source too, because links of assistants arrive tagged with their name alone.
  { id: "ai-assistant", channel: "AI Assistant", any: [{ mediumIs: ["ai-assistant"] }, { sourceIn: "ai" }] },
  { id: "referral", channel: "Referral", any: [{ mediumIs: ["referral", "app", "link"] }] },
  { id: "email", channel: "Email", any: [{ sourceIs: email }, { mediumIs: email }] },
  { id: "affiliates", channel: "Affiliates", any: [{ mediumIs: ["affiliate"] }] },
  { id: "audio", channel: "Audio", any: [{ mediumIs: ["audio"] }] },
  { id: "sms", channel: "SMS", any: [{ sourceIs: ["sms"] }, { mediumIs: ["sms"] }] },
  { id: "mobile-push", channel: "Mobile Push", any: [{ medium: /^.*push$/ }, { medium: /^.*(mobile|notification).*$/ }, { sourceIs: ["firebase"] }] },
];

export const unassigned = "Unassigned";
/** Names of the default channels in the rules' order, Unassigned last. */
export const defaultChannels: readonly string[] = [...defaultRules.map((rule) => rule.channel), unassigned];
const told = new Map(defaultChannels.map((channel) => [channel.toLowerCase(), channel]));

/** A channel and the id of what decided it: "told", "unassigned", "own:<id>" or a default rule's id. */
export interface Classified { channel: string; rule: string }

const builtIn = sourceLists();

/**
 * The channel of an origin by GA4's rules. GA4's own word wins where it gave one, since only Google knows the
 * network of an ad click; but where it says Referral or Unassigned, a source that the shop listed itself or
 * that is an assistant's decides, so that history before May 2026 is read like today.
 * classify({source: "google", medium: "cpc", …}) is {channel: "Paid Search", rule: "paid-search"}.
 */
export function classify(tuple: Tuple, lists: SourceLists = builtIn): Classified {
  const low = loweredTuple(tuple);
  const given = told.get(low.toldChannel);
  const { kind, isOwn } = lists.kindOf(low.source);
  const isVague = given === "Referral" || given === unassigned;
  if (given && !(isVague && (isOwn || kind === "ai"))) return { channel: given, rule: "told" };
  const rule = defaultRules.find(({ any }) => any.some((test) => holds(test, low, kind)));
  return rule ? { channel: rule.channel, rule: rule.id } : { channel: given ?? unassigned, rule: given ? "told" : "unassigned" };
}

function holds(test: Test, low: Tuple, kind: SourceKind | null): boolean {
  return (test.sourceIs === undefined || test.sourceIs.includes(low.source))
    && (test.sourceIn === undefined || kind === test.sourceIn)
    && (test.mediumIs === undefined || test.mediumIs.includes(low.medium))
    && (test.medium === undefined || test.medium.test(low.medium))
    && (test.campaign === undefined || test.campaign.test(low.campaign))
    && (test.network === undefined || test.network.test(low.adNetwork ?? ""));
}
