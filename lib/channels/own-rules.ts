// The shop's own rules on top of the default ones: ordered, the first whose conditions all hold decides.
import { z } from "zod";
import { classify, defaultChannels, type Classified } from "#lib/channels/default-rules.ts";
import { longestPattern, matchesPattern, patternFault } from "#lib/channels/pattern.ts";
import { OwnSource, sourceLists, type SourceLists } from "#lib/channels/source-lists.ts";
import { loweredTuple, tupleKey, type Tuple } from "#lib/channels/tuple-key.ts";
import { Memory } from "#lib/core/memory.ts";

/** Of the origin itself: known for sessions and for orders. */
export const tupleFields = ["source", "medium", "campaign", "campaign_id", "channel"] as const;
/** Of an order's visit: sessions are told without these, so such a rule moves orders only. */
export const orderFields = ["landing_page", "referrer_host", "coupon"] as const;
export const ruleFields = [...tupleFields, ...orderFields] as const;
export type RuleField = (typeof ruleFields)[number];
export const operators = ["is", "contains", "starts", "ends", "matches"] as const;

export const Condition = z.strictObject({
  /** "channel" is what the default rules say; "landing_page" is path and query. */
  field: z.enum(ruleFields),
  op: z.enum(operators),
  /** Compared without regard to case; "is" with nothing means "not told". */
  value: z.string().trim().max(longestPattern, `At most ${longestPattern} characters.`),
}).superRefine(({ op, value }, context) => {
  if (value === "" && op !== "is") context.addIssue({ code: "custom", path: ["value"], message: "Write what to look for." });
  const fault = op === "matches" && value !== "" ? patternFault(value) : null;
  if (fault) context.addIssue({ code: "custom", path: ["value"], message: `This pattern can't be used: ${fault}` });
});
export type Condition = z.infer<typeof Condition>;

export const OwnRule = z.strictObject({
  /** Stays with the rule when it is moved or renamed. */
  id: z.string().regex(/^[a-z0-9-]{1,40}$/, "An id is lower-case letters, digits and hyphens."),
  name: z.string().trim().min(1, "Give the rule a name.").max(80, "At most 80 characters."),
  channel: z.string().trim().min(1, "Say which channel the rule leads to.").max(40, "At most 40 characters.").transform(knownName),
  conditions: z.array(Condition).min(1, "A rule needs a condition.").max(10, "At most 10 conditions."),
});
export type OwnRule = z.infer<typeof OwnRule>;

/** All that a shop says of its channels. */
export const RuleSet = z.strictObject({
  rules: z.array(OwnRule).max(100, "At most 100 rules."),
  sources: z.array(OwnSource).max(500, "At most 500 sources."),
}).superRefine(({ rules, sources }, context) => {
  for (const [at, { id }] of rules.entries()) if (rules.findIndex((rule) => rule.id === id) < at) context.addIssue({ code: "custom", path: ["rules", at, "id"], message: "Two rules have the same id." });
  for (const [at, { source }] of sources.entries()) if (sources.findIndex((entry) => entry.source === source) < at) context.addIssue({ code: "custom", path: ["sources", at, "source"], message: `“${source}” is listed twice.` });
}).transform(oneSpelling);
export type RuleSet = z.infer<typeof RuleSet>;

export const noRules: RuleSet = { rules: [], sources: [] };

/** An order's visit beside its origin; null where a session is judged. */
export interface OrderClue {
  /** Path and query: "/products/hat?ref=anna". */
  landingPage: string | null;
  referrerHost: string | null;
  coupons: readonly string[];
}

/** An order that a rule of its visit decided carries the rule in the place of a told channel: "own:<id>". */
export const ownTold = "own:";

export type Judge = (tuple: Tuple, clue?: OrderClue | null) => Classified;

/** The judge of a rule set: own rules first, then the default ones. Rule ids are "own:<id>" or a default rule's. */
export function judge(set: RuleSet): Judge {
  const lists = sourceLists(set.sources);
  // Histories hold few origins and many orders of each.
  const known = new Memory<string, ReadTuple>(20_000);
  return (tuple, clue = null) => {
    const key = `${tupleKey(tuple)}\u0001${tuple.adNetwork ?? ""}`;
    return decide(set.rules, known.of(key, () => readTuple(tuple, lists)), clue);
  };
}

/** A tuple as rules compare it, with what the default rules say. */
interface ReadTuple { low: Tuple; byDefault: Classified; ownTold: string | null }

function readTuple(given: Tuple, lists: SourceLists | undefined): ReadTuple {
  const isOwn = given.toldChannel.startsWith(ownTold);
  const tuple = isOwn ? { ...given, toldChannel: "" } : given;
  return { low: loweredTuple(tuple), byDefault: classify(tuple, lists), ownTold: isOwn ? given.toldChannel.slice(ownTold.length) : null };
}

function decide(rules: readonly OwnRule[], { low, byDefault, ownTold: decidedBy }: ReadTuple, clue: OrderClue | null): Classified {
  const rule = (decidedBy === null ? undefined : rules.find(({ id }) => id === decidedBy))
    ?? rules.find(({ conditions }) => conditions.every((condition) => holds(condition, low, byDefault.channel, clue)));
  return rule ? { channel: rule.channel, rule: ownTold + rule.id } : byDefault;
}

/** True for rules that look at an order's visit. */
export function readsOrders(rule: OwnRule): boolean {
  return rule.conditions.some(({ field }) => (orderFields as readonly string[]).includes(field));
}

function holds({ field, op, value }: Condition, low: Tuple, channel: string, clue: OrderClue | null): boolean {
  return textsOf(field, low, channel, clue).some((text) => compare(op, text.toLowerCase(), value.toLowerCase(), value));
}

/** Several for coupons; none where a session can't tell, so that no condition holds there. */
function textsOf(field: RuleField, low: Tuple, channel: string, clue: OrderClue | null): readonly string[] {
  switch (field) {
    case "source": return [low.source];
    case "medium": return [low.medium];
    case "campaign": return [low.campaign];
    case "campaign_id": return [low.campaignId];
    case "channel": return [channel];
    case "landing_page": return clue ? [clue.landingPage ?? ""] : [];
    case "referrer_host": return clue ? [clue.referrerHost ?? ""] : [];
    case "coupon": return !clue ? [] : clue.coupons.length > 0 ? clue.coupons : [""];
  }
}

function compare(op: Condition["op"], text: string, value: string, pattern: string): boolean {
  switch (op) {
    case "is": return text === value;
    case "contains": return text.includes(value);
    case "starts": return text.startsWith(value);
    case "ends": return text.endsWith(value);
    case "matches": return matchesPattern(pattern, text);
  }
}

/** "paid search" is the default channel "Paid Search", not one of its own. */
function knownName(channel: string): string {
  return defaultChannels.find((name) => name.toLowerCase() === channel.toLowerCase()) ?? channel;
}

/** Two rules that lead to "Partners" and "partners" lead to one channel, spelled as the first. */
function oneSpelling<Set extends { rules: OwnRule[]; sources: OwnSource[] }>(set: Set): Set {
  const spelled = new Map<string, string>();
  for (const { channel } of set.rules) if (!spelled.has(channel.toLowerCase())) spelled.set(channel.toLowerCase(), channel);
  return { ...set, rules: set.rules.map((rule) => ({ ...rule, channel: spelled.get(rule.channel.toLowerCase())! })) };
}
