// Reference rates of the euro on business days. Once a year nobody could fetch them for twelve days.
import type { FxRow } from "#lib/demo/records.ts";
import { isBankHoliday, isWithin, partsOf, yearly } from "#lib/demo/world/calendar.ts";
import { dayText } from "#lib/demo/world/clock.ts";
import { byDay, name, normal, stream } from "#lib/demo/world/draws.ts";

const FX = name("rates");
/** Days without a rate in the yearly gap: more than a rate may be carried on. */
export const GAP_DAYS = 12;
const HOUR = 3_600_000;
/** Rates come out at 15:00 UTC. */
const PUBLISHED = 15;

const quotes = [["USD", 1.115, 0.045], ["GBP", 0.853, 0.02], ["CHF", 0.946, 0.022]] as const;

export function gapFrom(year: number): number {
  return yearly(FX, "gap", year, 6, 2, 12);
}

/** The rates of a day; none on weekends, holidays and in the gap. */
export const ratesOn = byDay((day): FxRow[] => {
  const { weekday, year } = partsOf(day);
  if (weekday > 5 || isBankHoliday(day) || isWithin(day, gapFrom(year), GAP_DAYS)) return [];
  return quotes.map(([quote, middle, width], at) => ({ day: dayText(day), base: "EUR", quote, rate: (middle * Math.exp(width * wave(day, at))).toFixed(4) }));
});

export function* ratesIn(from: number, to: number, now: Date): Iterable<FxRow> {
  for (let day = from; day < to; day++) {
    if ((day * 24 + PUBLISHED) * HOUR > now.getTime()) return;
    yield* ratesOn(day);
  }
}

/** A wandering line of about −1.5 to 1.5: slow and quick waves, and each day's own step that fades in a fortnight. */
function wave(day: number, at: number): number {
  let value = 0.7 * Math.sin(day / (97 + 11 * at) + at) + 0.35 * Math.sin(day / (31 + 3 * at) + 2 * at);
  let weight = 0.09;
  for (let back = 0; back < 14; back++, weight *= 0.85) value += weight * normal(stream(FX, day - back, at));
  return value;
}
