// One stream of one connection: asks in order, each committed whole with the progress it makes, so that a run
// killed anywhere is gone on with where its last commit left it. Only here a run's fate is decided.
import type pg from "pg";
import type { Database } from "#db/client.ts";
import { isHttpFault } from "#lib/core/fault.ts";
import { addDays, dayAt, daysIn, type Day } from "#lib/core/day.ts";
import type { RuleSet } from "#lib/channels/own-rules.ts";
import { Dims } from "#lib/facts/dims.ts";
import { Gathered } from "#lib/ingest/days.ts";
import { closeRun, keepRejects, killed, noteRun, openRun, shortenRun, type Counts, type Problem, type Reason, type RunState } from "#lib/ingest/journal.ts";
import { giveWay } from "#lib/ingest/files/give-way.ts";
import { keepPages, packPage } from "#lib/ingest/raw-pages.ts";
import { runOrders } from "#lib/ingest/run-orders.ts";
import { runRates } from "#lib/ingest/run-rates.ts";
import { advance } from "#lib/ingest/progress.ts";
import { writeDays, type Target } from "#lib/ingest/write-days.ts";
import { writeDims, type Classify } from "#lib/ingest/write-dims.ts";
import { dirtyStatement } from "#lib/refresh/refresh.ts";
import type { Ask, Batch, Context, ReportStream, Stream } from "#lib/sources/source.ts";

export interface RunOrder {
  connectionId: number;
  storeId: number;
  source: string;
  stream: Stream;
  reason: Reason;
  /** In the order in which they are fetched. */
  asks: readonly Ask[];
  /** Believe an answer that empties days which had figures. */
  mayEmpty?: boolean;
}

export interface RunResult extends Counts {
  runId: string;
  stream: string;
  reason: Reason;
  state: Exclude<RunState, "running">;
  problem: Problem | null;
  /** Asks that were left for another run, because the time of this one was over. */
  left: number;
}

/** What a run works with; one per run. */
export interface Running {
  client: pg.ClientBase;
  /** For what keeps its own transactions (rates). */
  db: Database;
  context: Context;
  order: RunOrder;
  target: Target;
  counts: Counts;
  dims: Dims;
  /** Of orders: many batches touch the same days. */
  changedDays: Set<Day>;
  classify: Classify;
  /** The shop's own channel rules: those that look at an order's visit are applied with the order. */
  rules: RuleSet;
  clock: () => Date;
  onProgress: (progress: Progress) => void;
}

export interface Progress { stream: string; from: Day; to: Day; done: number; of: number; rows: number }

/** More refused rows than this share of what was read means that the payload isn't what we think: nothing of the chunk is stored. */
const mostRejected = 0.01;

/**
 * Runs the asks one by one on a client that holds the connection's lock. Never throws for what a vendor did: the
 * result says "partial" when something is stored and something is missing, "failed" when nothing came of it.
 */
export async function runStream({ client, db }: { client: pg.ClientBase; db: Database }, context: Context, order: RunOrder, options: { classify: Classify; rules: RuleSet; clock: () => Date; /** Asked before each further ask: true leaves the rest to another run. */ isOver?: () => boolean; onProgress?: (progress: Progress) => void }): Promise<RunResult> {
  const { connectionId, storeId, stream } = order;
  const runId = await openRun(client, { connectionId, stream: stream.name, reason: order.reason, from: least(order.asks), to: most(order.asks), now: options.clock() });
  const counts: Counts = { requests: 0, read: 0, written: 0, rejected: 0, daysChanged: 0, drift: {} };
  const running: Running = {
    client, db, order, counts, dims: new Dims(), changedDays: new Set(), classify: options.classify, rules: options.rules, clock: options.clock, onProgress: options.onProgress ?? (() => {}),
    context: { ...context, drift: (path) => { countDrift(counts.drift, path); } },
    target: { storeId, connectionId, stream: stream.name, runId, now: context.now },
  };
  let committed = 0;
  let left = 0;
  let problem: Problem | null = null;
  try {
    for (const [index, ask] of order.asks.entries()) {
      if (index > 0 && options.isOver?.()) {
        left = order.asks.length - index;
        break;
      }
      running.onProgress({ stream: stream.name, from: ask.from, to: ask.to, done: index, of: order.asks.length, rows: counts.read });
      const own = await runAsk(running, ask);
      if (own?.kind !== "shape") committed++;
      problem ??= own;
    }
    if (counts.rejected > 0) problem ??= { kind: "rejects", message: `${counts.rejected} of ${counts.read} rows could not be read and were left out.` };
  } catch (error) {
    if (context.signal.aborted) {
      await closeRun(client, runId, "failed", killed, options.clock()).catch(() => {});
      throw context.signal.reason;
    }
    problem = problemOf(error);
    committed += counts.written > 0 ? 1 : 0;
  }
  counts.requests = context.http.requests;
  const state = problem === null ? "done" : committed > 0 ? "partial" : "failed";
  await noteRun(client, runId, counts);
  const asked = order.asks.slice(0, order.asks.length - left);
  if (left > 0) await shortenRun(client, runId, { from: least(asked), to: most(asked) });
  await closeRun(client, runId, state, problem, options.clock());
  return { runId, stream: stream.name, reason: order.reason, state, problem, left, ...counts };
}

