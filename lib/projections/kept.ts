// Projections in the database: runs, their series, the newest one's paths.
import { sql, type RawBuilder } from "kysely";
import type { Database } from "#db/client.ts";
import { now, type Day } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import type { Backtest, Forecast, Note } from "#lib/forecast/forecast.ts";
import type { EventEffect } from "#lib/forecast/model.ts";
import { hashOf, type Fed } from "#lib/projections/feed.ts";
import type { Beside, KeptTotal, Made } from "#lib/projections/make.ts";
import { fanOf, fromBytes, toBytes, type Fan, type Paths } from "#lib/projections/paths.ts";
import type { ProjectedCut, ProjectedMetric } from "#lib/projections/targets.ts";

export type Kind = "live" | "backcast";
export interface RunId { storeId: number; asOf: Day; kind: Kind; version: number }
export interface Run extends RunId { method: string; inputsHash: string; dataThrough: Day; currency: string; startedAt: string; finishedAt: string | null; seconds: number }

/** One kept series. Arrays hold a value a day from `first` on. */
export interface Kept extends Fan {
  storeId: number;
  asOf: Day;
  kind: Kind;
  version: number;
  metric: ProjectedMetric;
  cut: "" | ProjectedCut;
  key: string;
  name: string;
  place: number;
  seriesFrom: Day;
  dataThrough: Day;
  first: Day;
  models: Forecast["models"];
  backtest: Backtest | null;
  notes: readonly Note[];
  effects: readonly EventEffect[];
  inputs: { hash: string; days: number; events: { type: string; from: Day; to: Day; /** Beside others of its type; 1 when unsaid. */ size?: number }[] } & Beside;
  naive: number[];
  scale: number | null;
  totals: KeptTotal[];
}

const season = 7;

/** The last season's values, each the newest that is known on its weekday; what a seasonal naive of that day repeats. */
export function lastSeason(values: Fed["values"]): number[] {
  return Array.from({ length: season }, (_, place) => {
    for (let at = values.length - season + place; at >= 0; at -= season) {
      const value = values[at];
      if (value !== null && value !== undefined) return value;
    }
    return 0;
  });
}

/** Mean |y(t) − y(t − 7)| over the days where both are known; null when there are none or nothing ever moved. */
export function seasonalScale(values: Fed["values"]): number | null {
  let [sum, count] = [0, 0];
  for (let at = season; at < values.length; at++) {
    const [now, then] = [values[at], values[at - season]];
    if (now === null || then === null || now === undefined || then === undefined) continue;
    sum += Math.abs(now - then);
    count++;
  }
  return count > 0 && sum > 0 ? sum / count : null;
}

/** Keeps the series of one group, in one transaction of the caller's. `withPaths` for the newest live run only. @throws AppError "missing" when the store was removed meanwhile */
export async function keepMade(db: Database, run: RunId, made: readonly Made[], events: readonly { type: string; from: Day; to: Day; size?: number }[], withPaths: boolean): Promise<void> {
  // Whoever removes the store waits for us and sweeps after us.
  const standing = await sql`select store_id from dim.store where store_id = ${run.storeId} for key share`.execute(db);
  if (standing.rows.length === 0) throw new AppError("missing", "ui.store_missing", `There is no store ${run.storeId}.`, { id: run.storeId });
  for (const one of made) {
    const fan = fanOf(one.paths);
    const inputs: Kept["inputs"] = { hash: hashOf(one.fed), days: one.fed.values.length, events: events.map(({ type, from, to, size }) => ({ type, from, to, ...(size === undefined ? {} : { size }) })), ...one.beside };
    const { models, backtest, notes, effects } = one.told;
    await sql`insert into plan.projection (store_id, as_of, kind, version, metric, cut, key, name, place, series_from, data_through, first_day, models, backtest, notes, effects, inputs, naive, scale, mean, p10, p50, p90, lo95, hi95, totals)
      values (${run.storeId}, ${run.asOf}::date, ${run.kind}, ${run.version}, ${one.metric}, ${one.cut}, ${one.key}, ${one.name}, ${one.place}, ${one.fed.start}::date, ${one.fed.through}::date, ${one.paths.first}::date,
        ${JSON.stringify(models)}::jsonb, ${backtest ? JSON.stringify(backtest) : null}::jsonb, ${JSON.stringify(notes)}::jsonb, ${JSON.stringify(effects)}::jsonb, ${JSON.stringify(inputs)}::jsonb,
        ${lastSeason(one.fed.values)}::real[], ${seasonalScale(one.fed.values)}::real, ${fan.mean}::float8[], ${fan.p10}::real[], ${fan.p50}::real[], ${fan.p90}::real[], ${fan.lo95}::real[], ${fan.hi95}::real[], ${JSON.stringify(one.totals)}::jsonb)`.execute(db);
    if (!withPaths) continue;
    await sql`insert into plan.projection_paths (store_id, as_of, version, metric, cut, key, first_day, steps, paths)
      values (${run.storeId}, ${run.asOf}::date, ${run.version}, ${one.metric}, ${one.cut}, ${one.key}, ${one.paths.first}::date, ${one.paths.steps}, ${toBytes(one.paths)})`.execute(db);
  }
}

