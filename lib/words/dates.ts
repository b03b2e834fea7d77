// Days and windows as people read them. Days have no zone, so all formats run in UTC.
import type { Period } from "#lib/core/period.ts";
import { addDays, type Day } from "#lib/core/day.ts";

const at = (day: Day) => new Date(`${day}T00:00:00Z`);
const made = new Map<string, Intl.DateTimeFormat>();
function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }));
  return made.get(key)!;
}

/** "31 Aug 2011"; without the year "31 Aug". */
export function dayText(day: Day, locale: string, year = true): string {
  return format(locale, { day: "numeric", month: "short", ...(year ? { year: "numeric" } : {}) }).format(at(day));
}

/** "Wed 31 Aug 2011". */
export function weekdayText(day: Day, locale: string): string {
  return format(locale, { weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(at(day));
}

/** A half-open window as people say it, both ends included: "1–31 Aug 2011"; without the year "1–31 Aug". */
export function periodText(period: Period, locale: string, year = true): string {
  return format(locale, { day: "numeric", month: "short", ...(year ? { year: "numeric" } : {}) }).formatRange(at(period.from), at(addDays(period.to, -1)));
}

/** "August 2011" of any day in it; without the year "August". */
export function monthText(day: Day, locale: string, year = true): string {
  return format(locale, { month: "long", ...(year ? { year: "numeric" } : {}) }).format(at(day));
}

/** A bucket's name on an axis or in a table: a day or week by its first day, a month by its name. */
export function bucketText(day: Day, grain: string, locale: string, year = false): string {
  if (grain === "month") return format(locale, { month: "short", year: "numeric" }).format(at(day));
  if (grain === "quarter") return `Q${Math.ceil(Number(day.slice(5, 7)) / 3)} ${day.slice(0, 4)}`;
  if (grain === "year") return day.slice(0, 4);
  return dayText(day, locale, year || (grain !== "day" && grain !== "week" && grain !== "fiscal_week"));
}

/** "31 Aug 2011, 14:05" in a zone of the shop's. */
export function instantText(instant: Date, locale: string, zone: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" }).format(instant);
}