function runAsk(running: Running, ask: Ask): Promise<Problem | null> {
  const { stream } = running.order;
  return stream.mode === "replace" ? runReport(running, stream, ask) : stream.mode === "upsert" ? runOrders(running, stream, ask) : runRates(running, stream, ask);
}

/** One chunk of a report: all its pages, then one transaction. Returns what keeps the chunk from being whole. */
async function runReport(running: Running, stream: ReportStream, ask: Ask): Promise<Problem | null> {
  const { client, counts, target } = running;
  const gathered = new Gathered(stream.fact, ask, running.dims);
  const raws: string[] = [];
  const rejects: Batch<unknown>["rejects"] = [];
  let read = 0;
  for await (const batch of stream.read(running.context, ask)) {
    read += batch.read;
    rejects.push(...batch.rejects);
    raws.push(batch.raw);
    for (const row of batch.rows) if (!gathered.add(row)) rejects.push({ path: "day", reason: `The day ${row.day} was not asked for.`, sample: row.day });
    for (const [day, told] of Object.entries(batch.told ?? {})) gathered.told.set(day, told);
    for (const [day, flags] of Object.entries(batch.flags ?? {})) gathered.flags.set(day, new Set([...(gathered.flags.get(day) ?? []), ...flags]));
  }
  if (gathered.duplicates > 0) counts.drift["(row told twice)"] = (counts.drift["(row told twice)"] ?? 0) + gathered.duplicates;
  return transaction(client, async () => {
    await keepRejects(client, target.runId, rejects, counts.rejected);
    counts.read += read;
    counts.rejected += rejects.length;
    if (rejects.length > read * mostRejected) {
      await noteRun(client, target.runId, counts);
      return { kind: "shape", message: `${rejects.length} of ${read} rows could not be read. Nothing of ${ask.from} to ${ask.to} was stored. First: ${rejects[0]!.path}: ${rejects[0]!.reason}` };
    }
    await writeDims(client, target.storeId, target.connectionId, running.dims, running.classify);
    const written = await writeDays(client, target, stream.fact, gathered, running.order.mayEmpty, stream.keepsEmpty);
    counts.written += written.rows;
    counts.daysChanged += written.changedDays.length;
    if (written.changedDays.length > 0) // Packed only where something changed: most re-reads say the same.
      await keepPages(client, target, ask, await Promise.all(raws.map(packPage)));
    const given = await giveWay(client, target, running.order.source, stream.fact, daysIn(ask.from, ask.to).filter((day) => !written.keptDays.includes(day)));
    const dirtyDays = [...new Set([...written.changedDays, ...given])].sort();
    if (dirtyDays.length > 0) {
      const dirty = dirtyStatement(target.storeId, dirtyDays, running.order.source);
      await client.query(dirty.sql, dirty.parameters);
    }
    if (written.keptDays.length === 0) await advance(client, target, closedPart(running.context, stream, ask));
    await noteRun(client, target.runId, { ...counts, requests: running.context.http.requests });
    const { keptDays } = written;
    return keptDays.length === 0 ? null : { kind: "empty", message: `The source told nothing for ${keptDays.length} days that have figures (${keptDays[0]} to ${keptDays.at(-1)}). They were kept as they are.` };
  });
}

/** The days of an ask that a plan would reach: one by hand may go on into days that nobody can know yet. */
export function closedPart({ account, store, now }: Context, stream: { lag: number; history: number }, ask: Ask): { from: Day; to: Day; floor: Day } {
  const end = addDays(dayAt(now, account.zone ?? store.zone), 1 - stream.lag);
  return { from: ask.from, to: ask.to < end ? ask.to : end, floor: addDays(end, -stream.history) };
}

/** Commits what `work` did, or nothing of it. */
export async function transaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query("begin");
  try {
    const result = await work();
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
}

function problemOf(error: unknown): Problem {
  if (isHttpFault(error)) {
    const until = error.stopUntil ?? undefined;
    return { kind: error.kind, message: error.message, ...(until ? { until: until.toISOString() } : {}) };
  }
  return { kind: "broken", message: error instanceof Error ? error.message : String(error) };
}

/** Places that are counted by name; a vendor that keys its answer by ids must not fill the journal with them. */
const mostPlaces = 200;

function countDrift(drift: Record<string, number>, path: string): void {
  const place = path in drift || Object.keys(drift).length < mostPlaces ? path : "(other places)";
  drift[place] = (drift[place] ?? 0) + 1;
}

const least = (asks: readonly Ask[]): Day | null => asks.map((ask) => ask.from).sort()[0] ?? null;
const most = (asks: readonly Ask[]): Day | null => asks.map((ask) => ask.to).sort().at(-1) ?? null;
