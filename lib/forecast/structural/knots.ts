// Where the level may move and where the slope may change: straight pieces between knots, close together near the end, where it counts.
import { YEAR, type Grain } from "#lib/forecast/series.ts";

export interface Knots {
  /** Steps of the knots, ascending; the first is 0, the last the last step of history. */
  at: Int32Array;
  /** Left knot of a step of history, and its share of the way to the next one. */
  place(step: number): [left: number, share: number];
}

/** Steps between knots. A day's level: weekly for the last 8 weeks, then fortnightly for half a year, then monthly; slopes monthly, 50 at most. */
export function knotsOf(length: number, part: "level" | "trend", grain: Grain): Knots {
  const month = Math.max(1, Math.round(YEAR[grain] / 13)), week = Math.max(1, Math.round(YEAR[grain] / 52));
  const gap = (back: number) => {
    if (part === "trend") return Math.max(month, Math.ceil(length / 50));
    if (back < 8 * week) return week;
    return Math.max(back < 26 * week ? 2 * week : month, Math.ceil(length / 100));
  };
  const found = [length - 1];
  for (let step = length - 1; step > 0;) {
    // A last piece shorter than half its gap joins its neighbour: its slope would be noise.
    const next = step - gap(length - 1 - step);
    step = next < gap(length - 1 - step) / 2 ? 0 : next;
    found.push(step);
  }
  if (found.length === 1) found.push(0);
  const at = Int32Array.from(found.reverse());
  const left = new Int32Array(length);
  for (let step = 0, knot = 0; step < length; step++) {
    while (knot < at.length - 2 && step >= at[knot + 1]!) knot++;
    left[step] = knot;
  }
  return { at, place: (step) => [left[step]!, (step - at[left[step]!]!) / Math.max(1, at[left[step]! + 1]! - at[left[step]!]!)] };
}
