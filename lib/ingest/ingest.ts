// Brings in what is due, or what a person asks for: connection by connection under its lock, recent days of all of them
// before anybody's history, marts made anew after each. Scripts, the scheduler and the pages' buttons all come here.
import type pg from "pg";
import { now, type Day } from "#lib/core/day.ts";
import { isHttpFault } from "#lib/core/fault.ts";
import { isAppError } from "#lib/core/errors.ts";
import { openContext, readConnection, type Connection, type Host } from "#lib/ingest/context.ts";
import type { HttpPace } from "#lib/ingest/http.ts";
import { noteCoverage } from "#lib/ingest/note-coverage.ts";
import { planStream, planWindow, type Planned } from "#lib/ingest/plan.ts";
import type { Place } from "#lib/ingest/schedule.ts";
import { afterRun, holdStreams, readStreams, stopConnection, type StreamState } from "#lib/ingest/streams.ts";
import { runStream, type Progress, type RunResult } from "#lib/ingest/run.ts";
import type { Problem } from "#lib/ingest/journal.ts";
import { Marts } from "#lib/ingest/marts.ts";
import { judge } from "#lib/channels/own-rules.ts";
import { readStore } from "#lib/stores/stores.ts";
import { log } from "#lib/log.ts";
import { catchUp } from "#lib/traffic/apply.ts";
import { readRules } from "#lib/traffic/rules.ts";
import { findSource } from "#lib/sources/registry.ts";
import type { Context, Source } from "#lib/sources/source.ts";

export interface IngestOptions {
  signal: AbortSignal;
  /** Which connections; all that are active where nothing is said. */
  only?: { connectionId?: number; storeId?: number; source?: string; stream?: string };
  /** Days that a person asks for, whatever is due. */
  window?: { from: Day; to: Day };
  /** Ask even what isn't due yet. */
  isForced?: boolean;
  mayEmpty?: boolean;
  clock?: () => Date;
  /** How requests wait; as createHttp does unless told. */
  pace?: HttpPace;
  /** Connections at once. */
  hands?: number;
  /** Leaves histories alone: what is new of every connection, and no more. */
  isRecentOnly?: boolean;
  /** After so many ms of a connection's history what is left of it waits for the next call. */
  portionMs?: number;
  onProgress?: (progress: Progress & { connectionId: number; source: string }) => void;
}

export type Ran = RunResult & { connectionId: number; storeId: number; source: string };

export interface Ingested {
  runs: Ran[];
  /** Connections that another program works on, and those that could not be opened. */
  locked: number[];
  failed: { connectionId: number; source: string; problem: Problem }[];
  /** Some history was left for the next call, since its portion was over. */
  isMore: boolean;
}

interface Wanted { id: number; storeId: number; source: string; isActive: boolean }

/** What came of one connection's turn. */
interface Done { isAny: boolean; written: number }

/** Resolves when everything due was tried. Throws only for the signal and for faults of ours. */
export async function ingest(host: Host, options: IngestOptions): Promise<Ingested> {
  const result: Ingested = { runs: [], locked: [], failed: [], isMore: false };
  const all = await wanted(host, options);
  const marts = new Marts(host, options.clock ?? now);
  // Recent days of every connection first, so that pages are useful while histories come in.
  for (const isHistory of [false, true]) {
    const queue = [...all];
    marts.expect(all.map((one) => one.storeId));
    const late = new Set<number>();
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { id } = next;
        const locks = (): number => result.locked.filter((one) => one === id).length;
        const before = locks();
        const hasRun = await turn(host, next, isHistory, options, result);
        // Another program's turn is mostly short: once more after the others, rather than at the next look.
        if (locks() > before && queue.length > 0 && !late.has(id)) {
          late.add(id);
          result.locked.splice(result.locked.lastIndexOf(id), 1);
          queue.push(next);
        } else await marts.after(next.storeId, hasRun);
      }
    };
    await Promise.all(Array.from({ length: Math.min(options.hands ?? 2, queue.length) }, work));
    if (options.window || options.isRecentOnly) break;
  }
  await marts.others();
  return { ...result, locked: [...new Set(result.locked)] };
}

