// Every run of a stream, kept: what it asked, what came, what was wrong. The run's clock is the caller's.
import type pg from "pg";
import type { Day } from "#lib/core/day.ts";
import type { Rejected } from "#lib/sources/source.ts";

export type Reason = "first" | "backfill" | "recent" | "nightly" | "weekly" | "poll" | "manual";
export type RunState = "running" | "done" | "partial" | "failed";

/** What kept a run from being whole: a word of lib/words sources.problems, the vendor's message, when to go on. */
export interface Problem {
  kind: "auth" | "quota" | "throttled" | "vendor" | "input" | "shape" | "network" | "gone" | "empty" | "rejects" | "killed" | "broken";
  message: string;
  /** ISO instant before which another try is useless. */
  until?: string;
  /** Only the history waits for it: recent days are asked for meanwhile. */
  of?: "history";
}

export interface Counts { requests: number; read: number; written: number; rejected: number; daysChanged: number; drift: Record<string, number> }

/** At most this many refused rows of a run are kept to look at; all are counted. */
const keptRejects = 1_000;

/** Of a run whose program was stopped. */
export const killed: Problem = { kind: "killed", message: "The program was stopped while this ran. What it had stored stands; the next run goes on from there." };

/** Opens a run. Whoever calls holds the connection's lock, so a run still "running" belongs to a process that died. */
export async function openRun(client: pg.ClientBase, about: { connectionId: number; stream: string; reason: Reason; from: Day | null; to: Day | null; now: Date }): Promise<string> {
  await client.query(`update ingest.run set state = 'failed', problem = $2, finished_at = $3 where connection_id = $1 and state = 'running'`, [about.connectionId, JSON.stringify(killed), about.now]);
  const opened = await client.query<{ run_id: string }>(
    `insert into ingest.run (connection_id, stream, reason, from_day, to_day, state, started_at) values ($1, $2, $3, $4, $5, 'running', $6) returning run_id`,
    [about.connectionId, about.stream, about.reason, about.from, about.to, about.now]);
  return opened.rows[0]!.run_id;
}

/** What the run has come to so far; also called within a chunk's transaction, so that counts match what is stored. */
export async function noteRun(client: pg.ClientBase, runId: string, counts: Counts): Promise<void> {
  await client.query(`update ingest.run set requests = $2, rows_read = $3, rows_written = $4, rejected = $5, days_changed = $6, drift = $7 where run_id = $1`,
    [runId, counts.requests, counts.read, counts.written, counts.rejected, counts.daysChanged, JSON.stringify(counts.drift)]);
}

/** A run that stopped before its last ask: what it names is what it asked. */
export async function shortenRun(client: pg.ClientBase, runId: string, asked: { from: Day | null; to: Day | null }): Promise<void> {
  await client.query("update ingest.run set from_day = $2, to_day = $3 where run_id = $1", [runId, asked.from, asked.to]);
}

export async function closeRun(client: pg.ClientBase, runId: string, state: Exclude<RunState, "running">, problem: Problem | null, now: Date): Promise<void> {
  await client.query(`update ingest.run set state = $2, problem = $3, finished_at = $4 where run_id = $1`, [runId, state, problem && JSON.stringify(problem), now]);
}

/** Keeps refused rows with their place and reason; `before` is how many the run had already. */
export async function keepRejects(client: pg.ClientBase, runId: string, rejects: readonly Rejected[], before: number): Promise<void> {
  const kept = rejects.slice(0, Math.max(0, keptRejects - before));
  if (kept.length === 0) return;
  await client.query(
    `insert into ingest.run_reject (run_id, reject_no, path, reason, sample)
     select $1::bigint, $2::int + row_no, path, reason, sample from unnest($3::text[], $4::text[], $5::text[]) with ordinality as t (path, reason, sample, row_no)
     on conflict (run_id, reject_no) do nothing`,
    [runId, before, kept.map((row) => row.path.slice(0, 200)), kept.map((row) => row.reason.slice(0, 500)), kept.map((row) => row.sample.slice(0, 1_000))]);
}
