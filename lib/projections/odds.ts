// The chance to reach a goal, and the pace that it asks for, of a figure that was read already.
import type { Period } from "#lib/core/period.ts";
import { chance as chanceOf } from "#lib/forecast/totals.ts";
import { sampleOf, type Figure, type PeriodTotal } from "#lib/projections/read.ts";

export interface Odds {
  /** Share of futures that reach the goal, 0–1; null without a goal, or without the paths. */
  chance: number | null;
  /** What each day ahead must bring; 0: reached. Null for ratios, without a goal, and when no day is left. */
  requiredPerDay: number | null;
  /** What a day ahead is expected to bring; null for ratios and when no day is left. */
  expectedPerDay: number | null;
}

/** `goal` in the figure's currency and unit. 60 of 100 sold with 10 days left asks for 4 a day. */
export function oddsOf(figure: Figure, period: Period, total: PeriodTotal, goal: number | null): Odds {
  const sample = goal === null ? null : sampleOf(figure, period);
  const hasPace = figure.halves === null && total.daysLeft > 0;
  return {
    chance: sample && sample.length > 0 ? chanceOf(sample, goal!) : null,
    requiredPerDay: hasPace && goal !== null ? Math.max(0, goal - (total.known ?? 0)) / total.daysLeft : null,
    expectedPerDay: hasPace ? (total.mean - (total.known ?? 0)) / total.daysLeft : null,
  };
}