/** One connection's turn, whose trouble is its own: a fault of ours there, or its removal meanwhile, keeps nobody else from coming in. */
async function turn(host: Host, one: Wanted, isHistory: boolean, options: IngestOptions, result: Ingested): Promise<boolean> {
  try {
    return await ingestConnection(host, one, isHistory, options, result);
  } catch (error) {
    options.signal.throwIfAborted();
    const isThere = await host.db.selectFrom("ingest.connection").select("connection_id").where("connection_id", "=", one.id).executeTakeFirst();
    if (!isThere) return false;
    log.error({ connectionId: one.id, source: one.source, error: error instanceof Error ? error.stack : String(error) }, "a connection could not be brought in");
    result.failed.push({ connectionId: one.id, source: one.source, problem: { kind: "broken", message: error instanceof Error ? error.message : String(error) } });
    return false;
  }
}

async function wanted(host: Host, { only = {} }: IngestOptions): Promise<Wanted[]> {
  let query = host.db.selectFrom("ingest.connection").select(["connection_id", "store_id", "source", "state"]).orderBy("connection_id");
  query = only.connectionId === undefined ? query.where("state", "=", "active") : query.where("connection_id", "=", only.connectionId);
  if (only.storeId !== undefined) query = query.where("store_id", "=", only.storeId);
  if (only.source !== undefined) query = query.where("source", "=", only.source);
  return (await query.execute()).map((row) => ({ id: row.connection_id, storeId: row.store_id, source: row.source, isActive: row.state === "active" }));
}

/** One connection's turn; true when something ran and its marts are to be made. */
async function ingestConnection(host: Host, { id, isActive }: Wanted, isHistory: boolean, options: IngestOptions, result: Ingested): Promise<boolean> {
  const clock = options.clock ?? now;
  const done = await withConnectionLock(host, id, async (client) => {
    const connection = await readConnection(host.db, id);
    // Paused or stopped since the call began.
    if (isActive && connection.state !== "active") return null;
    let opened: { source: Source; context: Context };
    try {
      if (!(await hasWork(host, connection, isHistory, options, clock()))) {
        // A run that was killed just after its last commit noted nothing of what it had brought.
        if (!isHistory) await noteCoverage(host, connection);
        return null;
      }
      opened = await openContext(host, connection, { now: clock(), signal: options.signal, pace: options.pace });
    } catch (error) {
      options.signal.throwIfAborted();
      const problem = asProblem(error);
      if (!problem) throw error;
      await stopConnection(host.db, id, problem, clock());
      await holdStreams(host.db, connection, findSource(connection.source).streams, problem, clock(), connection.account?.zone ?? "UTC");
      if (!result.failed.some((one) => one.connectionId === id)) result.failed.push({ connectionId: id, source: connection.source, problem });
      return null;
    }
    return runDue(host, client, connection, opened, isHistory, options, result);
  });
  if (done === "locked") result.locked.push(id);
  else if (done && done.isAny) {
    const connection = await readConnection(host.db, id);
    await noteCoverage(host, connection);
    if (done.written > manyRows) await refreshStatistics(host, findSource(connection.source));
    return true;
  }
  return false;
}

/** After so many new rows what Postgres believes of the tables is wrong: a store that it has never seen is planned as if it had no rows. */
const manyRows = 500;

async function refreshStatistics(host: Host, source: Source): Promise<void> {
  const tables = source.streams.flatMap((stream) => (stream.mode === "replace" ? [`fact.${stream.fact.id}`] : stream.mode === "upsert" ? ["fact.sale_event", "fact.sales_order", "fact.order_touch", "dim.customer"] : []));
  for (const table of new Set([...tables, "dim.traffic", "dim.campaign"])) await host.pool.query(`analyze ${table}`);
}

/** Without asking the vendor anything: is one of the streams due? */
async function hasWork(host: Host, connection: Connection, isHistory: boolean, options: IngestOptions, at: Date): Promise<boolean> {
  const source = findSource(connection.source);
  const states = await readStreams(host.db, connection.id);
  const store = await readStore(host.db, connection.storeId);
  return source.streams.some((stream) => planned(stream, states.get(stream.name) ?? null, placeOf(connection, stream, connection.account, store), isHistory, options, at).length > 0);
}

