// Which days the files of one kind tell, as the Sources page and the figures' reach know them. Written anew from
// what stands, in the transaction that changed it.
import type pg from "pg";
import { addDays, dayAt, type Day } from "#lib/core/day.ts";
import { stretchesOf, type FileKind } from "#lib/ingest/files/kinds.ts";

/** The name of a file's stretches in ingest.coverage; without ":" it is nobody who could be waited for. */
export function fileCoverage(source: string, connectionId: number): string {
  return `${source}#${connectionId}`;
}

/** A day that isn't over in the shop's zone is never complete, whatever the file holds of it. */
export async function noteFile(client: pg.ClientBase, about: { storeId: number; connectionId: number; kind: FileKind; now: Date }): Promise<void> {
  const { storeId, connectionId, kind, now } = about;
  const { rows } = await client.query<{ stream: string; day: Day }>("select stream, day::text as day from ingest.source_day where connection_id = $1 order by day", [connectionId]);
  const streams = Object.values(kind.streams).map((stream) => stream.name);
  for (const name of streams) {
    const days = rows.filter((row) => row.stream === name).map((row) => row.day);
    const last = stretchesOf(days).at(-1);
    // A stream is one stretch: the newest. Days before it stand all the same.
    await client.query(
      `insert into ingest.stream (connection_id, stream, done_from, done_to, history_from, checked_at) values ($1, $2, $3, $4, $3, $5)
       on conflict (connection_id, stream) do update set done_from = excluded.done_from, done_to = excluded.done_to, history_from = excluded.history_from, checked_at = excluded.checked_at`,
      [connectionId, name, last?.from ?? null, last?.to ?? null, now]);
  }
  const name = fileCoverage(kind.source, connectionId);
  await client.query("delete from ingest.coverage where store_id = $1 and source = $2", [storeId, name]);
  if (kind.role === null) return;
  const store = await client.query<{ zone: string }>("select zone from dim.store where store_id = $1", [storeId]);
  const yesterday = addDays(dayAt(now, store.rows[0]!.zone), -1);
  const known = stretchesOf(rows.filter((row) => row.stream === streams[0] && row.day <= yesterday).map((row) => row.day));
  await client.query(
    "insert into ingest.coverage (store_id, source, role, from_day, through_day, lag, updated_at) select $1::int, $2::text, $3::text, f, t, 1, $6::timestamptz from unnest($4::date[], $5::date[]) as s (f, t)",
    [storeId, name, kind.role, known.map((one) => one.from), known.map((one) => addDays(one.to, -1)), now]);
}
