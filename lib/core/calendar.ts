// Fiscal calendars as rows of dim.day: the one place that knows where a fiscal week or quarter begins.
// Weeks follow ISO 8601 (Monday start, week 1 holds 4 January); 4-4-5 and its siblings follow the retail
// practice of the US National Retail Federation: 13-week quarters, 52 weeks, a 53rd week when the year's
// end has drifted (https://nrf.com/resources/4-5-4-calendar).
import { addDays, addMonths, daysBetween, daysIn, monthStart, quarterStart, weekday, weekStart, yearStart, type Day } from "#lib/core/day.ts";

export type FiscalPattern = "4-4-5" | "4-5-4" | "5-4-4";

/** How a shop cuts its business year. */
export type FiscalCalendar =
  /** Calendar months, the year beginning on the 1st of `startMonth` (1 = plain calendar year). */
  | { kind: "months"; startMonth: number; label: "start" | "end" }
  /** ISO weeks and ISO years; periods of 4-4-5 weeks. */
  | { kind: "iso"; pattern: FiscalPattern }
  /**
   * Whole weeks: the year ends on `endWeekday` (1 Monday … 7 Sunday), either the last one in
   * `endMonth` or the one nearest to that month's end. The NRF year: 4-5-4, Saturday nearest to
   * the end of January, named after the year that it begins in.
   */
  | { kind: "weeks"; pattern: FiscalPattern; endMonth: number; endWeekday: number; rule: "last" | "nearest"; label: "start" | "end" };

export const calendarYear: FiscalCalendar = { kind: "months", startMonth: 1, label: "start" };
export const nrfYear: FiscalCalendar = { kind: "weeks", pattern: "4-5-4", endMonth: 1, endWeekday: 6, rule: "nearest", label: "start" };

export interface FiscalPlace {
  fiscal_year: number;
  fiscal_quarter: number;
  fiscal_period: number;
  fiscal_week: number;
  fiscal_week_start: Day;
  fiscal_period_start: Day;
  fiscal_quarter_start: Day;
  fiscal_year_start: Day;
}

export interface CalendarRow extends FiscalPlace {
  day: Day;
  weekday: number;
  iso_year: number;
  iso_week: number;
  week_start: Day;
  month_start: Day;
  quarter_start: Day;
  year_start: Day;
}

/** isoWeek("2021-01-03") is { year: 2020, week: 53 }. */
export function isoWeek(day: Day): { year: number; week: number } {
  const thursday = addDays(weekStart(day), 3);
  const year = Number(thursday.slice(0, 4));
  return { year, week: Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1 };
}

/** Last day (inclusive) of the fiscal year that ends around `endMonth` of `year`. */
function weeksYearEnd(calendar: Extract<FiscalCalendar, { kind: "weeks" }>, year: number): Day {
  const monthEnd = addDays(addMonths(`${year}-${String(calendar.endMonth).padStart(2, "0")}-01`, 1), -1);
  const back = (weekday(monthEnd) - calendar.endWeekday + 7) % 7;
  // "nearest" may lie up to three days after the month's end; a tie can't happen with seven days.
  return calendar.rule === "nearest" && back > 3 ? addDays(monthEnd, 7 - back) : addDays(monthEnd, -back);
}

/** First day of the fiscal year that `day` lies in, and the year's name. */
function yearOf(calendar: FiscalCalendar, day: Day): { start: Day; name: number } {
  const year = Number(day.slice(0, 4));
  if (calendar.kind === "months") {
    const thisYear = `${year}-${String(calendar.startMonth).padStart(2, "0")}-01`;
    const start = day >= thisYear ? thisYear : addMonths(thisYear, -12);
    const startYear = Number(start.slice(0, 4));
    return { start, name: calendar.startMonth > 1 && calendar.label === "end" ? startYear + 1 : startYear };
  }
  if (calendar.kind === "iso") {
    const { year: isoYear } = isoWeek(day);
    return { start: weekStart(`${isoYear}-01-04`), name: isoYear };
  }
  const ends = [year - 1, year, year + 1].map((candidate) => ({ candidate, end: weeksYearEnd(calendar, candidate) }));
  const next = ends.find(({ end }) => day <= end) ?? ends[2]!;
  const start = addDays(weeksYearEnd(calendar, next.candidate - 1), 1);
  // A year is named after the calendar year that holds most of its beginning or of its end.
  const startName = Number(addDays(start, 14).slice(0, 4));
  return { start, name: calendar.label === "start" ? startName : Number(addDays(next.end, -14).slice(0, 4)) };
}

