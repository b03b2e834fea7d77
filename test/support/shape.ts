// The shape of a JSON body: every place in it, with the kinds of values found there. Items of a list are one
// place, except where position means something.

/** What a text looks like: its unit and spelling, not its value. */
function spelling(text: string): string {
  const kinds: [string, RegExp][] = [
    ["empty text", /^$/], ["day 20261112", /^20\d{6}$/], ["whole number as text", /^-?\d+$/], ["decimal as text", /^-?\d+\.\d+$/], ["day 2026-11-12", /^\d{4}-\d{2}-\d{2}$/],
    ["instant with Z", /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/], ["time without zone", /^\d{4}-\d{2}-\d{2}[T ][\d:]+$/], ["gid", /^gid:\/\/shopify\//], ["address", /^https?:\/\//], ["resource name", /^customers\/\d+/],
  ];
  return kinds.find(([, pattern]) => pattern.test(text))?.[0] ?? "text";
}

const positional = new Set(["dimensionValues", "metricValues", "keys"]);

/** Place → kinds: "rows[].metricValues[0].value" → {"whole number as text"}. */
export function shapeOf(body: unknown): Map<string, Set<string>> {
  const shape = new Map<string, Set<string>>();
  (function walk(value: unknown, place: string, name: string): void {
    const kind = value === null ? "null" : Array.isArray(value) ? "list" : typeof value === "string" ? spelling(value) : typeof value;
    const kinds = shape.get(place) ?? new Set();
    shape.set(place, kinds.add(kind));
    if (Array.isArray(value)) value.forEach((item, index) => walk(item, `${place}[${positional.has(name) ? index : ""}]`, ""));
    else if (kind === "object") for (const [key, held] of Object.entries(value as object)) walk(held, place === "" ? key : `${place}.${key}`, key);
  })(body, "", "");
  return shape;
}

/** Spellings that one vendor uses for the same thing: money without cents is still money. */
const same: string[][] = [
  ["whole number as text", "decimal as text"], ["text", "empty text"],
];

export interface Allowed {
  /** Places that only the fixture has, or only the answer, each with the reason; what lies below goes with them. */
  onlyInFixture?: Record<string, string>;
  onlyInAnswer?: Record<string, string>;
  /** Places whose kinds differ because the orders do: null here, told there. */
  otherKind?: Record<string, string>;
}

/** What an answer says otherwise than the fixture; empty where they have the same shape. */
export function shapeFaults(fixture: unknown, answer: unknown, allowed: Allowed = {}): string[] {
  const [wanted, told] = [shapeOf(fixture), shapeOf(answer)];
  const isListed = (places: Record<string, string> | undefined, place: string) => Object.keys(places ?? {}).some((listed) => place === listed || place.startsWith(`${listed}.`) || place.startsWith(`${listed}[`));
  const faults: string[] = [];
  for (const place of wanted.keys()) if (!told.has(place) && !isListed(allowed.onlyInFixture, place)) faults.push(`missing: ${place}`);
  for (const [place, kinds] of told) {
    const fixed = wanted.get(place);
    if (!fixed) {
      if (!isListed(allowed.onlyInAnswer, place)) faults.push(`unknown: ${place}`);
      continue;
    }
    if (isListed(allowed.otherKind, place)) continue;
    for (const kind of kinds) {
      const fits = fixed.has(kind) || [...fixed].some((other) => same.some((pair) => pair.includes(kind) && pair.includes(other)));
      if (!fits) faults.push(`${place} is ${kind}, in the fixture ${[...fixed].join(" or ")}`);
    }
  }
  return faults;
}
