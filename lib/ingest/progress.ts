// How far a stream is: one stretch of days without a gap, grown by asks that touch it.
import type pg from "pg";
import type { Day } from "#lib/core/day.ts";

interface Window { from: Day; to: Day }

/**
 * The stretch after a window was loaded: joined where they touch; a window that lies apart changes nothing, but where
 * it begins at `floor`, the first day that the vendor still tells: no one can fill the hole before it.
 */
export function joined(stretch: Window | null, window: Window & { floor?: Day }): Window {
  if (!stretch) return { from: window.from, to: window.to };
  if (window.from > stretch.to && window.floor !== undefined && window.from <= window.floor) return { from: window.from, to: window.to };
  if (window.from > stretch.to || window.to < stretch.from) return stretch;
  return { from: window.from < stretch.from ? window.from : stretch.from, to: window.to > stretch.to ? window.to : stretch.to };
}

/** Notes in the chunk's transaction that its days are loaded. */
export async function advance(client: pg.ClientBase, about: { connectionId: number; stream: string }, window: Window & { floor?: Day }): Promise<void> {
  if (window.from >= window.to) return;
  const { rows } = await client.query<{ done_from: Day | null; done_to: Day | null }>(
    "select done_from::text, done_to::text from ingest.stream where connection_id = $1 and stream = $2", [about.connectionId, about.stream]);
  const now = rows[0]?.done_from && rows[0].done_to ? { from: rows[0].done_from, to: rows[0].done_to } : null;
  const next = joined(now, window);
  if (now && next.from === now.from && next.to === now.to) return;
  await client.query(
    `insert into ingest.stream (connection_id, stream, done_from, done_to) values ($1, $2, $3, $4)
     on conflict (connection_id, stream) do update set done_from = excluded.done_from, done_to = excluded.done_to`,
    [about.connectionId, about.stream, next.from, next.to]);
}
