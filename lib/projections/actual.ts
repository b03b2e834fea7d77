// What happened, beside a projection: daily figures of one store from the one metric reader, in its own currency.
import type { Database } from "#db/client.ts";
import { addDays, type Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { defaultQuery, type MetricQuery } from "#lib/metrics/query.ts";
import { readMetrics } from "#lib/metrics/read.ts";
import { otherKey, type ProjectedCut, type ProjectedMetric } from "#lib/projections/targets.ts";
import type { Store } from "#lib/stores/stores.ts";

/** A part of net sales: a key of a cut; for "other" the keys that are not it. */
export interface PartOf { by: ProjectedCut; key: string; besides: readonly string[] }

export type Actual = Map<Day, number | null>;

/** Days of [from, to) and not after `through`; null is a day that nothing is known of. */
export async function readActual(db: Database, store: Store, metric: ProjectedMetric, part: PartOf | null, period: Period, through: Day, now: Date): Promise<Actual> {
  if (part) return (await readPartActuals(db, store, part.by, part.key === otherKey ? part.besides : [part.key], period, through, now)).get(part.key)!;
  const last = addDays(period.to, -1) < through ? addDays(period.to, -1) : through;
  if (last < period.from) return new Map();
  const answer = await readMetrics(db, [store.id], ask(store, metric, period.from, last), now);
  return new Map(answer.rows.map((row) => [row.bucket!, row.values[metric] === null || row.values[metric] === undefined ? null : Number(row.values[metric])]));
}

function ask(store: Store, metric: ProjectedMetric, from: Day, through: Day): MetricQuery {
  return { ...defaultQuery, metrics: [metric], stores: [store.id], currency: store.currency, period: { from, through }, compare: { kind: "none" }, grain: "day" };
}

/** Net sales of parts, all in two questions: those of `keys`, and under `otherKey` what the whole has beside them. */
export async function readPartActuals(db: Database, store: Store, by: ProjectedCut, keys: readonly string[], period: Period, through: Day, now: Date): Promise<Map<string, Actual>> {
  const whole = await readActual(db, store, "net_sales", null, period, through, now);
  const named = new Map(keys.map((key) => [key, new Map() as Actual]));
  if (whole.size > 0 && keys.length > 0) {
    const last = [...whole.keys()].at(-1)!;
    const answer = await readMetrics(db, [store.id], { ...ask(store, "net_sales", period.from, last), by: [by], filters: { [by]: [...keys] } }, now);
    for (const row of answer.rows) named.get(row.keys[by] ?? "")?.set(row.bucket!, row.values.net_sales === null || row.values.net_sales === undefined ? null : Number(row.values.net_sales));
  }
  const rest: Actual = new Map([...whole].map(([day, value]) => [day, value === null ? null : [...named.values()].reduce((left, part) => left - (part.get(day) ?? 0), value)]));
  return new Map([...named].map(([key, part]): [string, Actual] => [key, zeros(whole, part)]).concat([[otherKey, rest]]));
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
