// The demo taken away without a trace: its connections, everything that a table of ours holds of its stores, its
// exchange rates, and then the stores. Written over whatever tables there are, so that a new one is never forgotten.
import { sql, type Transaction } from "kysely";
import type { Database } from "#db/client.ts";
import { ours } from "#db/citus.ts";
import type { DB } from "#db/schema.ts";
import { now } from "#lib/core/day.ts";
import type { DemoState } from "#lib/ingest/demo-shop.ts";
import { carryRates } from "#lib/stores/rates.ts";

export interface DemoRemoved {
  /** Names of the stores that are gone. */
  stores: string[];
  /** Stores that hold somebody's own data too: left as they are, their demo connections paused. */
  kept: string[];
}

interface Left { stores: number[]; connections: { id: number; source: string }[] }

/** What is still to be done, kept where a restart finds it; afterwards only that somebody took the demo away. */
interface Removing { state: "removed"; left?: Left }

const settingKey = "demo";

/**
 * Removes every demo store that holds nothing but the demo. Several transactions, one a table; a kill leaves the rest
 * for the next call, which goes on by the note in app.setting. From its first commit on nothing can be loaded any more:
 * what a run has under way fails, since its connection is gone. Calling it again does nothing.
 */
export async function removeDemo(db: Database): Promise<DemoRemoved> {
  const { left, stores, kept } = await db.transaction().execute((trx) => begin(trx));
  await sweep(db, left);
  await db.transaction().execute(async (trx) => {
    for (const id of left.stores) await lockMarts(trx, id);
    await trx.deleteFrom("dim.store").where("store_id", "in", left.stores.length > 0 ? left.stores : [-1]).execute();
  });
  await takeRates(db, left);
  // What a run noted of itself between two of these steps; from here on it finds no store.
  await sweep(db, left);
  await note(db, { state: "removed" });
  return { stores, kept };
}

/** True when a removal was cut off: whoever starts the product goes on with it. */
export async function isRemovalOpen(db: Database): Promise<boolean> {
  const row = await db.selectFrom("app.setting").select("value").where("key", "=", settingKey).executeTakeFirst();
  return ((row?.value as unknown as Removing | undefined)?.left ?? null) !== null;
}

/** Notes what is to go and takes the connections, in one transaction: runs under way end with it. */
async function begin(trx: Transaction<DB>): Promise<{ left: Left; stores: string[]; kept: string[] }> {
  await sql`select pg_advisory_xact_lock(hashtext('storecast.demo'))`.execute(trx);
  const standing = (await trx.selectFrom("app.setting").select("value").where("key", "=", settingKey).executeTakeFirst())?.value as unknown as DemoState | Removing | undefined;
  const before = standing?.state === "removed" && "left" in standing ? standing.left : undefined;
  const demo = await trx.selectFrom("ingest.connection as c").innerJoin("dim.store as s", "s.store_id", "c.store_id").select(["c.connection_id", "c.store_id", "c.source", "s.name"]).where("c.is_demo", "=", true).execute();
  const storeIds = [...new Set(demo.map((row) => row.store_id))];
  const own = new Set([
    ...(await trx.selectFrom("ingest.connection").select("store_id").where("is_demo", "=", false).execute()).map((row) => row.store_id),
    ...(await trx.selectFrom("ingest.import").select("store_id").execute()).map((row) => row.store_id),
  ]);
  const going = storeIds.filter((id) => !own.has(id));
  const nameOf = (id: number): string => demo.find((row) => row.store_id === id)!.name;
  const connections = demo.filter((row) => going.includes(row.store_id)).map((row) => ({ id: row.connection_id, source: row.source }));
  const left = { stores: [...new Set([...(before?.stores ?? []), ...going])], connections: [...(before?.connections ?? []), ...connections] };
  await note(trx, { state: "removed", left });
  const mixed = storeIds.filter((id) => own.has(id));
  if (mixed.length > 0) await trx.updateTable("ingest.connection").set({ state: "paused", updated_at: now() }).where("is_demo", "=", true).where("store_id", "in", mixed).execute();
  // Their streams, runs, days and changes hang on them and go along.
  if (connections.length > 0) await trx.deleteFrom("ingest.connection").where("connection_id", "in", connections.map((one) => one.id)).execute();
  const names = before ? await trx.selectFrom("dim.store").select("name").where("store_id", "in", left.stores.length > 0 ? left.stores : [-1]).execute() : going.map((id) => ({ name: nameOf(id) }));
  return { left, stores: names.map((row) => row.name).sort(), kept: mixed.map(nameOf).sort() };
}

async function note(db: Database, value: Removing): Promise<void> {
  const text = JSON.stringify(value);
  await db.insertInto("app.setting").values({ key: settingKey, value: text, updated_at: now() }).onConflict((oc) => oc.column("key").doUpdateSet({ value: text, updated_at: now() })).execute();
}

interface Table { schema: string; name: string }

/** Our tables that have the column; dim.store goes last, by itself. */
export async function tablesWith(db: Database, column: "store_id" | "connection_id"): Promise<Table[]> {
  const { rows } = await sql<Table>`
    select c.table_schema as schema, c.table_name as name from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
    where c.table_schema = any(${ours}) and c.column_name = ${column} and (c.table_schema, c.table_name) <> ('dim', 'store') order by 1, 2`.execute(db);
  return rows;
}

/** Store by store (that is one shard each on Citus), behind whatever refresh is filling its marts; then what knows the connection alone. */
async function sweep(db: Database, left: Left): Promise<void> {
  const byStore = await tablesWith(db, "store_id");
  for (const table of byStore) {
    for (const id of left.stores) {
      await db.transaction().execute(async (trx) => {
        await lockMarts(trx, id);
        await sql`delete from ${placeOf(table)} where store_id = ${id}::int`.execute(trx);
      });
    }
  }
  const isKnown = (table: Table) => byStore.some((other) => other.schema === table.schema && other.name === table.name);
  for (const table of (await tablesWith(db, "connection_id")).filter((one) => !isKnown(one))) {
    await sql`delete from ${placeOf(table)} where connection_id = any(${left.connections.map((one) => one.id)}::int[])`.execute(db);
  }
}

const placeOf = (table: Table) => sql.table(`${table.schema}.${table.name}`);

async function lockMarts(trx: Transaction<DB>, storeId: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('storecast.refresh'), ${storeId}::int)`.execute(trx);
}

/** Rates that the demo brought go; what is carried from those that stay is written for the stores that stay. */
async function takeRates(db: Database, { connections }: Left): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('storecast.rates'))`.execute(trx);
    await trx.deleteFrom("dim.fx_rate").where("source", "in", ["", ...connections.map((one) => `${one.source}:${one.id}`)]).execute();
    await carryRates(trx);
  });
}
