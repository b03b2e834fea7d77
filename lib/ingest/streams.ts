// Where each stream of a connection stands between two runs, and what a run's end means for the next.
import type { Database } from "#db/client.ts";
import type { Day } from "#lib/core/day.ts";
import type { Connection } from "#lib/ingest/context.ts";
import type { Problem } from "#lib/ingest/journal.ts";
import type { Planned } from "#lib/ingest/plan.ts";
import { nextDue } from "#lib/ingest/plan.ts";
import type { OrderCursor } from "#lib/ingest/run-orders.ts";
import type { RunResult } from "#lib/ingest/run.ts";
import type { Stream } from "#lib/sources/source.ts";

export interface StreamState {
  doneFrom: Day | null;
  doneTo: Day | null;
  historyFrom: Day | null;
  cursor: OrderCursor | null;
  nightlyAt: Date | null;
  weeklyAt: Date | null;
  checkedAt: Date | null;
  dueAt: Date | null;
  failures: number;
  problem: Problem | null;
}

/** By stream name; streams that never ran are absent. */
export async function readStreams(db: Database, connectionId: number): Promise<Map<string, StreamState>> {
  const rows = await db.selectFrom("ingest.stream").selectAll().where("connection_id", "=", connectionId).execute();
  return new Map(rows.map((row) => [row.stream, {
    doneFrom: row.done_from as Day | null, doneTo: row.done_to as Day | null, historyFrom: row.history_from as Day | null,
    cursor: row.cursor as OrderCursor | null, nightlyAt: row.nightly_at, weeklyAt: row.weekly_at, checkedAt: row.checked_at, dueAt: row.due_at,
    failures: row.failures, problem: row.problem as Problem | null,
  }]));
}

/** Faults that recent days meet too: nothing of the stream is asked until they may be over. */
const ofAccount: ReadonlySet<Problem["kind"]> = new Set(["auth", "quota", "throttled", "network"]);
const halfADay = 43_200_000;

/** Notes what a run's end means: when the stream is due again, how often it failed in a row, which re-read is done. */
export async function afterRun(db: Database, about: { connection: Connection; stream: Stream; plan: Planned; ran: RunResult; now: Date; zone: string }): Promise<void> {
  const { connection, stream, plan, ran, now } = about;
  const isHistory = plan.reason === "backfill";
  // Days of the history that are told doubtfully empty stay to be asked for: at once again would be without end.
  const isHeld = ran.problem !== null && ran.problem.kind !== "rejects" && (ran.problem.kind !== "empty" || isHistory);
  const before = await db.selectFrom("ingest.stream").select(["failures", "problem", "due_at"]).where("connection_id", "=", connection.id).where("stream", "=", stream.name).executeTakeFirst();
  const failures = isHeld ? (before?.failures ?? 0) + 1 : 0;
  const isDone = !isHeld;
  const problem: Problem | null = ran.problem && { ...ran.problem, ...(isHistory && isHeld && !ofAccount.has(ran.problem.kind) ? { of: "history" } : {}) };
  const dueAt = ran.left > 0 ? now : nextDue(stream, { now, failures, problem: isHeld && problem?.kind === "empty" ? { ...problem, kind: "vendor" } : problem, connectionId: connection.id, zone: about.zone });
  // What the history waits for isn't over because recent days came; nothing is planned of one that is long due.
  const isHistoryWaiting = !isHistory && !isHeld && (before?.problem as unknown as Problem | null)?.of === "history" && before!.due_at !== null && before!.due_at.getTime() > now.getTime() - halfADay;
  const values = {
    ...(isHistoryWaiting ? {} : { failures, problem: problem && JSON.stringify(problem), due_at: dueAt }),
    // Days of long ago, or those that a person asked for, say nothing of what is new.
    ...(isDone && !isHistory && plan.reason !== "manual" ? { checked_at: now } : {}),
    // A weekly window holds the nightly one.
    ...(isDone && (plan.reason === "nightly" || plan.reason === "weekly" || plan.reason === "first" || plan.reason === "recent") ? { nightly_at: now } : {}),
    ...(isDone && (plan.reason === "weekly" || plan.reason === "first") ? { weekly_at: now } : {}),
  };
  await db.insertInto("ingest.stream").values({ connection_id: connection.id, stream: stream.name, ...values })
    .onConflict((oc) => oc.columns(["connection_id", "stream"]).doUpdateSet(values)).execute();
}

/** A connection that could not be opened: all of its streams wait as if each had failed. */
export async function holdStreams(db: Database, connection: Pick<Connection, "id">, streams: readonly Stream[], problem: Problem, now: Date, zone: string): Promise<void> {
  const states = await readStreams(db, connection.id);
  for (const stream of streams) {
    const failures = (states.get(stream.name)?.failures ?? 0) + 1;
    const values = { failures, problem: JSON.stringify(problem), due_at: nextDue(stream, { now, failures, problem, connectionId: connection.id, zone }) };
    await db.insertInto("ingest.stream").values({ connection_id: connection.id, stream: stream.name, ...values }).onConflict((oc) => oc.columns(["connection_id", "stream"]).doUpdateSet(values)).execute();
  }
}

/** A dead credential, or settings that don't do: nothing is asked any more until somebody changes them. */
export async function stopConnection(db: Database, connectionId: number, problem: Problem, at: Date): Promise<void> {
  const isDead = problem.kind === "auth" || problem.kind === "input";
  await db.updateTable("ingest.connection").set({ ...(isDead ? { state: "stopped" } : {}), problem: JSON.stringify(problem), updated_at: at }).where("connection_id", "=", connectionId).execute();
}
