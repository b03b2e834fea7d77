// A connection taken away with everything it brought, as if it had never been: facts, orders, coverage, journal.
import type pg from "pg";
import type { Day } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { Dims } from "#lib/facts/dims.ts";
import { readConnection, type Connection, type Host } from "#lib/ingest/context.ts";
import { fileKindOf } from "#lib/ingest/files/kinds.ts";
import { fileCoverage } from "#lib/ingest/files/note-file.ts";
import { withConnectionLock } from "#lib/ingest/ingest.ts";
import { transaction } from "#lib/ingest/run.ts";
import { writeOrders } from "#lib/ingest/write-orders.ts";
import { dirtyStatement, refreshStore } from "#lib/refresh/refresh.ts";

export interface Removed { orders: number; days: number }

const ordersAtOnce = 5_000;

/**
 * Removes it, and makes the store's figures anew. Orders go batch by batch, each with its dirty days, so a kill
 * leaves a connection that can be removed again. Throws AppError "conflict" while a run holds it.
 */
export async function removeConnection(host: Host, id: number): Promise<Removed> {
  const connection = await readConnection(host.db, id);
  const removed = await withConnectionLock(host, id, async (client) => {
    // Nobody asks it again, should this be broken off.
    await client.query("update ingest.connection set state = 'paused' where connection_id = $1", [id]);
    const orders = await takeOrders(client, connection);
    const days = await transaction(client, () => takeRest(client, connection));
    return { orders, days: days.length };
  });
  if (removed === "locked") throw new AppError("conflict", "sources.locked", "This connection is being brought in at the moment. Try again when the run is over.");
  await refreshStore(host.db, connection.storeId);
  return removed;
}

async function takeOrders(client: pg.PoolClient, { id, storeId, source }: Connection): Promise<number> {
  const { rows: [store] } = await client.query<{ zone: string }>("select zone from dim.store where store_id = $1", [storeId]);
  for (let taken = 0; ; ) {
    const { rows } = await client.query<{ order_id: string }>("select order_id from fact.sales_order where store_id = $1 and connection_id = $2 order by order_id limit $3", [storeId, id, ordersAtOnce]);
    if (rows.length === 0) return taken;
    await transaction(client, async () => {
      const done = await writeOrders(client, { storeId, connectionId: id, source, zone: store!.zone }, rows.map((row) => ({ orderId: row.order_id, isGone: true as const })), new Dims());
      await markDirty(client, storeId, done.dirtyDays, source);
    });
    taken += rows.length;
  }
}

async function takeRest(client: pg.PoolClient, { id, storeId, source }: Connection): Promise<Day[]> {
  const { rows: tables } = await client.query<{ name: string }>(`select c.table_name as name from information_schema.columns c
    where c.table_schema = 'fact' and c.column_name = 'connection_id' and exists (
      select 1 from information_schema.columns d where d.table_schema = 'fact' and d.table_name = c.table_name and d.column_name = 'day') order by 1`);
  const days = new Set<Day>();
  for (const { name } of tables) {
    const gone = await client.query<{ day: Day }>(`with gone as (delete from fact."${name}" where store_id = $1 and connection_id = $2 returning day) select distinct day::text as day from gone`, [storeId, id]);
    for (const { day } of gone.rows) days.add(day);
  }
  await client.query("delete from dim.campaign where store_id = $1 and connection_id = $2", [storeId, id]);
  await client.query("delete from raw.source_page where store_id = $1 and connection_id = $2", [storeId, id]);
  await client.query("delete from ingest.coverage where store_id = $1 and source = any($2)", [storeId, [`${source}:${id}`, fileCoverage(source, id)]]);
  // Costs come by file alone.
  if (fileKindOf(source)?.id === "costs") await client.query("delete from fact.product_cost where store_id = $1", [storeId]);
  await markDirty(client, storeId, [...days].sort(), source);
  await client.query("delete from ingest.connection where connection_id = $1", [id]);
  return [...days];
}

async function markDirty(client: pg.PoolClient, storeId: number, days: Day[], source: string): Promise<void> {
  if (days.length === 0) return;
  const dirty = dirtyStatement(storeId, days, source);
  await client.query(dirty.sql, dirty.parameters);
}
