// What a page's buttons ask for: streams become due, and the scheduler that runs beside the pages is told to look.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, dayAt, type Day } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { wakeChannel } from "#lib/ingest/scheduler.ts";
import { sources } from "#lib/sources/registry.ts";

export interface Wish {
  connectionId: number;
  /** Reads the history back to this day; the vendor's own limit holds. */
  from?: Day;
}

/**
 * Makes every stream of the connection due now, its restated days too, whatever failed before. A connection that was
 * stopped is tried again; a paused one is refused. Returns from which day the history is asked for, where one was wished.
 */
export async function askNow(db: Database, { connectionId, from }: Wish, now: Date): Promise<{ from: Day | null }> {
  return db.transaction().execute(async (trx) => {
    const row = await trx.selectFrom("ingest.connection as c").innerJoin("dim.store as s", "s.store_id", "c.store_id").select(["c.source", "c.state", "c.account", "s.zone"]).where("c.connection_id", "=", connectionId).forUpdate("c").executeTakeFirst();
    if (!row) throw new AppError("missing", "sources.connection_missing", `There is no connection ${connectionId}.`, { id: connectionId });
    if (row.state === "paused") throw new AppError("conflict", "sources.paused", "This connection is paused. Resume it first.");
    const today = dayAt(now, (row.account as { zone?: string } | null)?.zone ?? row.zone);
    let begins: Day | null = null;
    for (const stream of sources.find((one) => one.name === row.source)?.streams ?? []) {
      const oldest = addDays(today, -stream.history);
      const wished = from === undefined ? null : from < oldest ? oldest : from;
      if (wished !== null && (begins === null || wished < begins)) begins = wished;
      await sql`
        insert into ingest.stream as known (connection_id, stream, history_from, due_at) values (${connectionId}, ${stream.name}, ${wished}::date, ${now})
        on conflict (connection_id, stream) do update set due_at = excluded.due_at, nightly_at = null, failures = 0, problem = null,
          history_from = case when excluded.history_from is null then known.history_from else least(excluded.history_from, known.history_from) end`.execute(trx);
    }
    if (row.state === "stopped") await trx.updateTable("ingest.connection").set({ state: "active", problem: null, updated_at: now }).where("connection_id", "=", connectionId).execute();
    // Sent when this commits, so that whoever hears it sees what was asked.
    await sql`select pg_notify(${wakeChannel}, '')`.execute(trx);
    return { from: begins };
  });
}
