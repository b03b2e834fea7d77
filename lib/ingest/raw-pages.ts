// The raw layer: payloads as they came, gzip, one set per window that was asked. Kept for a number of days so that
// a mistake in reading them can be repaired without asking the vendor again.
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type pg from "pg";
import type { Day } from "#lib/core/day.ts";
import type { Target } from "#lib/ingest/write-days.ts";

const compress = promisify(gzip);

export interface RawPage { body: Buffer; byteCount: number }

/** Level 1: a third more bytes than the default for a quarter of its time. */
export async function packPage(raw: string): Promise<RawPage> {
  return { body: await compress(raw, { level: 1 }), byteCount: Buffer.byteLength(raw) };
}

/** Replaces the pages of the window. */
export async function keepPages(client: pg.ClientBase, target: Target, window: { from: Day; to: Day }, pages: readonly RawPage[]): Promise<void> {
  await client.query("delete from raw.source_page where store_id = $1 and connection_id = $2 and stream = $3 and from_day = $4", [target.storeId, target.connectionId, target.stream, window.from]);
  for (const [index, page] of pages.entries()) {
    await client.query(`insert into raw.source_page (store_id, connection_id, stream, from_day, page_no, to_day, run_id, fetched_at, byte_count, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [target.storeId, target.connectionId, target.stream, window.from, index, window.to, target.runId, target.now, page.byteCount, page.body]);
  }
}

/** Pages fetched before `before` go; returns how many. */
export async function dropOldPages(client: pg.ClientBase, before: Date): Promise<number> {
  return (await client.query("delete from raw.source_page where fetched_at < $1", [before])).rowCount ?? 0;
}
