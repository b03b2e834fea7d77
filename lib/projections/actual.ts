// What happened, beside a projection: daily figures of one store from the one metric reader, in its own currency.
import type { Database } from "#db/client.ts";
import { addDays, type Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { defaultQuery } from "#lib/metrics/query.ts";
import { readMetrics } from "#lib/metrics/read.ts";
import { otherKey, type ProjectedCut, type ProjectedMetric } from "#lib/projections/targets.ts";
import type { Store } from "#lib/stores/stores.ts";

/** A part of net sales: a key of a cut; for "other" the keys that are not it. */
export interface PartOf { by: ProjectedCut; key: string; besides: readonly string[] }

export type Actual = Map<Day, number | null>;

/** Days of [from, to) and not after `through`; null is a day that nothing is known of. */
export async function readActual(db: Database, store: Store, metric: ProjectedMetric, part: PartOf | null, period: Period, through: Day, now: Date): Promise<Actual> {
  const last = addDays(period.to, -1) < through ? addDays(period.to, -1) : through;
  if (last < period.from) return new Map();
  const read = async (filters: object): Promise<Actual> => {
    const query = { ...defaultQuery, metrics: [metric], stores: [store.id], currency: store.currency, period: { from: period.from, through: last }, compare: { kind: "none" as const }, grain: "day" as const, filters };
    const answer = await readMetrics(db, [store.id], query, now);
    return new Map(answer.rows.map((row) => [row.bucket!, row.values[metric] === null || row.values[metric] === undefined ? null : Number(row.values[metric])]));
  };
  if (!part) return read({});
  if (part.key !== otherKey) return zeros(await read({}), await read({ [part.by]: [part.key] }));
  const whole = await read({});
  if (part.besides.length === 0) return whole;
  const named = await read({ [part.by]: [...part.besides] });
  return new Map([...whole].map(([day, value]) => [day, value === null ? null : value - (named.get(day) ?? 0)]));
}

/** Where the whole is known, a part without a figure had nothing. */
function zeros(whole: Actual, part: Actual): Actual {
  return new Map([...whole].map(([day, value]) => [day, value === null ? null : (part.get(day) ?? 0)]));
}

/** Sum of the days [from, to) that are known, and how many those are. */
export function sumKnown(actual: Actual, from: Day, to: Day): { sum: number; days: number } {
  let [sum, days] = [0, 0];
  for (const [day, value] of actual) if (value !== null && day >= from && day < to) { sum += value; days++; }
  return { sum, days };
}
