// How a goal is shared over its days: by the shape of last year and the shop's own weekdays.
import type { Database } from "#db/client.ts";
import { addDays, daysIn, weekday, type Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import type { MetricId } from "#lib/metrics/catalogue.ts";
import { defaultQuery, type MetricQuery } from "#lib/metrics/query.ts";
import { readMetrics } from "#lib/metrics/read.ts";
import type { DayWeights } from "#lib/plan/goal.ts";

/** Last year's day of the same weekday. */
const YEAR = 364;
/** The weeks that say how weekdays differ. */
const RECENT = 8 * 7;

/**
 * Weights for the days of each period: the week around the same weekday of last year (so that a Black Friday week is
 * heavy), times how the weekday stands in the last eight weeks (so that a closed Sunday gets next to nothing). Where
 * last year isn't known for all days, weekdays alone; null when they aren't either: then all days are equal.
 * The figures are read once for all periods.
 */
export async function dayWeights(db: Database, storeId: number, id: MetricId, periods: readonly Period[], now: Date): Promise<(DayWeights | null)[]> {
  if (periods.length === 0) return [];
  const ends = { from: periods.map(({ from }) => from).sort()[0]!, to: periods.map(({ to }) => to).sort().at(-1)! };
  const [past, latest] = await Promise.all([
    valuesByDay(db, storeId, id, { from: addDays(ends.from, -YEAR - 3), through: addDays(ends.to, -YEAR + 2) }, now), valuesByDay(db, storeId, id, { preset: "last_90" }, now),
  ]);
  return periods.map((period) => weightsOf(period, past, new Map([...latest].filter(([day]) => day < period.from).slice(-RECENT))));
}

function weightsOf(period: Period, past: ReadonlyMap<Day, number>, recent: ReadonlyMap<Day, number>): DayWeights | null {
  const season = new Map(daysIn(period.from, period.to).map((day) => {
    const week = daysIn(addDays(day, -YEAR - 3), addDays(day, -YEAR + 4)).map((each) => past.get(each));
    return [day, week.every((value) => value !== undefined) ? mean(week as number[]) : null] as const;
  }));
  const isSeasonKnown = [...season.values()].every((value) => value !== null) && [...season.values()].some((value) => value! > 0);
  const before = new Map([...past].filter(([day]) => day >= addDays(period.from, -YEAR) && day < addDays(period.to, -YEAR)));
  const factors = weekdayFactors(recent.size >= 4 * 7 ? recent : before);
  if (!isSeasonKnown && factors === null) return null;
  return new Map([...season].map(([day, value]) => [day, (isSeasonKnown ? value! : 1) * (factors?.get(weekday(day)) ?? 1)]));
}

/** Mean of a weekday beside the mean of all, by ISO weekday; null for fewer than four weeks or nothing at all. */
function weekdayFactors(values: ReadonlyMap<Day, number>): Map<number, number> | null {
  const all = mean([...values.values()]);
  if (values.size < 4 * 7 || all === 0) return null;
  return new Map([1, 2, 3, 4, 5, 6, 7].map((each) => [each, mean([...values].filter(([day]) => weekday(day) === each).map(([, value]) => value)) / all]));
}

/** Known days only, ascending. A sum of money that went out (returns are negative) weighs by its size. */
async function valuesByDay(db: Database, storeId: number, id: MetricId, period: MetricQuery["period"], now: Date): Promise<Map<Day, number>> {
  const answer = await readMetrics(db, [storeId], { ...defaultQuery, metrics: [id], stores: [storeId], period, compare: { kind: "none" }, grain: "day" }, now);
  return new Map(answer.rows.flatMap((row) => (row.bucket === null ? [] : known(row.bucket, row.values[id]))));
}

function known(day: Day, value: string | null | undefined): [Day, number][] {
  return value === null || value === undefined ? [] : [[day, Math.abs(Number(value))]];
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((total, value) => total + value, 0) / values.length;
}
