// What somebody else tells already: days of the same account's connection, and ad platforms of a day. A file that
// told them once more would double them.
import type pg from "pg";
import type { Day } from "#lib/core/day.ts";
import type { AdDay } from "#lib/facts/ads.ts";
import type { Fact } from "#lib/facts/fact.ts";
import type { FileKind } from "#lib/ingest/files/kinds.ts";

export interface Covered {
  /** Days that no row of the file may tell. */
  days: Set<Day>;
  /** True for a row that another one tells. */
  has(row: { day: Day }): boolean;
}

/** `span` is half-open; `connectionId` is the file's own. */
export async function coveredBy(client: pg.ClientBase, about: { storeId: number; connectionId: number; kind: FileKind; stream: string; fact: Fact }, rows: readonly { day: Day }[], span: { from: Day; to: Day }): Promise<Covered> {
  const { storeId, connectionId, kind, stream, fact } = about;
  const told = await client.query<{ day: Day }>(
    `select distinct d.day::text as day from ingest.source_day d join ingest.connection c on c.connection_id = d.connection_id
     where c.store_id = $1 and c.source = $2 and d.stream = $3 and d.day >= $4 and d.day < $5`, [storeId, kind.id, stream, span.from, span.to]);
  const days = new Set(told.rows.map((row) => row.day));
  if (fact.id !== "ad_day") return { days, has: (row) => days.has(row.day) };
  const platforms = [...new Set((rows as AdDay[]).map((row) => row.campaign.platform))];
  const known = await client.query<{ day: Day; platform: string }>(
    "select distinct day::text as day, platform from fact.ad_day where store_id = $1 and day >= $2 and day < $3 and connection_id <> $4 and platform = any($5)", [storeId, span.from, span.to, connectionId, platforms]);
  // A table of anybody's spend may name several platforms, of which some are connected: its other rows stand.
  const pairs = new Set(known.rows.filter((row) => row.platform !== "file").map((row) => `${row.day} ${row.platform}`));
  if (kind.id !== "spend") for (const row of known.rows) days.add(row.day);
  return { days, has: (row) => days.has(row.day) || pairs.has(`${row.day} ${(row as AdDay).campaign.platform}`) };
}
