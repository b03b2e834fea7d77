// Days on which nothing is sold because the shop is shut: weekdays, closing runs, feasts. A zero that means "closed" is no low sale.
import { addDays, toNumber } from "#lib/core/day.ts";
import { dayAt, type TimeSeries } from "#lib/forecast/series.ts";
import { easter } from "#lib/forecast/structural/occasions.ts";

export interface Closed {
  /** Values with closed days as missing, so that no model learns from them. */
  values: (number | null)[];
  /** 1 for steps of the horizon on which the shop will be shut. */
  shut: Uint8Array;
  /** ISO weekdays that are always closed. */
  weekdays: number[];
  /** Chance that an open day sells nothing at all. */
  dropout: number;
}

/** Occurrences of a weekday that must all be zero before it counts as closed, and how many of the last ones are looked at. */
const FEWEST = 3, LOOK = 10;
/** Above this share of zeros among open days a zero is a value like others: demand is sparse. */
export const SPARSE = 0.15;

/** Daily series only; others come back as they are. @param series prepared: its first value is no zero */
export function closedDays(series: TimeSeries, horizon: number): Closed {
  const values = [...series.values], length = values.length, shut = new Uint8Array(horizon);
  if (series.grain !== "day") return { values, shut, weekdays: [], dropout: 0 };
  const first = toNumber(series.start), weekday = (step: number) => ((((first + step + 3) % 7) + 7) % 7) + 1;
  const weekdays: number[] = [];
  for (let day = 1; day <= 7; day++) {
    const last: number[] = [];
    for (let step = length - 1; step >= 0 && last.length < LOOK; step--) if (weekday(step) === day && values[step] !== null) last.push(values[step]!);
    if (last.length >= FEWEST && last.every((value) => value <= 0)) weekdays.push(day);
  }
  if (weekdays.length === 7) weekdays.length = 0;
  const resting = new Set(weekdays);
  for (let step = 0; step < length; step++) if (resting.has(weekday(step)) && (values[step] ?? 1) <= 0) values[step] = null;
  for (let step = 0; step < horizon; step++) if (resting.has(weekday(length + step))) shut[step] = 1;

  const open = values.filter((value) => value !== null);
  const zeros = open.filter((value) => value <= 0).length;
  if (zeros === 0 || zeros > SPARSE * open.length) return { values, shut, weekdays, dropout: 0 };
  // Zeros are rare: each is a day shut, for a feast, a holiday of the house or a fault.
  const empty = new Set<number>();
  values.forEach((value, step) => { if (value !== null && value <= 0) empty.add(step); });
  for (let step = 0; step < horizon; step++) {
    if (shut[step]) continue;
    // What the shop did the last time that this day of the feast was no closed weekday.
    const earlier = sameDays(dayAt(series, length + step)).map((day) => day - first).find((at) => at >= 0 && at < length && !resting.has(weekday(at)));
    if (earlier !== undefined && empty.has(earlier)) shut[step] = 1;
  }
  const loose = [...empty].filter((step) => !empty.has(step - 1) && !empty.has(step + 1) && !feast(addDays(series.start, step))).length;
  for (const step of empty) values[step] = null;
  return { values, shut, weekdays, dropout: loose / open.length };
}

const inChristmas = (day: string) => day.slice(5) >= "12-23" || day.slice(5) <= "01-04";
const feast = (day: string) => inChristmas(day) || Math.abs(toNumber(day) - easter(Number(day.slice(0, 4)))) <= 2;

/** The same day of the feast in earlier years: by date around Christmas, by distance from Easter around Easter; other days promise nothing. */
function sameDays(day: string): number[] {
  const year = Number(day.slice(0, 4)), back = [1, 2, 3];
  if (inChristmas(day)) return back.map((years) => toNumber(`${year - years}${day.slice(4)}`));
  const offset = toNumber(day) - easter(year);
  return Math.abs(offset) <= 2 ? back.map((years) => easter(year - years) + offset) : [];
}