/** Reports are cut into days by the account's clock, orders by the shop's. */
function placeOf(connection: Connection, stream: Source["streams"][number], account: Context["account"] | null, store: { zone: string }): Place {
  return { connectionId: connection.id, zone: stream.mode === "upsert" ? store.zone : (account?.zone ?? store.zone) };
}

function planned(stream: Source["streams"][number], state: StreamState | null, place: Place, isHistory: boolean, options: IngestOptions, at: Date): Planned[] {
  if (options.only?.stream !== undefined && options.only.stream !== stream.name) return [];
  if (options.window) return isHistory ? [] : [planWindow(stream, options.window)];
  return planStream(stream, state, { ...place, now: at, isForced: options.isForced ?? false }).filter((plan) => (plan.reason === "backfill") === isHistory);
}

async function runDue(host: Host, client: pg.ClientBase, connection: Connection, { source, context }: { source: Source; context: Context }, isHistory: boolean, options: IngestOptions, result: Ingested): Promise<Done> {
  const clock = options.clock ?? now;
  const rules = await readRules(host.db);
  const done: Done = { isAny: false, written: 0 };
  const began = performance.now();
  const isOver = isHistory && options.portionMs !== undefined ? () => performance.now() - began >= options.portionMs! : undefined;
  for (const stream of source.streams) {
    const place = placeOf(connection, stream, context.account, context.store);
    const states = await readStreams(host.db, connection.id);
    for (const plan of planned(stream, states.get(stream.name) ?? null, place, isHistory, options, context.now)) {
      const ran = await runStream({ client, db: host.db }, context,
        { connectionId: connection.id, storeId: connection.storeId, source: source.name, stream, reason: plan.reason, asks: plan.asks, mayEmpty: options.mayEmpty },
        { classify: judge(rules.set), rules: rules.set, clock, isOver, onProgress: (progress) => options.onProgress?.({ ...progress, connectionId: connection.id, source: source.name }) });
      done.isAny = true;
      done.written += ran.written;
      await catchUp(host.db, connection.storeId, rules.version);
      if (ran.left > 0 && ran.problem === null) result.isMore = true;
      result.runs.push({ ...ran, connectionId: connection.id, storeId: connection.storeId, source: source.name });
      await afterRun(host.db, { connection, stream, plan, ran, now: context.now, zone: place.zone });
      if (ran.problem?.kind === "auth") {
        await stopConnection(host.db, connection.id, ran.problem, clock());
        return done;
      }
      // What is broken off goes on at the next due time; later windows of this stream would fail the same way.
      if (ran.state !== "done" && ran.problem?.kind !== "empty" && ran.problem?.kind !== "rejects") break;
      if (ran.left > 0) return done;
    }
  }
  return done;
}

/** One runner per connection, on a connection of its own that it holds until it ends or dies. */
export async function withConnectionLock<T>(host: Host, connectionId: number, work: (client: pg.PoolClient) => Promise<T>): Promise<T | "locked"> {
  const client = await host.pool.connect();
  let isBroken = false;
  try {
    await client.query("set client_connection_check_interval = '300ms'").catch(() => {});
    const got = await client.query<{ ok: boolean }>("select pg_try_advisory_lock(hashtext('storecast.ingest'), $1) as ok", [connectionId]);
    if (!got.rows[0]!.ok) return "locked";
    try {
      return await work(client);
    } finally {
      await client.query("select pg_advisory_unlock(hashtext('storecast.ingest'), $1)", [connectionId]).catch(() => { isBroken = true; });
    }
  } finally {
    client.release(isBroken);
  }
}

function asProblem(error: unknown): Problem | null {
  if (isHttpFault(error)) return { kind: error.kind, message: error.message, ...(error.stopUntil ? { until: error.stopUntil.toISOString() } : {}) };
  // A key that is missing is no fault of the settings: once it is back, all goes on.
  if (isAppError(error) && error.kind === "unavailable") return { kind: "broken", message: error.message };
  if (isAppError(error) && error.kind !== "broken") return { kind: "input", message: error.message };
  return null;
}
