// How wide ranges must be is learned from the past: what came is held against the paths that were drawn for it
// (conformal scaling in the sense of Vovk et al., shrunk to no change since origins are few).
import type { Origin } from "#lib/forecast/backtest.ts";
import { combine, weigh, type Combined } from "#lib/forecast/combine.ts";
import { BACKTEST_PATHS } from "#lib/forecast/backtest.ts";
import { quantile } from "#lib/forecast/totals.ts";

/** Factors on what a path does as a whole, and on what its steps do around that. */
export interface Widths { whole: number; step: number }

/**
 * Belief about widths before the past is asked, in origins and in steps. Totals lie a tenth further off than paths say, on shops, cash machines
 * and page views alike; and a few origins of one series, which share its calm or its trouble, hardly tell how wide the next range must be: over
 * 350 tasks their mean square and that of the horizon to come were all but unrelated. So the past has to be clearly off to be followed.
 */
const BELIEF_WHOLE = 12, WHOLE = 1.1, BELIEF_STEP = 60;
/** An 80 % range reaches 1.2816 standard deviations to each side. */
const REACH = 1.2816;

export function widths(origins: readonly Origin[]): Widths {
  let squares = BELIEF_WHOLE * WHOLE ** 2, count = BELIEF_WHOLE;
  const ratios: number[] = [];
  for (const origin of origins) {
    const ids = origin.said.map((said) => said.model.id);
    if (ids.length === 0 || origin.prepared.scale === 0) continue;
    const combined = combine(origin.said, weigh(ids, origin.prepared.task.series.grain, origins, origin), origin.came.length, BACKTEST_PATHS, origin.prepared.scale);
    const found = against(combined, origin);
    if (!found) continue;
    squares += Math.min(9, found.whole ** 2);
    count++;
    ratios.push(...found.steps);
  }
  ratios.sort((a, b) => a - b);
  const step = ratios.length === 0 ? 1 : Math.exp((Math.log(Math.max(0.2, quantile(ratios, 0.8))) * ratios.length) / (ratios.length + BELIEF_STEP));
  return { whole: Math.sqrt(squares / count), step: Math.min(2, Math.max(0.5, step)) };
}

/** What came in units of the paths' own spread: as a whole in standard deviations, by step in half widths of the 80 % range. */
function against(combined: Combined, origin: Origin): { whole: number; steps: number[] } | null {
  const { point, deviations, count, shift } = combined, horizon = point.length;
  const open: number[] = [];
  for (let step = 0; step < horizon; step++) if (!Number.isNaN(origin.came[step]!) && !origin.prepared.shut[step]) open.push(step);
  if (open.length === 0) return null;
  const total = (value: (step: number) => number) => open.reduce((sum, step) => sum + value(step), 0);
  const middle = total((step) => point[step]! + shift);
  const came = Math.log(total((step) => origin.came[step]! + shift) / middle);
  const whole = Float64Array.from({ length: count }, (_, path) => Math.log(total((step) => (point[step]! + shift) * Math.exp(deviations[path * horizon + step]!)) / middle)).sort();
  const centre = quantile(whole, 0.5), half = (quantile(whole, 0.9) - quantile(whole, 0.1)) / 2;
  if (!(half > 0)) return null;
  const column = new Float64Array(count), steps: number[] = [];
  const levels = levelsOf(combined);
  for (const step of open) {
    for (let path = 0; path < count; path++) column[path] = deviations[path * horizon + step]! - levels[path]!;
    const sorted = column.sort(), reach = (quantile(sorted, 0.9) - quantile(sorted, 0.1)) / 2;
    if (reach > 0) steps.push(Math.abs(Math.log((origin.came[step]! + shift) / (point[step]! + shift)) - came - quantile(sorted, 0.5)) / reach);
  }
  return { whole: ((came - centre) / half) * REACH, steps };
}

/** Each path's mean deviation, weighted by the size of its steps. */
function levelsOf({ point, deviations, count }: Combined): Float64Array {
  const horizon = point.length, all = point.reduce((sum, value) => sum + value, 0) || 1;
  return Float64Array.from({ length: count }, (_, path) => { let sum = 0; for (let step = 0; step < horizon; step++) sum += deviations[path * horizon + step]! * point[step]!; return sum / all; });
}

/**
 * Widens or narrows deviations in place. A path whose days are widened keeps its total: on the log scale wider days would else mean more
 * sales, by multiples where sales are few and far between.
 */
export function rescale(combined: Combined, by: Widths): void {
  const { deviations, count, point, shift } = combined, horizon = point.length, levels = levelsOf(combined);
  for (let path = 0; path < count; path++) {
    let before = 0, after = 0;
    for (let step = 0; step < horizon; step++) {
      const at = path * horizon + step, around = deviations[at]! - levels[path]!;
      deviations[at] = by.step * around;
      before += (point[step]! + shift) * Math.exp(around);
      after += (point[step]! + shift) * Math.exp(by.step * around);
    }
    const level = by.whole * levels[path]! + Math.log(before / after);
    for (let step = 0; step < horizon; step++) deviations[path * horizon + step]! += level;
  }
}
