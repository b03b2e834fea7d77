// What the calendar itself does to months and weeks: how many Saturdays a month has, where Easter falls, which time of the year it is.
import { addMonths, daysBetween, toNumber, weekday, type Day } from "#lib/core/day.ts";
import { dayAt, YEAR, type TimeSeries } from "#lib/forecast/series.ts";

/** Easter Sunday of a year (Meeus/Jones/Butcher). */
export function easter(year: number): Day {
  const a = year % 19, b = Math.floor(year / 100), c = year % 100;
  const e = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const f = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - e - (c % 4)) % 7;
  const g = Math.floor((a + 11 * e + 22 * f) / 451);
  const place = e + f - 7 * g + 114;
  return `${year}-${String(Math.floor(place / 31)).padStart(2, "0")}-${String((place % 31) + 1).padStart(2, "0")}` as Day;
}

/** Days before Easter Sunday that people shop for it: X-13ARIMA-SEATS' usual window. */
const EASTER_DAYS = 8;

type Months = Pick<TimeSeries, "start" | "grain">;
const column = (count: number, value: (at: number) => number) => Float64Array.from({ length: count }, (_, at) => value(at));

/** How often each weekday (1 Monday … 7 Sunday) falls in a step. */
function weekdays(series: Months, count: number): Float64Array[] {
  return Array.from({ length: count }, (_, at) => {
    const from = dayAt(series, at), days = daysBetween(from, dayAt(series, at + 1));
    const times = new Float64Array(8).fill(Math.floor(days / 7));
    for (let by = 0; by < days % 7; by++) times[((weekday(from) - 1 + by) % 7) + 1]! += 1;
    return times;
  });
}

/**
 * Trading days of months (Bell & Hillmer 1983; X-13ARIMA-SEATS' `td`): Mondays less Sundays … Saturdays less Sundays, and the leap
 * day, which the season of February doesn't hold.
 */
export function tradingDays(series: Months, count: number): Float64Array[] {
  const times = weekdays(series, count);
  return [...[1, 2, 3, 4, 5, 6].map((day) => column(count, (at) => times[at]![day]! - times[at]![7]!)), leapDay(series, count)];
}

/** Trading days in one number (X-13's `td1coef`): working days less 5/2 × days of the weekend; and the leap day. */
export function workingDays(series: Months, count: number): Float64Array[] {
  const times = weekdays(series, count);
  return [column(count, (at) => times[at]!.subarray(1, 6).reduce((sum, value) => sum + value, 0) - 2.5 * (times[at]![6]! + times[at]![7]!)), leapDay(series, count)];
}

/** 0.75 in a February of 29 days, −0.25 in others, 0 elsewhere. */
function leapDay(series: Months, count: number): Float64Array {
  return column(count, (at) => {
    const day = dayAt(series, at);
    return day.slice(5, 7) !== "02" ? 0 : daysBetween(day, addMonths(day, 1)) === 29 ? 0.75 : -0.25;
  });
}

/** Share of the days before Easter that fall in each step. */
export function beforeEaster(series: Months, count: number): Float64Array {
  return column(count, (at) => {
    const from = toNumber(dayAt(series, at)), to = toNumber(dayAt(series, at + 1));
    const sunday = toNumber(easter(Number(dayAt(series, at).slice(0, 4))));
    return Math.max(0, Math.min(to, sunday) - Math.max(from, sunday - EASTER_DAYS)) / EASTER_DAYS;
  });
}

/** `pairs` waves a year: sine and cosine of once, twice … a year (Hyndman & Athanasopoulos, §7.4). Of use where a year isn't whole steps. */
export function yearly(series: Months, count: number, pairs: number): Float64Array[] {
  const turn = (2 * Math.PI) / YEAR[series.grain];
  // From 1 January, so that the same time of the year has the same place in every series.
  const first = daysBetween(`${series.start.slice(0, 4)}-01-01` as Day, series.start) / (series.grain === "week" ? 7 : series.grain === "day" ? 1 : 30.4375);
  return Array.from({ length: pairs }, (_, pair) => [Math.sin, Math.cos].map((wave) => column(count, (at) => wave(turn * (pair + 1) * (first + at))))).flat();
}

