// The demo goes without a trace, whatever tables there are; what is somebody's own stays.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openPool } from "#db/client.ts";
import { now } from "#lib/core/day.ts";
import { startDemoServers, type DemoServers } from "#lib/demo/servers/servers.ts";
import { demoWorld } from "#lib/demo/world/index.ts";
import { readDemoProgress, demoStores } from "#lib/ingest/demo-progress.ts";
import { connectDemo, isDemoWelcome, readDemo } from "#lib/ingest/demo-shop.ts";
import { ingest } from "#lib/ingest/ingest.ts";
import { isRemovalOpen, removeDemo, tablesWith } from "#lib/ingest/remove-demo.ts";
import { createStore } from "#lib/stores/stores.ts";
import { connect } from "../support/connect.ts";
import { freshDatabase, type FreshDatabase } from "../support/database.ts";

const at = new Date("2026-11-21T10:00:00Z");
const from = "2026-11-05";
let servers: DemoServers;
beforeAll(async () => { servers = await startDemoServers({ world: demoWorld({ today: "2026-11-21", from }), now: () => at }); });
afterAll(() => servers.close());

let fresh: FreshDatabase;
let pool: ReturnType<typeof openPool>;
beforeEach(async () => {
  fresh = await freshDatabase();
  pool = openPool(fresh.url, { max: 6 });
  await connectDemo(fresh.db, servers.url, from);
});
afterEach(async () => {
  await pool.end();
  await fresh.drop();
});
const load = (source?: string) => ingest({ db: fresh.db, pool }, { signal: new AbortController().signal, clock: () => at, ...(source ? { only: { source } } : {}) });

/** Every table of ours whose rows say the name or the number of a demo store, with how many. */
async function traces(stores: readonly number[], names: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const { rows: tables } = await pool.query<{ schema: string; name: string }>("select table_schema as schema, table_name as name from information_schema.tables where table_schema = any($1) and table_type = 'BASE TABLE'", [["dim", "raw", "fact", "mart", "plan", "app", "ingest"]]);
  for (const { schema, name } of tables) {
    const { rows: [row] } = await pool.query(`select count(*)::int as count from ${schema}."${name}" t where to_jsonb(t)->>'store_id' = any($1) or to_jsonb(t)::text ilike any($2)`, [stores.map(String), names.map((one) => `%${one}%`)]);
    if (row.count > 0) found.push(`${schema}.${name}: ${row.count}`);
  }
  return found;
}

describe("removing the demo", () => {
  test("filled by itself, then gone: no row of any table says its stores, and it doesn't come back", async () => {
    expect(await readDemoProgress(fresh.db, "all", at)).toMatchObject({ ready: 0, back: null });
    const done = await load();
    expect(done.runs.length).toBeGreaterThan(10);
    const stores = await demoStores(fresh.db);
    expect(stores).toEqual([1, 2]);
    const standing = await traces(stores, ["Nordlicht", "Harbor"]);
    expect(standing.length).toBeGreaterThan(15);
    expect(standing.map((line) => line.split(":")[0])).toEqual(expect.arrayContaining(["plan.event", "plan.goal", "plan.holidays"]));
    expect(await removeDemo(fresh.db)).toMatchObject({ stores: expect.arrayContaining(["Nordlicht Outdoor"]), kept: [] });
    expect(await traces(stores, ["Nordlicht", "Harbor", "exchange-rates:"])).toEqual([]);
    for (const table of await tablesWith(fresh.db, "connection_id")) expect((await pool.query(`select 1 from ${table.schema}."${table.name}" limit 1`)).rows, table.name).toEqual([]);
    expect(await readDemo(fresh.db)).toEqual({ state: "removed" });
    expect(await isDemoWelcome(fresh.db)).toBe(false);
    expect(await isRemovalOpen(fresh.db)).toBe(false);
    expect(await removeDemo(fresh.db)).toEqual({ stores: [], kept: [] });
  }, 120_000);

  test("cut off after its first step, it is gone on with: the rest goes too", async () => {
    await load("google-ads");
    const connections = await fresh.db.selectFrom("ingest.connection").select(["connection_id as id", "source"]).execute();
    // What a kill right after the first commit leaves behind.
    await fresh.db.updateTable("app.setting").set({ value: JSON.stringify({ state: "removed", left: { stores: [1, 2], connections } }) }).where("key", "=", "demo").execute();
    await fresh.db.deleteFrom("ingest.connection").execute();
    expect(await isRemovalOpen(fresh.db)).toBe(true);
    expect((await removeDemo(fresh.db)).stores.length).toBe(2);
    expect(await traces([1, 2], ["Nordlicht", "Harbor"])).toEqual([]);
    expect(await isRemovalOpen(fresh.db)).toBe(false);
  }, 120_000);

  test("a demo store that also holds one's own connection or file stays whole, its demo connections paused; stores of one's own aren't touched", async () => {
    const own = (await createStore(fresh.db, { name: "Own shop", currency: "EUR", zone: "Europe/Berlin" })).id;
    await fresh.db.insertInto("dim.campaign").values({ store_id: own, platform: "google_ads", account_id: "1", campaign_id: "1", connection_id: 99, name: "Mine", status: "ENABLED", kind: "SEARCH", channel: "Paid Search" }).execute();
    await connect(fresh.db, { storeId: 2, source: "google-analytics", settings: { propertyId: "301000009" }, endpoint: { base: servers.url, token: servers.url } });
    await fresh.db.insertInto("dim.fx_rate").values({ base: "EUR", quote: "GBP", day: "2026-11-02", rate: "0.85", source: "file", loaded_at: now() }).execute();
    const { stores, kept } = await removeDemo(fresh.db);
    expect([stores.length, kept.length]).toEqual([1, 1]);
    expect(await fresh.db.selectFrom("dim.store").select("store_id").orderBy("store_id").execute()).toEqual([{ store_id: 2 }, { store_id: own }]);
    const standing = await fresh.db.selectFrom("ingest.connection").select(["store_id", "is_demo", "state"]).execute();
    expect(new Set(standing.map((row) => `${row.store_id} ${row.is_demo} ${row.state}`))).toEqual(new Set(["2 true paused", "2 false active"]));
    expect(await fresh.db.selectFrom("dim.campaign").select("name").where("store_id", "=", own).execute()).toEqual([{ name: "Mine" }]);
    expect(await fresh.db.selectFrom("dim.fx_rate").select("source").execute()).toEqual([{ source: "file" }]);
  }, 60_000);

  test("while a run is under way: it ends, and nothing of it is left", async () => {
    const running = load("google-analytics").catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await removeDemo(fresh.db);
    await running;
    expect(await traces([1, 2], ["Nordlicht", "Harbor"])).toEqual([]);
  }, 120_000);
});
