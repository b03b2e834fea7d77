// Makes and keeps the projections of one store. The same inputs again change nothing; a run that was cut off goes on
// where it stopped; two at once never work on one store.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, dayAt, type Day } from "#lib/core/day.ts";
import type { EventSpan } from "#lib/forecast/series.ts";
import { hashOf, readFeed } from "#lib/projections/feed.ts";
import { addSeconds, finishRun, keepMade, readKept, readPaths, type Kind, type RunId } from "#lib/projections/kept.ts";
import { groups, isFed, makeGroup, metricsOf, wholeGroups, type Group } from "#lib/projections/make.ts";
import { historyDays, horizonDays, pathCount, projectedCuts, type ProjectedCut } from "#lib/projections/targets.ts";
import { eventSpans } from "#lib/plan/event-spans.ts";
import { listEvents } from "#lib/plan/events.ts";
import { readFiscalCalendar } from "#lib/stores/settings.ts";
import type { Store } from "#lib/stores/stores.ts";

/** Moves when the forecaster or what is kept of it changes: the next run is then made anew, inputs unchanged or not. */
export const method = "storecast 2";

export interface Projected {
  store: string;
  /** nothing: no history to go by. locked: another process is at it. */
  state: "made" | "unchanged" | "nothing" | "locked";
  asOf: Day;
  kind: Kind;
  version: number;
  series: number;
  /** Of the processor, not of the clock: it runs behind everything else. */
  seconds: number;
}

export interface ProjectOptions {
  now: Date;
  /** Only what was known at the end of this day, kept as a backcast. */
  asOf?: Day;
  signal?: AbortSignal;
  onGroup?: (group: Group, seconds: number) => void;
}

export async function projectStore(db: Database, store: Store, options: ProjectOptions): Promise<Projected> {
  const asOf = options.asOf ?? dayAt(options.now, store.zone);
  const kind: Kind = options.asOf ? "backcast" : "live";
  const nothing = { store: store.name, asOf, kind, version: 0, series: 0, seconds: 0 };
  // A session's lock, on a connection of its own: it goes with the process, also a killed one's.
  return db.connection().execute(async (held) => {
    const lock = await sql<{ got: boolean }>`select pg_try_advisory_lock(hashtext('storecast.project'), ${store.id}::int) as got`.execute(held);
    if (!lock.rows[0]!.got) return { ...nothing, state: "locked" as const };
    try {
      return await make(db, store, { asOf, kind }, options, nothing);
    } finally {
      await sql`select pg_advisory_unlock(hashtext('storecast.project'), ${store.id}::int)`.execute(held);
    }
  });
}

async function make(db: Database, store: Store, { asOf, kind }: { asOf: Day; kind: Kind }, options: ProjectOptions, nothing: Omit<Projected, "state">): Promise<Projected> {
  const events = await eventsOf(db, store, asOf);
  const feed = await readFeed(db, store, options.now, { ...(options.asOf ? { until: options.asOf } : {}), events, withCuts: kind === "live" });
  if (!feed) return { ...nothing, state: "nothing" };
  const fiscal = await readFiscalCalendar(db);
  const inputsHash = hashOf({ method, pathCount, fiscal, feed });
  const begun = await begin(db, { storeId: store.id, asOf, kind }, inputsHash, feed.through, store.currency, options.now);
  const { run } = begun;
  const left = await Promise.all(groups.filter((group) => isFed(group, feed)).map(async (group) => ((await isKept(db, run, group)) ? null : group))).then((list) => list.filter((group) => group !== null));
  const done = { ...nothing, asOf: run.asOf, version: run.version };
  if (begun.isFinished && left.length === 0) return { ...done, state: "unchanged" };
  let [series, seconds, isFinished] = [0, 0, begun.isFinished];
  for (const group of left) {
    options.signal?.throwIfAborted();
    // The store's own figures are all there: shown from here on, while its parts follow.
    if (!isFinished && !wholeGroups.includes(group)) isFinished = await finishRun(db, run);
    const started = process.cpuUsage();
    const [kept, paths] = group === "sales" ? [[], null] : await Promise.all([readKept(db, run, "net_sales"), readPaths(db, run, "net_sales")]);
    const made = makeGroup(group, feed, fiscal, { paths: () => paths!, mean: () => kept[0]!.mean });
    await db.transaction().execute((trx) => keepMade(trx, run, made, feed.events, kind === "live"));
    const { user, system } = process.cpuUsage(started);
    const took = (user + system) / 1e6;
    await addSeconds(db, run, took);
    series += made.length;
    seconds += took;
    options.onGroup?.(group, took);
  }
  if (!isFinished) await finishRun(db, run);
  return { ...done, state: "made", series, seconds };
}

