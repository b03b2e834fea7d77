// A connection that comes to tell days which a file told before: the file's rows of those days go, in the
// connection's own transaction, so that nothing is ever counted twice.
import type pg from "pg";
import type { Day } from "#lib/core/day.ts";
import type { Fact } from "#lib/facts/fact.ts";
import { fileKindOf } from "#lib/ingest/files/kinds.ts";
import { noteFile } from "#lib/ingest/files/note-file.ts";
import type { Target } from "#lib/ingest/write-days.ts";

/** Platforms as facts name them, by the source that tells them. */
const platforms: Record<string, string> = { "google-ads": "google_ads", meta: "meta" };

/** Takes what files of this store told of these days and this source. Returns the days that lost something. */
export async function giveWay(client: pg.ClientBase, target: Target, source: string, fact: Fact, days: readonly Day[]): Promise<Day[]> {
  const { rows } = await client.query<{ id: number; source: string }>("select connection_id as id, source from ingest.connection where store_id = $1 and source like '%-file'", [target.storeId]);
  const twins = rows.filter((row) => row.source === `${source}-file`);
  const spend = rows.filter((row) => row.source === "spend-file");
  const lost = new Set<Day>();
  if (twins.length > 0) {
    const gone = await client.query<{ day: Day; row_count: number }>("delete from ingest.source_day where connection_id = any($1) and stream = $2 and day = any($3::date[]) returning day::text as day, row_count", [twins.map((row) => row.id), target.stream, days]);
    await client.query(`delete from fact.${fact.id} where store_id = $1 and connection_id = any($2) and day = any($3::date[])`, [target.storeId, twins.map((row) => row.id), gone.rows.map((row) => row.day)]);
    for (const row of gone.rows) if (row.row_count > 0) lost.add(row.day);
    if (gone.rows.length > 0) await renote(client, target, twins);
  }
  if (spend.length > 0 && fact.id === "ad_day" && platforms[source]) {
    const gone = await client.query<{ day: Day; connection_id: number; spend: string }>("delete from fact.ad_day where store_id = $1 and connection_id = any($2) and day = any($3::date[]) and platform = $4 returning day::text as day, connection_id, spend::text", [target.storeId, spend.map((row) => row.id), days, platforms[source]]);
    // The same file may be given again: its days are no longer what it told.
    await client.query(
      `update ingest.source_day d set row_count = d.row_count - g.rows, ours = d.ours - g.spend, fingerprint = ''
       from (select connection_id, day, count(*)::int as rows, sum(spend) as spend from unnest($1::int[], $2::date[], $3::numeric[]) as t (connection_id, day, spend) group by 1, 2) g
       where d.connection_id = g.connection_id and d.day = g.day`, [gone.rows.map((row) => row.connection_id), gone.rows.map((row) => row.day), gone.rows.map((row) => row.spend)]);
    for (const row of gone.rows) lost.add(row.day);
  }
  return [...lost].sort();
}

async function renote(client: pg.ClientBase, target: Target, files: readonly { id: number; source: string }[]): Promise<void> {
  for (const { id, source } of files) await noteFile(client, { storeId: target.storeId, connectionId: id, kind: fileKindOf(source)!, now: target.now });
}
