// Dated values as a time series: holes as missing values, the grain read off the dates, which are kept as the file writes them.
import { addDays, addMonths, fromNumber, toNumber, type Day } from "#lib/core/day.ts";
import type { Grain, TimeSeries } from "#lib/forecast/series.ts";

/** A series with the way its file dates a step: weeks by their weekday, months by a day of the month. */
export interface LongSeries extends TimeSeries {
  name: string;
  /** The file's own date of step `index`: "2026-01-31" and "2026-02-28" for months that are dated by their last day. */
  dated(index: number): Day;
}

/** 27 years of days. What lies further back tells nothing about next year and may be a slip of a date. */
const mostSteps = 10_000;

/** Days ascending and without repeats. Missing values are NaN in, null out, like the steps between. */
export function toSeries(days: readonly number[], values: readonly number[]): Omit<LongSeries, "name"> {
  const grain = grainOf(days.map(fromNumber));
  const first = fromNumber(days[0]!);
  const monthly = (day: Day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  const place = (day: number) => (grain === "month" ? monthly(fromNumber(day)) - monthly(first) : (day - days[0]!) / (grain === "week" ? 7 : 1));
  const length = place(days.at(-1)!) + 1;
  const skipped = Math.max(0, length - mostSteps);
  const out = Array.from<unknown, number | null>({ length: length - skipped }, () => null);
  days.forEach((day, index) => {
    const at = place(day) - skipped;
    if (at >= 0 && !Number.isNaN(values[index]!)) out[at] = values[index]!;
  });
  const dayOfMonth = Math.max(...days.map((day) => Number(fromNumber(day).slice(8, 10))).slice(0, 12));
  const dated = (index: number) => {
    if (grain !== "month") return addDays(first, (index + skipped) * (grain === "week" ? 7 : 1));
    return addMonths(`2000-01-${String(dayOfMonth).padStart(2, "0")}`, monthly(first) - 24_001 + index + skipped);
  };
  return { start: grain === "month" ? `${dated(0).slice(0, 8)}01` : dated(0), grain, values: out, dated };
}

/** Months when every day is the same of its month, or its last; weeks when all lie whole weeks apart; else days. One day alone is a day. */
export function grainOf(days: readonly Day[]): Grain {
  if (days.length < 2) return "day";
  const numbers = days.map(toNumber);
  const gaps = numbers.slice(1).map((number, index) => number - numbers[index]!);
  const isLast = (day: Day) => addDays(day, 1).endsWith("-01");
  const sameDay = days.every((day) => day.slice(8) === days[0]!.slice(8)) || days.every(isLast);
  if (sameDay && gaps.every((gap) => gap >= 28)) return "month";
  return gaps.every((gap) => gap % 7 === 0) ? "week" : "day";
}
