// The calendar's places of many days in a row, reckoned month by month: text is cut once a month, not once a day.
import { addMonths, daysBetween, monthStart, type Day } from "#lib/core/day.ts";

/** Day of the month from 1 on, and how many that month has. */
export interface DatePlace { year: number; day: number; days: number }

/** Places of `count` days from `start` on. */
export function datesOf(start: Day, count: number): DatePlace[] {
  const out: DatePlace[] = [];
  for (let month = monthStart(start), day = 1 + daysBetween(month, start); out.length < count; month = addMonths(month, 1), day = 1) {
    const days = daysBetween(month, addMonths(month, 1)), year = Number(month.slice(0, 4));
    for (; day <= days && out.length < count; day++) out.push({ year, day, days });
  }
  return out;
}
