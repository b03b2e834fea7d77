// Runs as people look at them: the newest first, and the rows of one that could not be read.
import type { Database } from "#db/client.ts";
import { AppError } from "#lib/core/errors.ts";
import type { Day } from "#lib/core/day.ts";
import { toCsv } from "#lib/exports/csv.ts";
import type { Problem, Reason, RunState } from "#lib/ingest/journal.ts";
import type { Stores } from "#lib/ingest/status.ts";

export interface RunRow {
  id: string;
  connectionId: number;
  source: string;
  connection: string;
  storeName: string;
  stream: string;
  reason: Reason;
  /** Days asked for, half-open; null for runs that asked for changes only. */
  from: Day | null;
  to: Day | null;
  state: RunState;
  requests: number;
  read: number;
  written: number;
  rejected: number;
  daysChanged: number;
  /** Places in the payload that nobody knows, or that went missing, with how often. */
  drift: Record<string, number>;
  problem: Problem | null;
  startedAt: string;
  finishedAt: string | null;
}

function rowsOf(db: Database, stores: Stores) {
  const all = db.selectFrom("ingest.run as r").innerJoin("ingest.connection as c", "c.connection_id", "r.connection_id").innerJoin("dim.store as s", "s.store_id", "c.store_id");
  return stores === "all" ? all : all.where("c.store_id", "in", stores.length > 0 ? stores : [-1]);
}

/** The newest runs; `before` is the number of the run that the page before ended with. */
export async function readRuns(db: Database, stores: Stores, { connectionId, before, limit = 20, notable = false }: { connectionId?: number; before?: string; limit?: number; /** Only those that changed something or went wrong. */ notable?: boolean } = {}): Promise<RunRow[]> {
  let query = rowsOf(db, stores)
    .select(["r.run_id", "r.connection_id", "c.source", "c.name", "s.name as store_name", "r.stream", "r.reason", "r.from_day", "r.to_day", "r.state", "r.requests", "r.rows_read", "r.rows_written", "r.rejected", "r.days_changed", "r.drift", "r.problem", "r.started_at", "r.finished_at"])
    .orderBy("r.run_id", "desc").limit(limit);
  if (connectionId !== undefined) query = query.where("r.connection_id", "=", connectionId);
  if (before !== undefined) query = query.where("r.run_id", "<", before);
  if (notable) query = query.where((eb) => eb.or([eb("r.days_changed", ">", 0), eb("r.state", "<>", "done")]));
  return (await query.execute()).map((row) => ({
    id: row.run_id, connectionId: row.connection_id, source: row.source, connection: row.name, storeName: row.store_name, stream: row.stream, reason: row.reason as Reason,
    from: row.from_day as Day | null, to: row.to_day as Day | null, state: row.state as RunState, requests: row.requests, read: row.rows_read, written: row.rows_written,
    rejected: row.rejected, daysChanged: row.days_changed, drift: row.drift as Record<string, number>, problem: row.problem as unknown as Problem | null,
    startedAt: row.started_at.toISOString(), finishedAt: row.finished_at?.toISOString() ?? null,
  }));
}

/** The refused rows of a run as CSV: where, why, and what stood there. Throws AppError "missing" for a run that isn't of this connection or these stores. */
export async function rejectsOfRun(db: Database, stores: Stores, connectionId: number, runId: string): Promise<string> {
  const run = await rowsOf(db, stores).select("r.run_id").where("r.run_id", "=", runId).where("r.connection_id", "=", connectionId).executeTakeFirst();
  if (!run) throw new AppError("missing", "sources.run_missing", `There is no run ${runId} of this connection.`, { id: runId });
  const rejects = await db.selectFrom("ingest.run_reject").select(["path", "reason", "sample"]).where("run_id", "=", runId).orderBy("reject_no").execute();
  return toCsv({
    name: `run-${runId}-rows-left-out`, about: [],
    columns: [{ id: "path", label: "path", kind: "text" }, { id: "reason", label: "reason", kind: "text" }, { id: "sample", label: "sample", kind: "text" }],
    rows: rejects.map((row) => [row.path, row.reason, row.sample]),
  });
}
