// The months, quarters and years that a projection reaches the end of.
import { fiscalPlace, type FiscalCalendar } from "#lib/core/calendar.ts";
import { addDays, addMonths, monthStart, quarterStart, yearStart, type Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";

export const totalGrains = ["month", "quarter", "year", "fiscal_period", "fiscal_quarter", "fiscal_year"] as const;
export type TotalGrain = (typeof totalGrains)[number];
export interface TotalPeriod extends Period { grain: TotalGrain }

/**
 * Every period that ends after `from` and not after `to`: the one that `from` lies in comes with its beginning, also
 * before `from`. Fiscal ones only where they differ from the calendar's.
 */
export function periodsWithin(from: Day, to: Day, fiscal: FiscalCalendar): TotalPeriod[] {
  const found: TotalPeriod[] = [];
  const walk = (grain: TotalGrain, start: (day: Day) => Day, next: (first: Day) => Day): void => {
    for (let first = start(from); ; first = next(first)) {
      const end = next(first);
      if (end > to) return;
      found.push({ grain, from: first, to: end });
    }
  };
  walk("month", monthStart, (first) => addMonths(first, 1));
  walk("quarter", quarterStart, (first) => addMonths(first, 3));
  walk("year", yearStart, (first) => addMonths(first, 12));
  const isCalendar = fiscal.kind === "months" && fiscal.startMonth === 1;
  if (isCalendar) return found;
  const place = (name: "fiscal_period_start" | "fiscal_quarter_start" | "fiscal_year_start") => (day: Day) => fiscalPlace(fiscal, day)[name];
  // Longer than any of its kind, shorter than two: the next one's beginning is that of the day so far on.
  const after = (start: (day: Day) => Day, days: number) => (first: Day) => start(addDays(first, days));
  if (fiscal.kind !== "months") walk("fiscal_period", place("fiscal_period_start"), after(place("fiscal_period_start"), 45));
  walk("fiscal_quarter", place("fiscal_quarter_start"), after(place("fiscal_quarter_start"), 110));
  walk("fiscal_year", place("fiscal_year_start"), after(place("fiscal_year_start"), 400));
  return found;
}
