// What pages read: the newest projection of a figure for several stores, in one currency, ready for any period.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, daysBetween, type Day } from "#lib/core/day.ts";
import { metric as entryOf, type MetricId } from "#lib/metrics/catalogue.ts";
import { defaultQuery } from "#lib/metrics/query.ts";
import { readMetrics } from "#lib/metrics/read.ts";
import type { Store } from "#lib/stores/stores.ts";
import type { Branch, Futures } from "#lib/projections/futures.ts";
import { newestRun, readKept, readPaths, type Kept, type Run } from "#lib/projections/kept.ts";
import { shapes, type ProjectedMetric } from "#lib/projections/targets.ts";

export interface Told { store: Store; run: Run; /** The figure's own series. */ kept: Kept }

export interface Outlook {
  metric: ProjectedMetric;
  currency: string;
  futures: Futures;
  /** One a store that has a projection of the figure. */
  told: Told[];
  /** Stores without one. */
  missing: Store[];
}

export interface OutlookOptions {
  currency: string;
  /** Days before the projection are read from here on. */
  from: Day;
  now: Date;
}

/** Null where no store has a projection of this figure whose paths are kept. */
export async function readOutlook(db: Database, stores: readonly Store[], metric: ProjectedMetric, { currency, from, now }: OutlookOptions): Promise<Outlook | null> {
  const { top, bottom } = shapes[metric];
  const told: Told[] = [];
  const branches: { top: Branch[]; bottom: Branch[] } = { top: [], bottom: [] };
  for (const store of stores) {
    const run = await newestRun(db, store.id);
    const kept = run && (await readKept(db, run, metric))[0];
    const halves = kept && await Promise.all([top, ...(bottom ? [bottom] : [])].map((half) => readPaths(db, run, half)));
    if (!kept || !halves || halves.some((half) => half === null)) continue;
    told.push({ store, run, kept });
    for (const [index, half] of (["top", "bottom"] as const).entries()) {
      const paths = halves[index];
      if (!paths) continue;
      const id = index === 0 ? top : bottom!;
      branches[half].push({ storeId: store.id, from, told: [], paths, rate: entryOf(id).unit === "money" ? await latestRate(db, store.currency, currency) : 1 });
    }
  }
  if (told.length === 0) return null;
  const ids = bottom ? [top, bottom] : [top];
  const end = [...branches.top, ...branches.bottom].map((branch) => branch.paths.first).sort().at(-1)!;
  for (const [index, id] of ids.entries()) {
    const days = await readDays(db, told.map(({ store }) => store), id, from, end, currency, now);
    for (const branch of index === 0 ? branches.top : branches.bottom) branch.told = days.get(branch.storeId) ?? [];
  }
  return { metric, currency, told, missing: stores.filter((store) => !told.some((one) => one.store.id === store.id)), futures: { top: branches.top, bottom: bottom ? branches.bottom : null } };
}

/** One store of a projection by itself. */
export function storeFutures(futures: Futures, storeId: number): Futures {
  const own = (branches: readonly Branch[]) => branches.filter((branch) => branch.storeId === storeId);
  return { top: own(futures.top), bottom: futures.bottom && own(futures.bottom) };
}

/** Each store's values of [from, to) by day. Days before a store began are nothing where others were there already. */
async function readDays(db: Database, stores: readonly Store[], id: MetricId, from: Day, to: Day, currency: string, now: Date): Promise<Map<number, (number | null)[]>> {
  const days = new Map(stores.map((store) => [store.id, Array<number | null>(Math.max(0, daysBetween(from, to))).fill(null)]));
  if (to <= from) return days;
  for (const store of stores) {
    const answer = await readMetrics(db, [store.id], { ...defaultQuery, metrics: [id], stores: [store.id], currency, period: { from, through: addDays(to, -1) }, compare: { kind: "none" }, grain: "day" }, now);
    const own = days.get(store.id)!;
    for (const row of answer.rows) if (row.bucket !== null) own[daysBetween(from, row.bucket)] = row.values[id] === null || row.values[id] === undefined ? null : Number(row.values[id]);
    const first = own.findIndex((value) => value !== null);
    if (stores.length > 1 && first > 0) own.fill(0, 0, first);
  }
  return days;
}

/** What one unit of a currency was worth last: what is to come is told at today’s rate. NaN without any: such a sum is unknown, not zero. */
async function latestRate(db: Database, currency: string, target: string): Promise<number> {
  if (currency === target) return 1;
  const found = await sql<{ rate: string }>`select rate from dim.fx_daily where currency = ${currency} and target = ${target} order by day desc limit 1`.execute(db);
  return found.rows[0] ? Number(found.rows[0].rate) : Number.NaN;
}
