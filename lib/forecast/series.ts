// What the forecaster is handed, and how its positions map to days. Nothing here knows shops, metrics or databases.
import { addDays, addMonths, type Day } from "#lib/core/day.ts";

/** How far apart two values of a series stand. */
export type Grain = "day" | "week" | "month";

/** One value per step of the grain, from `start` on without holes; null is a missing value, which is not zero. */
export interface TimeSeries {
  start: Day;
  grain: Grain;
  values: readonly (number | null)[];
}

/** The first day of step `index` (0 is the first value; the forecast begins at `values.length`). */
export function dayAt(series: Pick<TimeSeries, "start" | "grain">, index: number): Day {
  if (series.grain === "month") return addMonths(series.start, index);
  return addDays(series.start, series.grain === "week" ? index * 7 : index);
}

/** Steps after which a year looks the same: 365.25 days, 52.18 weeks, 12 months. */
export const YEAR: Record<Grain, number> = { day: 365.25, week: 365.25 / 7, month: 12 };

/** Days that smoothing looks at: two years tell a smoother all it can use, and what lies before costs time. */
export const RECENT = 730;

/** So many days ahead growth and the year say more than the last weeks do, and what is asked for is the total. */
export const FAR = YEAR.day / 2;

/** The season that people plan by: the week of daily series, the year of monthly ones, none of weekly ones (M4's convention). */
export const SEASON: Record<Grain, number> = { day: 7, week: 1, month: 12 };

/**
 * A span that lifts or lowers the series: a promotion, a holiday, an outage. Its effect is learned over all spans of one `type`,
 * so a Black Friday that moves is one type with one span a year. Days are half-open; spans after the last value are the future.
 */
export interface EventSpan {
  type: string;
  from: Day;
  to: Day;
  /** Depth beside others of its type (a discount of 0.3 beside one of 0.1); 1 when unsaid. */
  size?: number;
  /** True when its days say nothing about ordinary ones (an outage, broken counting): they are left out of learning. */
  ignore?: boolean;
}
