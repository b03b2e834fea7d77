// Parts made to add up to their whole on every path and day: each keeps its share of what all parts together say.
import { countOf, type Paths } from "#lib/projections/paths.ts";

/** `parts` begin on the same day and are as long as `whole`. Where they say nothing at all, the whole is split by their sums. */
export function shareOut(whole: Paths, parts: readonly Paths[]): Paths[] {
  const out = parts.map((part) => ({ ...part, values: new Float32Array(part.values.length) }));
  const sums = parts.map((part) => part.values.reduce((sum, value) => sum + Math.max(0, value), 0));
  const all = sums.reduce((sum, value) => sum + value, 0);
  const usual = sums.map((sum) => (all > 0 ? sum / all : 1 / parts.length));
  for (let at = 0; at < countOf(whole) * whole.steps; at++) {
    let together = 0;
    for (const part of parts) together += Math.max(0, part.values[at]!);
    parts.forEach((part, index) => { out[index]!.values[at] = whole.values[at]! * (together > 0 ? Math.max(0, part.values[at]!) / together : usual[index]!); });
  }
  return out;
}