/** The calendar of all history and of the horizon: what was planned, and the holidays that the store goes by. */
async function eventsOf(db: Database, store: Store, asOf: Day): Promise<EventSpan[]> {
  const [from, to] = [addDays(asOf, -historyDays), addDays(asOf, horizonDays + 14)];
  return eventSpans(await listEvents(db, [store.id], from, to));
}

/** The run to go on with: a finished one of the same inputs, one that was cut off, or a new version of the day. */
async function begin(db: Database, wanted: Omit<RunId, "version">, inputsHash: string, through: Day, currency: string, at: Date): Promise<{ run: RunId; isFinished: boolean }> {
  return db.transaction().execute(async (trx) => {
    const { storeId, asOf, kind } = wanted;
    // Live: what was made last, whatever its day: without news a shop's projection stays the one it is.
    const last = await sql<{ asOf: Day; version: number; hash: string }>`select as_of as "asOf", version, inputs_hash as hash from plan.projection_run
      where store_id = ${storeId} and kind = ${kind} and finished_at is not null ${kind === "backcast" ? sql`and as_of = ${asOf}::date` : sql``} order by as_of desc, version desc limit 1`.execute(trx);
    if (last.rows[0]?.hash === inputsHash) return { run: { ...wanted, asOf: last.rows[0].asOf, version: last.rows[0].version }, isFinished: true };
    const open = await sql<{ asOf: Day; version: number; hash: string }>`select as_of as "asOf", version, inputs_hash as hash from plan.projection_run
      where store_id = ${storeId} and kind = ${kind} and finished_at is null ${kind === "backcast" ? sql`and as_of = ${asOf}::date` : sql``}`.execute(trx);
    const mine = open.rows.find((row) => row.asOf === asOf && row.hash === inputsHash);
    // Cut off, and overtaken by newer data: nobody ever saw them.
    for (const row of open.rows.filter((one) => one !== mine)) await dropOpen(trx, { storeId, asOf: row.asOf, kind, version: row.version });
    if (mine) return { run: { ...wanted, version: mine.version }, isFinished: false };
    const top = await sql<{ top: number }>`select coalesce(max(version), 0) as top from plan.projection_run where store_id = ${storeId} and as_of = ${asOf}::date and kind = ${kind}`.execute(trx);
    const run: RunId = { ...wanted, version: top.rows[0]!.top + 1 };
    await sql`insert into plan.projection_run (store_id, as_of, kind, version, method, inputs_hash, data_through, currency, started_at)
      values (${storeId}, ${asOf}::date, ${kind}, ${run.version}, ${method}, ${inputsHash}, ${through}::date, ${currency}, ${at})`.execute(trx);
    return { run, isFinished: false };
  });
}

async function dropOpen(trx: Database, { storeId, asOf, kind, version }: RunId): Promise<void> {
  for (const table of ["plan.projection", "plan.projection_run"]) await sql`delete from ${sql.table(table)} where store_id = ${storeId} and as_of = ${asOf}::date and kind = ${kind} and version = ${version}`.execute(trx);
  if (kind === "live") await sql`delete from plan.projection_paths where store_id = ${storeId} and as_of = ${asOf}::date and version = ${version}`.execute(trx);
}

async function isKept(db: Database, run: RunId, group: Group): Promise<boolean> {
  const cut = (projectedCuts as readonly string[]).includes(group) ? (group as ProjectedCut) : "";
  const found = await sql`select 1 from plan.projection where store_id = ${run.storeId} and as_of = ${run.asOf}::date and kind = ${run.kind} and version = ${run.version}
    and metric = any(${[...metricsOf(group)]}::text[]) and cut = ${cut} limit 1`.execute(db);
  return found.rows.length > 0;
}
