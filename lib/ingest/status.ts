// How every connection stands, for pages and machines: what is complete through when, what may still change, what is
// wrong. Nothing here asks a vendor; secrets are not even read.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { dayAt, daysBetween, type Day } from "#lib/core/day.ts";
import type { Problem } from "#lib/ingest/journal.ts";
import { fileKindOf, fileStreams } from "#lib/ingest/files/kinds.ts";
import { lookOf, streamLook, type ConnectionLook, type StreamRow, type StreamStatus } from "#lib/ingest/stream-look.ts";
import { sources } from "#lib/sources/registry.ts";
import type { Account, Role } from "#lib/sources/source.ts";

export type { ConnectionLook, StreamStatus } from "#lib/ingest/stream-look.ts";

export interface ConnectionStatus {
  id: number;
  storeId: number;
  storeName: string;
  /** What its amounts are in: the account's own where it has one, else the store's. */
  currency: string;
  source: string;
  /** The source's name as people know it. */
  label: string;
  role: Role | null;
  /** What the person called this connection. */
  name: string;
  account: Account | null;
  state: "active" | "paused" | "stopped";
  look: ConnectionLook;
  /** Why it is stopped, else what keeps one of its streams from going on. */
  problem: Problem | null;
  isDemo: boolean;
  /** Its days came by file: nobody is asked. */
  isFile: boolean;
  /** The vendor's version that is spoken; daysLeft until it is answered no more, null where no end is announced. */
  api: { version: string; endsOn: Day | null; daysLeft: number | null } | null;
  createdAt: string;
  changedAt: string;
  testedAt: string | null;
  /** The last day that all of its streams have whole. */
  completeThrough: Day | null;
  /** Days up to completeThrough may be told differently until then; null: nothing is settling. */
  settlingUntil: Day | null;
  /** Of the history, 0 to 1; 1 when all of it is here. */
  progress: number;
  /** The first day that all streams have. */
  since: Day | null;
  streams: StreamStatus[];
}

export type Stores = "all" | readonly number[];

/** Every connection of these stores, by store and source. `only` is one connection's number. */
export async function readConnections(db: Database, stores: Stores, now: Date, only?: number): Promise<ConnectionStatus[]> {
  let query = db.selectFrom("ingest.connection as c").innerJoin("dim.store as s", "s.store_id", "c.store_id")
    .select(["c.connection_id", "c.store_id", "s.name as store_name", "s.zone", "s.currency", "c.source", "c.name", "c.account", "c.state", "c.problem", "c.is_demo", "c.created_at", "c.updated_at", "c.tested_at"])
    .orderBy("s.name").orderBy("c.connection_id");
  if (stores !== "all") query = query.where("c.store_id", "in", stores.length > 0 ? stores : [-1]);
  if (only !== undefined) query = query.where("c.connection_id", "=", only);
  const rows = await query.execute();
  if (rows.length === 0) return [];
  const streams = await readStreamRows(db, rows.map((row) => row.connection_id));
  return rows.map((row) => {
    const source = sources.find((one) => one.name === row.source) ?? null;
    const account = row.account as unknown as Account | null;
    const zone = account?.zone ?? row.zone;
    const own = streams.get(row.connection_id) ?? new Map<string, StreamRow>();
    const state = row.state as ConnectionStatus["state"];
    const file = fileKindOf(row.source);
    const looks = (source?.streams ?? (file ? fileStreams(file) : [])).map((stream) => streamLook(stream, own.get(stream.name) ?? null, { now, zone }));
    const known = looks.filter((one) => one.completeThrough !== null);
    const today = dayAt(now, zone);
    return {
      id: row.connection_id, storeId: row.store_id, storeName: row.store_name, currency: account?.currency ?? row.currency, source: row.source, label: source?.label ?? file?.preset.label ?? row.source, role: source?.role ?? file?.role ?? null, name: row.name,
      account, state, look: file ? "file" : lookOf(state, looks), isDemo: row.is_demo, isFile: file !== undefined,
      problem: (state === "stopped" ? (row.problem as unknown as Problem | null) : null) ?? looks.find((one) => one.look === "failing")?.problem ?? (row.problem as unknown as Problem | null),
      api: source ? { version: source.api.version, endsOn: source.api.endsOn, daysLeft: source.api.endsOn === null ? null : daysBetween(today, source.api.endsOn) } : null,
      createdAt: row.created_at.toISOString(), changedAt: row.updated_at.toISOString(), testedAt: row.tested_at?.toISOString() ?? null,
      completeThrough: known.map((one) => one.completeThrough!).sort()[0] ?? null,
      settlingUntil: known.flatMap((one) => one.settlingUntil ?? []).sort().at(-1) ?? null,
      progress: looks.length === 0 ? 1 : Math.min(...looks.map((one) => one.progress)),
      since: known.length === looks.length ? known.map((one) => one.doneFrom!).sort().at(-1) ?? null : null,
      streams: looks,
    };
  });
}

async function readStreamRows(db: Database, ids: readonly number[]): Promise<Map<number, Map<string, StreamRow>>> {
  const { rows } = await sql<StreamRow>`
    select coalesce(t.connection_id, r.connection_id) as "connectionId", coalesce(t.stream, r.stream) as stream,
      t.done_from as "doneFrom", t.done_to as "doneTo", t.history_from as "historyFrom", t.checked_at as "checkedAt", t.due_at as "dueAt",
      coalesce(t.failures, 0) as failures, t.problem, coalesce(r.finished_at, r.started_at) as "ranAt", coalesce(r.state = 'running', false) as "isRunning"
    from (select * from ingest.stream where connection_id = any(${ids}::int[])) t
    full join (
      select distinct on (connection_id, stream) connection_id, stream, state, started_at, finished_at
      from ingest.run where connection_id = any(${ids}::int[]) order by connection_id, stream, run_id desc
    ) r on r.connection_id = t.connection_id and r.stream = t.stream`.execute(db);
  const found = new Map<number, Map<string, StreamRow>>();
  for (const row of rows) {
    if (!found.has(row.connectionId)) found.set(row.connectionId, new Map());
    found.get(row.connectionId)!.set(row.stream, row);
  }
  return found;
}