/** Shows a run from here on. The paths of those before it go. */
export async function finishRun(db: Database, run: RunId): Promise<true> {
  await db.transaction().execute(async (trx) => {
    await sql`update plan.projection_run set finished_at = ${now()} where ${isRun(run)}`.execute(trx);
    if (run.kind === "live") await sql`delete from plan.projection_paths where store_id = ${run.storeId} and (as_of, version) <> (${run.asOf}::date, ${run.version}::int)`.execute(trx);
  });
  return true;
}

export async function addSeconds(db: Database, run: RunId, seconds: number): Promise<void> {
  await sql`update plan.projection_run set seconds = seconds + ${seconds}::real where ${isRun(run)}`.execute(db);
}

function isRun(run: RunId): RawBuilder<boolean> {
  return sql<boolean>`store_id = ${run.storeId} and as_of = ${run.asOf}::date and kind = ${run.kind} and version = ${run.version}`;
}

const runColumns = sql`store_id as "storeId", as_of as "asOf", kind, version, method, inputs_hash as "inputsHash", data_through as "dataThrough", currency, started_at as "startedAt", finished_at as "finishedAt", seconds`;

/** Finished runs of a store, newest day and version first. */
export async function listRuns(db: Database, storeId: number, kind: Kind, until?: Day): Promise<Run[]> {
  const { rows } = await sql<Omit<Run, "startedAt" | "finishedAt"> & { startedAt: Date; finishedAt: Date }>`select ${runColumns} from plan.projection_run
    where store_id = ${storeId} and kind = ${kind} and finished_at is not null ${until ? sql`and as_of <= ${until}::date` : sql``} order by as_of desc, version desc`.execute(db);
  return rows.map((row) => ({ ...row, startedAt: row.startedAt.toISOString(), finishedAt: row.finishedAt.toISOString() }));
}

/** The run that is shown: the newest finished live one, or the newest not made after `asOf`; a backcast where there is no other. */
export async function newestRun(db: Database, storeId: number, asOf?: Day): Promise<Run | null> {
  return (await listRuns(db, storeId, "live", asOf))[0] ?? (await listRuns(db, storeId, "backcast", asOf))[0] ?? null;
}

const keptColumns = sql`store_id as "storeId", as_of as "asOf", kind, version, metric, cut, key, name, place, series_from as "seriesFrom", data_through as "dataThrough", first_day as first,
  models, backtest, notes, effects, inputs, naive, scale, mean, p10, p50, p90, lo95, hi95, totals`;

/** The series of a run: those of a metric and cut ('' is the whole). */
export async function readKept(db: Database, run: RunId, metric: ProjectedMetric, cut: "" | ProjectedCut = ""): Promise<Kept[]> {
  return (await sql<Kept>`select ${keptColumns} from plan.projection
    where store_id = ${run.storeId} and as_of = ${run.asOf}::date and kind = ${run.kind} and version = ${run.version} and metric = ${metric} and cut = ${cut} order by place`.execute(db)).rows;
}

/** Null for a run whose paths are gone: only the newest live one has any. */
export async function readPaths(db: Database, run: RunId, metric: ProjectedMetric, cut: "" | ProjectedCut = "", key = ""): Promise<Paths | null> {
  if (run.kind !== "live") return null;
  const found = await sql<{ first: Day; steps: number; paths: Buffer }>`select first_day as first, steps, paths from plan.projection_paths
    where store_id = ${run.storeId} and as_of = ${run.asOf}::date and version = ${run.version} and metric = ${metric} and cut = ${cut} and key = ${key}`.execute(db);
  const row = found.rows[0];
  return row ? fromBytes(row.first, row.steps, row.paths) : null;
}
