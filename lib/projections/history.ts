// How what was said of one period moved as it came nearer: the kept totals of every projection of it, and what happened.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, daysBetween, type Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { readActual, sumKnown } from "#lib/projections/actual.ts";
import type { Kind } from "#lib/projections/kept.ts";
import type { KeptTotal } from "#lib/projections/make.ts";
import type { TotalGrain } from "#lib/projections/periods.ts";
import { shapes, type ProjectedMetric } from "#lib/projections/targets.ts";
import type { Store } from "#lib/stores/stores.ts";

/** What was said on one day; ends are the last day of data that it knew. */
export interface Said { asOf: Day; dataThrough: Day; p10: number; p50: number; p90: number; lo95: number; hi95: number }

export interface HistoryAnswer {
  period: Period;
  said: Said[];
  /** Null while the period isn't over, and for ratios where one of its days is unknown. */
  happened: number | null;
}

/** Months, quarters and years that some projection of the store told of, the newest first. */
export async function toldPeriods(db: Database, storeId: number, metric: ProjectedMetric, kind: Kind): Promise<(Period & { grain: TotalGrain; count: number })[]> {
  const found = await sql<{ grain: TotalGrain; from: Day; to: Day; count: number }>`
    select t.grain, t."from", t."to", count(distinct p.as_of)::int as count
    from plan.projection p join plan.projection_run r on r.store_id = p.store_id and r.as_of = p.as_of and r.kind = p.kind and r.version = p.version and r.finished_at is not null
    cross join lateral jsonb_to_recordset(p.totals) as t (grain text, "from" text, "to" text)
    where p.store_id = ${storeId} and p.metric = ${metric} and p.kind = ${kind} and p.cut = '' and p.key = ''
    group by 1, 2, 3 order by t."from" desc, t."to"`.execute(db);
  return found.rows;
}

/** The newest version of each day on which this very period was projected, oldest first. One store, in its own currency. */
export async function readHistory(db: Database, store: Store, metric: ProjectedMetric, kind: Kind, period: Period, now: Date): Promise<HistoryAnswer> {
  const found = await sql<{ asOf: Day; dataThrough: Day; total: KeptTotal }>`
    select distinct on (p.as_of) p.as_of as "asOf", p.data_through as "dataThrough", t.total
    from plan.projection p join plan.projection_run r on r.store_id = p.store_id and r.as_of = p.as_of and r.kind = p.kind and r.version = p.version and r.finished_at is not null
    cross join lateral jsonb_array_elements(p.totals) as t (total)
    where p.store_id = ${store.id} and p.metric = ${metric} and p.kind = ${kind} and p.cut = '' and p.key = '' and t.total->>'from' = ${period.from} and t.total->>'to' = ${period.to}
    order by p.as_of, p.version desc`.execute(db);
  const through = await sql<{ through: Day | null }>`select max(data_through) as through from plan.projection where store_id = ${store.id} and metric = ${metric} and cut = '' and key = ''`.execute(db);
  const last = through.rows[0]?.through ?? null;
  return { period, said: found.rows.map(({ asOf, dataThrough, total }) => ({ asOf, dataThrough, p10: total.p10, p50: total.p50, p90: total.p90, lo95: total.lo95, hi95: total.hi95 })), happened: last !== null && period.to <= addDays(last, 1) ? await came(db, store, metric, period, last, now) : null };
}

async function came(db: Database, store: Store, metric: ProjectedMetric, period: Period, through: Day, now: Date): Promise<number | null> {
  const { top, bottom } = shapes[metric];
  const sums = await Promise.all([top, ...(bottom ? [bottom] : [])].map(async (half) => sumKnown(await readActual(db, store, half, null, period, through, now), period.from, period.to)));
  if (sums.some((sum) => sum.days < daysBetween(period.from, period.to))) return null;
  return sums[1] ? (sums[1].sum > 0 ? sums[0]!.sum / sums[1].sum : null) : sums[0]!.sum;
}
