// What the editor changes before anything is applied: plain values, new ones for every change.
import type { OwnRule, RuleSet } from "#lib/channels/own-rules.ts";
import type { Messages } from "#lib/words/en/index.ts";

export type EditorWords = Messages["channels"]["rules"]["editor"];
export type Condition = OwnRule["conditions"][number];
/** What the selects offer. */
export interface Choices {
  fields: readonly Condition["field"][];
  /** Those of `fields` that only orders tell. */
  orderFields: readonly string[];
  ops: readonly Condition["op"][];
  kinds: readonly RuleSet["sources"][number]["kind"][];
  channels: readonly string[];
}

export function withRule(set: RuleSet, name: string): RuleSet {
  // Not a UUID: browsers make those only over https, and this may stand in a shop's own network.
  const id = `r${Math.random().toString(36).slice(2, 10)}`;
  return { ...set, rules: [...set.rules, { id, name, channel: "", conditions: [{ field: "source", op: "is", value: "" }] }] };
}

export function changeRule(set: RuleSet, at: number, change: Partial<OwnRule>): RuleSet {
  return { ...set, rules: set.rules.map((rule, index) => (index === at ? { ...rule, ...change } : rule)) };
}

export function withoutRule(set: RuleSet, at: number): RuleSet {
  return { ...set, rules: set.rules.filter((_, index) => index !== at) };
}

/** moveRule(set, 2, -1) puts the third rule in the second place; past an end nothing changes. */
export function moveRule(set: RuleSet, at: number, by: -1 | 1): RuleSet {
  const to = at + by;
  if (to < 0 || to >= set.rules.length) return set;
  const rules = [...set.rules];
  [rules[at], rules[to]] = [rules[to]!, rules[at]!];
  return { ...set, rules };
}

/** fill("Rule {number}", { number: 2 }) is "Rule 2". */
export function fill(text: string, values: Record<string, string | number>): string {
  return Object.entries(values).reduce((filled, [name, value]) => filled.replaceAll(`{${name}}`, String(value)), text);
}
