// Which days an order may have: those of the calendar, up to tomorrow in the shop's zone. A year typed wrong
// would otherwise move every "last 30 days" to where nothing was sold.
import { calendarSpan } from "#lib/core/calendar.ts";
import { addDays, dayAt, type Day } from "#lib/core/day.ts";
import { dayReader, type When } from "#lib/core/when.ts";

export type OutsideDays = "before_calendar" | "in_future";

export interface DayWindow {
  zone: string;
  /** Today in the shop's zone: not over yet. */
  today: Day;
}

/** `now` is when the file is read. */
export function dayWindow(zone: string, now: Date): DayWindow {
  return { zone, today: dayAt(now, zone) };
}

/** Says for a time whether its day in the shop's zone lies outside, and where; null when it may be. */
export function windowJudge({ zone, today }: DayWindow): (when: When) => OutsideDays | null {
  const tomorrow = addDays(today, 1);
  const beyond = tomorrow < calendarSpan.to ? addDays(tomorrow, 1) : calendarSpan.to;
  const dayOf = dayReader(zone);
  return ({ local, offset }) => {
    const day = offset === null ? local.slice(0, 10) : dayOf(local + offset);
    return day < calendarSpan.from ? "before_calendar" : day >= beyond ? "in_future" : null;
  };
}
