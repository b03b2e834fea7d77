// Named periods and their comparisons, resolved against the last complete day. Pure; windows half-open.
import { addDays, addMonths, daysBetween, monthStart, quarterStart, weekStart, yearStart, type Day } from "#lib/core/day.ts";
import { fiscalPlace, fiscalYearBefore, type FiscalCalendar } from "#lib/core/calendar.ts";

/** [from, to): `to` is the first day that is not in it. */
export interface Period {
  from: Day;
  to: Day;
}

export const periodPresets = ["last_7", "last_30", "last_90", "last_365", "mtd", "qtd", "ytd", "fptd", "fqtd", "fytd", "last_week", "last_month", "last_quarter", "last_year", "all"] as const;
export type PeriodPreset = (typeof periodPresets)[number];

export const comparisons = ["previous", "weekdays", "year", "none"] as const;
export type Comparison = (typeof comparisons)[number];

/** What a store's data allows: [firstDay, completeTo), completeTo being the day after the last complete one. */
export interface DataSpan {
  firstDay: Day;
  completeTo: Day;
}

/**
 * The window a preset means today. To-date presets run from the start of the period that holds the
 * last complete day, through that day; "last_month" is the last month that is complete.
 */
export function resolvePreset(preset: PeriodPreset, span: DataSpan, fiscal: FiscalCalendar): Period {
  const to = span.completeTo;
  const last = addDays(to, -1);
  const place = fiscalPlace(fiscal, last);
  const whole = (start: (day: Day) => Day): Period => {
    const end = start(to);
    return { from: start(addDays(end, -1)), to: end };
  };
  switch (preset) {
    case "last_7": return { from: addDays(to, -7), to };
    case "last_30": return { from: addDays(to, -30), to };
    case "last_90": return { from: addDays(to, -90), to };
    case "last_365": return { from: addDays(to, -365), to };
    case "mtd": return { from: monthStart(last), to };
    case "qtd": return { from: quarterStart(last), to };
    case "ytd": return { from: yearStart(last), to };
    case "fptd": return { from: place.fiscal_period_start, to };
    case "fqtd": return { from: place.fiscal_quarter_start, to };
    case "fytd": return { from: place.fiscal_year_start, to };
    case "last_week": return whole(weekStart);
    case "last_month": return whole(monthStart);
    case "last_quarter": return whole(quarterStart);
    case "last_year": return whole(yearStart);
    case "all": return { from: span.firstDay, to };
  }
}

const toDateStep: Partial<Record<PeriodPreset, number>> = { mtd: 1, qtd: 3, ytd: 12, last_month: 1, last_quarter: 3, last_year: 12 };

/**
 * The window to compare with, or null for "none".
 * - previous: like for like. A to-date period meets the same stretch of the month, quarter or year
 *   before (1–20 Nov with 1–20 Oct; 1–31 Mar with all of Feb); any other meets the same number of days just before.
 * - weekdays: the same number of days 52 weeks before (as often as clears the window), so that Mondays
 *   meet Mondays.
 * - year: the same dates a year before; on a fiscal calendar of weeks, the same fiscal weeks.
 */
export function resolveComparison(comparison: Comparison, period: Period, preset: PeriodPreset | null, fiscal: FiscalCalendar): Period | null {
  const length = daysBetween(period.from, period.to);
  if (comparison === "none" || length <= 0) return null;
  if (comparison === "weekdays") {
    const back = 364 * Math.ceil(length / 364);
    return { from: addDays(period.from, -back), to: addDays(period.to, -back) };
  }
  if (comparison === "year") {
    const isFiscal = preset === "fptd" || preset === "fqtd" || preset === "fytd";
    if (isFiscal && fiscal.kind !== "months") {
      const from = fiscalYearBefore(fiscal, period.from);
      const to = addDays(from, length);
      // A 53-week year is longer than the one before: never compared with its own days.
      return { from, to: to > period.from ? period.from : to };
    }
    return monthsBack(period, 12);
  }
  const months = preset ? toDateStep[preset] : undefined;
  if (months) return monthsBack(period, months);
  if (preset === "fptd" || preset === "fqtd" || preset === "fytd") {
    const place = fiscalPlace(fiscal, addDays(period.from, -1));
    const from = preset === "fptd" ? place.fiscal_period_start : preset === "fqtd" ? place.fiscal_quarter_start : place.fiscal_year_start;
    const to = addDays(from, length);
    // A shorter fiscal period before is taken whole, never past its end.
    return { from, to: to > period.from ? period.from : to };
  }
  if (isWholeMonths(period)) return monthsBack(period, monthsIn(period));
  return { from: addDays(period.from, -length), to: period.from };
}

/** Both ends moved by calendar months; a window that ends with its month keeps doing so. */
function monthsBack(period: Period, months: number): Period {
  const from = addMonths(period.from, -months);
  const endsMonth = monthStart(period.to) === period.to;
  const to = endsMonth ? addMonths(period.to, -months) : addDays(addMonths(addDays(period.to, -1), -months), 1);
  return { from, to };
}

function isWholeMonths(period: Period): boolean {
  return monthStart(period.from) === period.from && monthStart(period.to) === period.to;
}

function monthsIn(period: Period): number {
  return (Number(period.to.slice(0, 4)) - Number(period.from.slice(0, 4))) * 12 + Number(period.to.slice(5, 7)) - Number(period.from.slice(5, 7));
}
