// What a source says of a day beside what stands here of it, and every time that it told a day differently.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Day } from "#lib/core/day.ts";
import type { Reason } from "#lib/ingest/journal.ts";
import type { Stores } from "#lib/ingest/status.ts";

export interface Comparison {
  stream: string;
  /** Days that the source told a total of. */
  days: number;
  /** Decimal text: sums over those days, and ours − told. */
  told: string;
  ours: string;
  difference: string;
  /** Days whose difference isn't zero. */
  apart: number;
}

export interface ComparedDay { day: Day; told: string | null; ours: string; difference: string | null; rows: number; flags: string[]; fetchedAt: string }

/** Per stream of each connection, over all days that are known from `from` on. */
export async function readComparisons(db: Database, connectionIds: readonly number[], from: Day): Promise<(Comparison & { connectionId: number })[]> {
  const { rows } = await sql<Comparison & { connectionId: number }>`
    select connection_id as "connectionId", stream, count(*)::int as days, sum(told)::text as told, sum(ours)::text as ours, sum(ours - told)::text as difference,
      count(*) filter (where ours <> told)::int as apart
    from ingest.source_day where connection_id = any(${[...connectionIds]}::int[]) and told is not null and day >= ${from}::date
    group by connection_id, stream order by connection_id, stream`.execute(db);
  return rows;
}

/** One stream's days, the newest first. */
export async function readComparedDays(db: Database, connectionId: number, stream: string, limit: number): Promise<ComparedDay[]> {
  const { rows } = await sql<Omit<ComparedDay, "fetchedAt"> & { fetchedAt: Date }>`
    select day, told::text, ours::text, (ours - told)::text as difference, row_count as rows, flags, fetched_at as "fetchedAt"
    from ingest.source_day where connection_id = ${connectionId} and stream = ${stream} order by day desc limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...row, fetchedAt: row.fetchedAt.toISOString() }));
}

export interface Change {
  connectionId: number;
  source: string;
  storeName: string;
  stream: string;
  day: Day;
  changedAt: string;
  runId: string;
  reason: Reason;
  before: string;
  after: string;
  rowsBefore: number;
  rowsAfter: number;
}

/**
 * Why a number changed: days that stood and were told differently, the newest first. `day` asks for one day of the
 * source's calendar. Changes that move no total (only its parts) come after those that do.
 */
export async function readChanges(db: Database, stores: Stores, { connectionId, day, since, limit = 20 }: { connectionId?: number; day?: Day; since?: Date; limit?: number } = {}): Promise<Change[]> {
  const { rows } = await sql<Omit<Change, "changedAt"> & { changedAt: Date }>`
    select h.connection_id as "connectionId", c.source, s.name as "storeName", h.stream, h.day, h.changed_at as "changedAt", h.run_id::text as "runId", coalesce(r.reason, 'manual') as reason,
      h.ours_before::text as before, h.ours_after::text as after, h.rows_before as "rowsBefore", h.rows_after as "rowsAfter"
    from ingest.source_day_change h
    join ingest.connection c on c.connection_id = h.connection_id
    join dim.store s on s.store_id = c.store_id
    left join ingest.run r on r.run_id = h.run_id
    where ${stores === "all" ? sql`true` : sql`c.store_id = any(${[...stores]}::int[])`}
      and ${connectionId === undefined ? sql`true` : sql`h.connection_id = ${connectionId}`}
      and ${day === undefined ? sql`true` : sql`h.day = ${day}::date`}
      and ${since === undefined ? sql`true` : sql`h.changed_at >= ${since}`}
    order by h.changed_at::date desc, (h.ours_before = h.ours_after), h.day desc, h.connection_id, h.stream, h.run_id desc
    limit ${limit}`.execute(db);
  return rows.map((row) => ({ ...row, changedAt: row.changedAt.toISOString() }));
}
