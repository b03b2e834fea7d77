// Which days a connection tells whole: what all of its streams have, since a figure may rest on any of them.
import { addDays, dayAt, now, type Day } from "#lib/core/day.ts";
import type { Connection, Host } from "#lib/ingest/context.ts";
import { findSource } from "#lib/sources/registry.ts";
import { readStreams } from "#lib/ingest/streams.ts";

/** Writes the connection's stretch anew; a day that isn't over in the shop's zone is never complete. */
export async function noteCoverage(host: Host, connection: Connection): Promise<void> {
  const source = findSource(connection.source);
  if (source.role === "rates") return;
  const states = await readStreams(host.db, connection.id);
  const { zone } = await host.db.selectFrom("dim.store").select("zone").where("store_id", "=", connection.storeId).executeTakeFirstOrThrow();
  const yesterday = addDays(dayAt(now(), zone), -1);
  const parts = source.streams.map((stream) => states.get(stream.name)).filter((state) => state?.doneFrom && state.doneTo);
  const name = `${connection.source}:${connection.id}`;
  const from = parts.map((state) => state!.doneFrom!).sort().at(-1);
  const through = [...parts.map((state) => addDays(state!.doneTo!, -1)), yesterday].sort()[0] as Day;
  // Days that the nightly reading asks for again may still be told differently.
  const reports = source.streams.flatMap((stream) => (stream.mode === "replace" ? [stream] : []));
  const settled = reports.length === 0 ? null : addDays(yesterday, -Math.max(...reports.map((stream) => stream.restates.nightly)));
  const lag = Math.max(1, ...reports.map((stream) => stream.lag));
  await host.db.transaction().execute(async (trx) => {
    await trx.deleteFrom("ingest.coverage").where("store_id", "=", connection.storeId).where("source", "=", name).execute();
    // A stream that has nothing yet doesn't hold the others back: its own pages say what is missing.
    if (from === undefined || from > through) return;
    await trx.insertInto("ingest.coverage").values({ store_id: connection.storeId, source: name, role: source.role, from_day: from, through_day: through, settled_through: settled, lag, updated_at: now() }).execute();
  });
}
