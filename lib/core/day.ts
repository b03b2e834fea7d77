// Days as text. A Day has no zone: whoever makes one from an instant says whose midnight cuts it.
// No JS Date leaves this file, and the only clock of lib and app is now().

/** A calendar day, "YYYY-MM-DD". Sorts as text. */
export type Day = string;

const MS_PER_DAY = 86_400_000;

/** True for a real calendar day in years 1900–2199 ("2026-02-30" is none). */
export function isDay(text: string): boolean {
  if (text === lastRead) return true;
  if (!/^(19|20|21)\d{2}-\d{2}-\d{2}$/.test(text) || fromNumber(toNumber(text)) !== text) return false;
  lastRead = text;
  return true;
}

/** Rows come day by day: the day before is nearly always the same again. */
let lastRead = "";

/** Days since 1970-01-01: for arithmetic and array positions. */
export function toNumber(day: Day): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / MS_PER_DAY;
}

export function fromNumber(number: number): Day {
  return new Date(number * MS_PER_DAY).toISOString().slice(0, 10);
}

/** addDays("2026-02-28", 1) is "2026-03-01"; negative counts go back. */
export function addDays(day: Day, count: number): Day {
  return fromNumber(toNumber(day) + count);
}

/** Days from `from` to `to`: 1 for neighbours, negative when `to` lies before. */
export function daysBetween(from: Day, to: Day): number {
  return toNumber(to) - toNumber(from);
}

/** Every day of the half-open window [from, to). */
export function daysIn(from: Day, to: Day): Day[] {
  const start = toNumber(from);
  return Array.from({ length: Math.max(0, toNumber(to) - start) }, (_, index) => fromNumber(start + index));
}

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export function weekday(day: Day): number {
  return ((((toNumber(day) + 3) % 7) + 7) % 7) + 1;
}

/** The Monday on or before. */
export function weekStart(day: Day): Day {
  return addDays(day, 1 - weekday(day));
}

export function monthStart(day: Day): Day {
  return `${day.slice(0, 7)}-01`;
}

/**
 * The same day of the month `count` months away; clipped to that month's last day:
 * addMonths("2026-03-31", -1) is "2026-02-28".
 */
export function addMonths(day: Day, count: number): Day {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + count;
  const first = `${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}-01`;
  const next = new Date(Date.UTC(Math.floor(months / 12), (months % 12) + 1, 1)).toISOString().slice(0, 10);
  const length = daysBetween(first, next);
  return `${first.slice(0, 8)}${String(Math.min(Number(day.slice(8, 10)), length)).padStart(2, "0")}`;
}

export function quarterStart(day: Day): Day {
  const month = Number(day.slice(5, 7));
  return `${day.slice(0, 5)}${String(month - ((month - 1) % 3)).padStart(2, "0")}-01`;
}

export function yearStart(day: Day): Day {
  return `${day.slice(0, 4)}-01-01`;
}

/** The clock. Everything below the rim gets it handed in. */
export function now(): Date {
  return new Date();
}

/** The day that an instant falls on in a zone ("Europe/Amsterdam"). Throws RangeError on an unknown zone. */
export function dayAt(instant: Date, zone: string): Day {
  const parts = calendarOf(zone).formatToParts(instant);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

// Making a format takes a hundred times as long as using one.
const calendars = new Map<string, Intl.DateTimeFormat>();

function calendarOf(zone: string): Intl.DateTimeFormat {
  let calendar = calendars.get(zone);
  if (!calendar) {
    calendar = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
    calendars.set(zone, calendar);
  }
  return calendar;
}

/** True for a zone that this machine knows. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant at which a day begins in a zone, "2026-11-11T23:00:00Z" for dayBegins("2026-11-12", "Europe/Berlin").
 * Where clocks jump over midnight it is the first minute that belongs to the day.
 */
export function dayBegins(day: Day, zone: string): string {
  const minute = 60_000;
  // No zone is further than 15 hours from Greenwich.
  let [before, from] = [toNumber(day) * 1440 - 15 * 60, toNumber(day) * 1440 + 15 * 60];
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2);
    if (dayAt(new Date(middle * minute), zone) >= day) from = middle;
    else before = middle;
  }
  return `${new Date(from * minute).toISOString().slice(0, 19)}Z`;
}
