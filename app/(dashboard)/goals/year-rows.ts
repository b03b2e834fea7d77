// A business year as the rows that goals are set for: its periods, after each quarter's last the quarter, then the year.
import { addDays, type Day } from "#lib/core/day.ts";
import { calendarRows, type FiscalCalendar } from "#lib/core/calendar.ts";
import type { Period } from "#lib/core/period.ts";

export interface YearRow { kind: "period" | "quarter" | "year"; /** 1–12, 1–4, or the year's name. */ number: number; period: Period }

/** On the calendar year: January, February, March, quarter 1, April … December, quarter 4, the year. */
export function yearRows(fiscal: FiscalCalendar, year: number): YearRow[] {
  // A business year lies within the year before its name and the one after, whatever it is named after.
  const days = calendarRows(fiscal, `${year - 1}-01-01`, `${year + 2}-01-01`).filter((row) => row.fiscal_year === year);
  const spanOf = (of: typeof days): Period => ({ from: of[0]!.day, to: addDays(of.at(-1)!.day, 1) });
  const rows: YearRow[] = [];
  for (const quarter of [1, 2, 3, 4]) {
    const inQuarter = days.filter((row) => row.fiscal_quarter === quarter);
    for (const number of new Set(inQuarter.map((row) => row.fiscal_period))) rows.push({ kind: "period", number, period: spanOf(inQuarter.filter((row) => row.fiscal_period === number)) });
    rows.push({ kind: "quarter", number: quarter, period: spanOf(inQuarter) });
  }
  return [...rows, { kind: "year", number: year, period: spanOf(days) }];
}

/** The name of the business year that a day lies in. */
export function yearOf(fiscal: FiscalCalendar, day: Day): number {
  return calendarRows(fiscal, day, addDays(day, 1))[0]!.fiscal_year;
}