const weeksOfPeriods: Record<FiscalPattern, number[]> = { "4-4-5": [4, 4, 5], "4-5-4": [4, 5, 4], "5-4-4": [5, 4, 4] };

/** Where a day stands in its fiscal year. A 53rd week belongs to period 12 and quarter 4. */
export function fiscalPlace(calendar: FiscalCalendar, day: Day): FiscalPlace {
  const { start, name } = yearOf(calendar, day);
  if (calendar.kind === "months") {
    const month = monthStart(day);
    const period = (Number(month.slice(0, 4)) - Number(start.slice(0, 4))) * 12 + Number(month.slice(5, 7)) - Number(start.slice(5, 7)) + 1;
    const quarter = Math.ceil(period / 3);
    const firstWeek = weekStart(start);
    // Weeks stay whole (Monday to Sunday); the first and last are cut by the year.
    const week = weekStart(day) < start ? start : weekStart(day);
    return {
      fiscal_year: name, fiscal_quarter: quarter, fiscal_period: period,
      fiscal_week: Math.floor(daysBetween(firstWeek, day) / 7) + 1,
      fiscal_week_start: week, fiscal_period_start: month,
      fiscal_quarter_start: addMonths(start, (quarter - 1) * 3), fiscal_year_start: start,
    };
  }
  const week = Math.floor(daysBetween(start, day) / 7);
  const quarter = Math.min(3, Math.floor(week / 13));
  const [first, second] = weeksOfPeriods[calendar.pattern] as [number, number, number];
  const weekInQuarter = week - quarter * 13;
  const inQuarter = weekInQuarter < first ? 0 : weekInQuarter < first + second ? 1 : 2;
  const weeksBefore = quarter * 13 + [0, first, first + second][inQuarter]!;
  return {
    fiscal_year: name, fiscal_quarter: quarter + 1, fiscal_period: quarter * 3 + inQuarter + 1, fiscal_week: week + 1,
    fiscal_week_start: addDays(start, week * 7), fiscal_period_start: addDays(start, weeksBefore * 7),
    fiscal_quarter_start: addDays(start, quarter * 91), fiscal_year_start: start,
  };
}

/** 53 in a long year, else 52; 52 or 53 for calendar months too (weeks touched). */
export function weeksInYear(calendar: FiscalCalendar, day: Day): number {
  const { start } = yearOf(calendar, day);
  const nextStart = yearOf(calendar, addDays(start, 380)).start;
  return Math.round(daysBetween(start, nextStart) / 7);
}

/** Rows of dim.day for [from, to). */
export function calendarRows(calendar: FiscalCalendar, from: Day, to: Day): CalendarRow[] {
  return daysIn(from, to).map((day) => {
    const iso = isoWeek(day);
    return {
      day, weekday: weekday(day), iso_year: iso.year, iso_week: iso.week,
      week_start: weekStart(day), month_start: monthStart(day), quarter_start: quarterStart(day), year_start: yearStart(day),
      ...fiscalPlace(calendar, day),
    };
  });
}

/**
 * The same place one fiscal year earlier. Months: the date a year before. Weeks: 52 weeks before, or
 * 53 after a long year (the restated comparison: holidays stay aligned), so weekdays match.
 */
export function fiscalYearBefore(calendar: FiscalCalendar, day: Day): Day {
  if (calendar.kind === "months") return addMonths(day, -12);
  const { start } = yearOf(calendar, day);
  const previousWeeks = weeksInYear(calendar, addDays(start, -1));
  return fromWeeks(day, previousWeeks);
}

function fromWeeks(day: Day, weeks: number): Day {
  return addDays(day, -7 * weeks);
}

/** Days of dim.day: wide enough for imports of old shops and long projections. */
export const calendarSpan: { from: Day; to: Day } = { from: "1995-01-01", to: "2051-01-01" };
