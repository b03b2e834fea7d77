// The demo's calendar: dates as numbers and their parts, the feasts that move, and incidents that come once a year.
import { fromNumber, toNumber, weekday, type Day } from "#lib/core/day.ts";
import { byDay, chance, name } from "#lib/demo/world/draws.ts";

export interface DateParts {
  day: Day;
  year: number;
  /** 1–12. */
  month: number;
  date: number;
  /** 1 is Monday. */
  weekday: number;
  /** Share of the year that has passed, 0–1. */
  phase: number;
}

/** The parts of a day number. */
export const partsOf = byDay((number): DateParts => {
  const day = fromNumber(number);
  const year = Number(day.slice(0, 4));
  return { day, year, month: Number(day.slice(5, 7)), date: Number(day.slice(8, 10)), weekday: weekday(day), phase: (number - numberOf(year, 1, 1)) / 365.25 };
});

const numbers = new Map<number, number>();

/** The day number of a date: numberOf(1970, 1, 2) is 1. */
export function numberOf(year: number, month: number, date: number): number {
  const key = (year * 100 + month) * 100 + date;
  let number = numbers.get(key);
  if (number === undefined) numbers.set(key, (number = toNumber(`${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`)));
  return number;
}

/** Easter Sunday, by the Gregorian computus of Meeus, Jones and Butcher: easter(2026) is 2026-04-05. */
export function easter(year: number): number {
  const a = year % 19, b = Math.floor(year / 100), c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return numberOf(year, Math.floor(sum / 31), (sum % 31) + 1);
}

/** The n-th weekday of a month: nthWeekday(2026, 11, 4, 4) is Thanksgiving, 2026-11-26. */
export function nthWeekday(year: number, month: number, day: number, n: number): number {
  const first = numberOf(year, month, 1);
  return first + ((day - partsOf(first).weekday + 7) % 7) + 7 * (n - 1);
}

/** The Friday after the fourth Thursday of November: 2025-11-28, 2026-11-27. */
export function blackFriday(year: number): number {
  return nthWeekday(year, 11, 4, 4) + 1;
}

/** Days on which no reference rates are published beside weekends. */
export function isBankHoliday(number: number): boolean {
  const { year, month, date } = partsOf(number);
  const fromEaster = number - easter(year);
  return fromEaster === -2 || fromEaster === 1 || (month === 1 && date === 1) || (month === 5 && date === 1) || (month === 12 && (date === 25 || date === 26));
}

/** The first day of something that comes once in every year, somewhere in `span` days from the given date. */
export function yearly(salt: number, incident: string, year: number, month: number, date: number, span: number): number {
  return numberOf(year, month, date) + Math.floor(chance(salt, name(incident), year) * span);
}

/** The calendar years that [from, to) touches. */
export function yearsOf(from: number, to: number): number[] {
  const first = partsOf(from).year;
  return Array.from({ length: partsOf(to - 1).year - first + 1 }, (_, at) => first + at);
}

/** True on the `length` days of a yearly incident. */
export function isWithin(number: number, start: number, length: number): boolean {
  return number >= start && number < start + length;
}
