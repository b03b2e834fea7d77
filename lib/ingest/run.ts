// One stream of one connection: asks in order, each committed whole with the progress it makes, so that a run
// killed anywhere is gone on with where its last commit left it. Only here a run's fate is decided.
import type pg from "pg";
import type { Database } from "#db/client.ts";
import { isHttpFault } from "#lib/core/fault.ts";
import type { Day } from "#lib/core/day.ts";
import type { RuleSet } from "#lib/channels/own-rules.ts";
import { Dims } from "#lib/facts/dims.ts";
import { ahead } from "#lib/ingest/ahead.ts";
import { closeRun, killed, noteRun, openRun, shortenRun, type Counts, type Problem, type Reason, type RunState } from "#lib/ingest/journal.ts";
import type { OrderAsks } from "#lib/ingest/order-asks.ts";
import { openAsks, runOrders } from "#lib/ingest/run-orders.ts";
import { runRates } from "#lib/ingest/run-rates.ts";
import { readChunk, storeChunk, type Chunk } from "#lib/ingest/run-report.ts";
import { AnswerWatch, readRemembered, type Remembered } from "#lib/ingest/same-answer.ts";
import type { Target } from "#lib/ingest/write-days.ts";
import type { Classify } from "#lib/ingest/write-dims.ts";
import type { Ask, Context, Stream } from "#lib/sources/source.ts";

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
  /** Answers that change nothing when they come again. */
  remembered: readonly Remembered[];
  /** Of streams whose answers may be known by their bytes. */
  watch: AnswerWatch | null;
  /** Of orders: its asks, each begun while the last orders of the one before it are written. */
  orders: OrderAsks | null;
  /** Of orders: many batches touch the same days. */
  changedDays: Set<Day>;
  classify: Classify;
  /** The shop's own channel rules: those that look at an order's visit are applied with the order. */
  rules: RuleSet;
  clock: () => Date;
  onProgress: (progress: Progress) => void;
}

export interface Progress { stream: string; from: Day; to: Day; done: number; of: number; rows: number }

/**
 * Runs the asks one by one on a client that holds the connection's lock. Never throws for what a vendor did: the
 * result says "partial" when something is stored and something is missing, "failed" when nothing came of it.
 */
export async function runStream({ client, db }: { client: pg.ClientBase; db: Database }, context: Context, order: RunOrder, options: { classify: Classify; rules: RuleSet; clock: () => Date; /** Asked before each further ask: true leaves the rest to another run. */ isOver?: () => boolean; onProgress?: (progress: Progress) => void }): Promise<RunResult> {
  const { connectionId, storeId, stream } = order;
  const runId = await openRun(client, { connectionId, stream: stream.name, reason: order.reason, from: least(order.asks), to: most(order.asks), now: options.clock() });
  const counts: Counts = { requests: 0, read: 0, written: 0, rejected: 0, daysChanged: 0, drift: {} };
  const running: Running = {
    client, db, order, counts, dims: new Dims(), remembered: [], watch: null, orders: null, changedDays: new Set(), classify: options.classify, rules: options.rules, clock: options.clock, onProgress: options.onProgress ?? (() => {}),
    context: { ...context, drift: (path) => { countDrift(counts.drift, path); } },
    target: { storeId, connectionId, stream: stream.name, runId, now: context.now },
  };
  let committed = 0;
  let left = 0;
  let problem: Problem | null = null;
  try {
    // The weekly look reads all there is: should a mark ever be wrong, it is so for a week at most.
    if (stream.mode === "replace" && stream.sameAnswer) {
      if (order.reason !== "weekly") running.remembered = await readRemembered(client, running.target);
      running.watch = new AnswerWatch(context, stream);
    }
    const isOver = options.isOver ?? (() => false);
    if (stream.mode === "upsert") running.orders = await openAsks(running, stream, isOver);
    let taken = 0;
    for await (const { value: part, goOn } of ahead(partsOf(running, isOver))) {
      taken++;
      const own = await runPart(running, part, goOn);
      if (own?.kind !== "shape") committed++;
      problem ??= own;
    }
    left = order.asks.length - taken;
    if (counts.rejected > 0) problem ??= { kind: "rejects", message: `${counts.rejected} of ${counts.read} rows could not be read and were left out.` };
  } catch (error) {
    if (context.signal.aborted) {
      await closeRun(client, runId, "failed", killed, options.clock()).catch(() => {});
      throw context.signal.reason;
    }
    problem = problemOf(error);
    committed += counts.written > 0 ? 1 : 0;
  } finally {
    await running.orders?.close();
  }
  delete context.http.onAnswer;
  counts.requests = context.http.requests;
  const state = problem === null ? "done" : committed > 0 ? "partial" : "failed";
  await noteRun(client, runId, counts);
  const asked = order.asks.slice(0, order.asks.length - left);
  if (left > 0) await shortenRun(client, runId, { from: least(asked), to: most(asked) });
  await closeRun(client, runId, state, problem, options.clock());
  return { runId, stream: stream.name, reason: order.reason, state, problem, left, ...counts };
}

/** An ask, and what was read of it ahead of its turn. */
interface Part { ask: Ask; chunk?: Chunk }

/** The asks until the run's time is over, reports read whole. */
async function* partsOf(running: Running, isOver: () => boolean): AsyncGenerator<Part> {
  const { stream, asks } = running.order;
  for (const [index, ask] of asks.entries()) {
    if (index > 0 && !running.orders?.hasBegun(ask) && isOver()) return;
    running.onProgress({ stream: stream.name, from: ask.from, to: ask.to, done: index, of: asks.length, rows: running.counts.read });
    yield stream.mode === "replace" ? { ask, chunk: await readChunk(running, stream, ask) } : { ask };
  }
}

/** Of reports the next ask is read once `goOn` was called. */
function runPart(running: Running, { ask, chunk }: Part, goOn: () => void): Promise<Problem | null> {
  const { stream } = running.order;
  return stream.mode === "replace" ? storeChunk(running, stream, chunk!, goOn) : stream.mode === "upsert" ? runOrders(running, running.orders!, ask) : runRates(running, stream, ask);
}

/** Commits what `work` did, or nothing of it. */
export function transaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  return committed(client, "begin", work);
}

/**
 * The same for a part of a run, which doesn't wait until the disk has it: should the machine fail, the last of these are
 * lost together with the places that they noted, and are done again. The end of the run waits for all of them.
 */
export function runPartTransaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  return committed(client, "begin; set local synchronous_commit = off", work);
}

async function committed<T>(client: pg.ClientBase, begin: string, work: () => Promise<T>): Promise<T> {
  await client.query(begin);
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
