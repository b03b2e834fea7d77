// Days of the public year that move internet sales everywhere. Which of them matter for a series is learned; these are shapes only.
import { fromNumber, toNumber, type Day } from "#lib/core/day.ts";

/** One column of an occasion: its days of a year as numbers of days since 1970. `prior` is the size expected before looking, on the log scale. */
export interface Shape { occasion: string; part: string; prior: number; days(year: number): number[] }

const date = (year: number, month: number, day: number) => toNumber(`${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}` as Day);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
/** 1 is Monday, 7 is Sunday. */
const weekday = (number: number) => ((((number + 3) % 7) + 7) % 7) + 1;
/** The `nth` such weekday of a month; −1 is the last. */
function nth(year: number, month: number, day: number, n: number): number {
  if (n < 0) { const last = (month === 12 ? date(year + 1, 1, 1) : date(year, month + 1, 1)) - 1; return last - ((weekday(last) - day + 7) % 7); }
  const first = date(year, month, 1);
  return first + ((day - weekday(first) + 7) % 7) + 7 * (n - 1);
}

/** Easter Sunday of the western churches (Meeus, Astronomical Algorithms, ch. 8: valid for every Gregorian year). */
export function easter(year: number): number {
  const a = year % 19, b = Math.floor(year / 100), c = year % 100;
  const d = Math.floor(b / 4), e = b % 4, g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4), k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  return date(year, month, (h + l - 7 * m + 33 * month + 19) % 32);
}

/** The day after the fourth Thursday of November. */
export const blackFriday = (year: number) => nth(year, 11, 4, 4) + 1;

const part = (occasion: string, name: string, prior: number, days: (year: number) => number[]): Shape => ({ occasion, part: name, prior, days });

/**
 * Offsets around Black Friday one by one, since its week has a peak and a second one on Cyber Monday;
 * Christmas in the stretches that shops know: gift buying, last sending days, the feast, the days between, the new year.
 */
export const shapes: readonly Shape[] = [
  ...range(-4, 5).map((offset) => part("black-friday", String(offset), offset >= -1 && offset <= 3 ? 0.4 : 0.2, (year) => [blackFriday(year) + offset])),
  part("christmas", "gifts", 0.2, (year) => range(date(year, 12, 5), date(year, 12, 19))),
  part("christmas", "last", 0.2, (year) => range(date(year, 12, 20), date(year, 12, 23))),
  ...[24, 25, 26].map((day) => part("christmas", String(day), 0.4, (year) => [date(year, 12, day)])),
  part("christmas", "between", 0.2, (year) => range(date(year, 12, 27), date(year, 12, 30))),
  part("new-year", "eve", 0.3, (year) => [date(year, 12, 31)]),
  part("new-year", "day", 0.4, (year) => [date(year, 1, 1)]),
  part("new-year", "after", 0.2, (year) => range(date(year, 1, 2), date(year, 1, 5))),
  part("easter", "before", 0.2, (year) => range(easter(year) - 7, easter(year) - 4)),
  ...[-3, -2, -1, 0, 1, 2].map((offset) => part("easter", String(offset), 0.3, (year) => [easter(year) + offset])),
  // Bank holidays on Mondays (Britain, United States) and the fixed ones of most of Europe and America.
  part("early-may", "day", 0.2, (year) => [nth(year, 5, 1, 1)]),
  part("late-may", "day", 0.2, (year) => [nth(year, 5, 1, -1)]),
  part("late-august", "day", 0.2, (year) => [nth(year, 8, 1, -1)]),
  part("labor-day", "day", 0.2, (year) => [nth(year, 9, 1, 1)]),
  part("may-day", "day", 0.2, (year) => [date(year, 5, 1)]),
  part("independence-day", "day", 0.2, (year) => [date(year, 7, 4)]),
  part("valentine", "before", 0.2, (year) => range(date(year, 2, 7), date(year, 2, 13))),
  part("mothers-day", "before", 0.2, (year) => range(nth(year, 5, 7, 2) - 7, nth(year, 5, 7, 2) - 1)),
];

/** Which steps [0, count) of days from `first` on each shape covers. */
export function cover(shape: Shape, first: number, count: number): number[] {
  const from = Number(fromNumber(first).slice(0, 4)), to = Number(fromNumber(first + count).slice(0, 4));
  return range(from, to).flatMap((year) => shape.days(year)).map((day) => day - first).filter((index) => index >= 0 && index < count);
}
