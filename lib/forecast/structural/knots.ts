// Where the level may move and where the slope may change: straight pieces between knots, close together near the end, where it counts.
import { YEAR, type Grain } from "#lib/forecast/series.ts";

export interface Knots {
  /** Steps of the knots, ascending; the first is 0, the last the last step of history. */
  at: Int32Array;
  /** Left knot of a step of history, and its share of the way to the next one. */
  place(step: number): [left: number, share: number];
}

/** Steps between knots, looking back from the end. A level: a week in the last 8 weeks, two in half a year, a month in the last year, two before. A slope: a month in the last year, a quarter before. */
export function knotsOf(length: number, part: "level" | "trend", grain: Grain): Knots {
  const year = YEAR[grain], month = Math.max(1, Math.round(year / 13)), week = Math.max(1, Math.round(year / 52));
  const gap = (back: number) => {
    if (part === "trend") return back < year ? month : 3 * month;
    return back < 8 * week ? week : back < 26 * week ? 2 * week : back < year ? month : 2 * month;
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
