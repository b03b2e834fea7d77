// Rounds beside each other: what is new keeps coming in while a history takes its time, and nobody's trouble is another's.
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openPool } from "#db/client.ts";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { readConnection } from "#lib/ingest/context.ts";
import { ingest, type Ingested, type Ran } from "#lib/ingest/ingest.ts";
import { planStream } from "#lib/ingest/plan.ts";
import { runScheduler, wakeChannel } from "#lib/ingest/scheduler.ts";
import { afterRun, readStreams } from "#lib/ingest/streams.ts";
import { findSource } from "#lib/sources/registry.ts";
import { createStore } from "#lib/stores/stores.ts";
import { connect } from "#test/support/connect.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { nordlicht, smallNow, smallWorld } from "#test/support/small-world.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow, shopifyPoints: { maximum: 1_000_000, perSecond: 1_000_000 } });
let fresh: FreshDatabase;
let pool: ReturnType<typeof openPool>;
beforeAll(async () => {
  fresh = await freshDatabase();
  pool = openPool(fresh.url, { max: 8 });
});
afterAll(async () => {
  await pool.end();
  await Promise.all([servers.close(), fresh.drop()]);
});
afterEach(() => servers.control.clear());

let storeId: number;
let made = 0;
beforeEach(async () => {
  await pool.query("delete from ingest.connection");
  storeId = (await createStore(fresh.db, { name: `Nordlicht ${++made}`, currency: "EUR", zone: "Europe/Berlin" })).id;
});
const visits = (): Promise<number> => {
  const { clientId, clientSecret, refreshToken } = credentials.google;
  return connect(fresh.db, { storeId, source: "google-analytics", settings: { propertyId: nordlicht.accounts.ga4Property!, clientId, clientSecret, refreshToken }, endpoint: { base: servers.url, token: `${servers.url}/token` } });
};
const orders = (): Promise<number> => {
  const base = servers.shopUrl(nordlicht);
  const { clientId, clientSecret } = credentials.shopify;
  return connect(fresh.db, { storeId, source: "shopify", settings: { shop: "nordlicht.myshopify.com", clientId, clientSecret }, endpoint: { base, token: `${base}/admin/oauth/access_token` } });
};
const run = (given: Partial<Parameters<typeof ingest>[1]> = {}): Promise<Ingested> => ingest({ db: fresh.db, pool }, { signal: new AbortController().signal, clock: () => smallNow, only: { storeId }, ...given });
const rows = async (text: string, values: unknown[] = []): Promise<any[]> => (await pool.query(text, values)).rows;
const until = async (holds: () => Promise<boolean> | boolean, ms = 15_000): Promise<void> => {
  for (const end = Date.now() + ms; !(await holds()); await sleep(50)) if (Date.now() > end) throw new Error("It never came.");
};

describe("portions of a history", () => {
  test("a portion that is over leaves the rest to the next call; a run names only the days that it asked; in the end all is there", async () => {
    const id = await visits();
    const first = await run({ portionMs: 0 });
    expect(first.isMore).toBe(true);
    const isFilling = async () => (await rows("select is_filling from ingest.coverage where source = $1", [`google-analytics:${id}`])).map((row) => row.is_filling);
    expect(await isFilling()).toEqual([true]);
    const [portion] = await rows("select from_day::text, to_day::text, state from ingest.run where connection_id = $1 and reason = 'backfill'", [id]);
    const [traffic] = await rows("select done_from::text from ingest.stream where connection_id = $1 and stream = 'traffic'", [id]);
    expect(portion).toEqual({ from_day: traffic.done_from, to_day: "2026-10-24", state: "done" });
    let calls = 1;
    while ((await run({ portionMs: 200 })).isMore) calls++;
    expect(calls).toBeGreaterThan(1);
    expect(await rows("select 1 from ingest.stream where connection_id = $1 and done_from > '2024-01-01'", [id])).toEqual([]);
    expect(await isFilling()).toEqual([false]);
  });
  test("a connection that another program works on gets its turn after the others, when it is free by then", async () => {
    const [one, other] = [await visits(), await orders()];
    const busy = await pool.connect();
    await busy.query("select pg_advisory_lock(hashtext('storecast.ingest'), $1)", [one]);
    const done = await run({ hands: 1, isRecentOnly: true, onProgress: ({ connectionId }) => { if (connectionId === other) void busy.query("select pg_advisory_unlock_all()"); } });
    busy.release();
    expect([done.locked, done.runs.some((each) => each.connectionId === one && each.state === "done")]).toEqual([[], true]);
  });
  test("one that stays locked for its recent days and is free for its history has its turn there, once", async () => {
    const [one, other] = [await visits(), await orders()];
    const busy = await pool.connect();
    await busy.query("select pg_advisory_lock(hashtext('storecast.ingest'), $1)", [one]);
    const turns = Object.create(pool) as typeof pool;
    let taken = 0;
    // One, the other, one again; then histories.
    turns.connect = (async () => {
      if (++taken === 4) await busy.query("select pg_advisory_unlock_all()");
      return pool.connect();
    }) as typeof pool.connect;
    const done = await ingest({ db: fresh.db, pool: turns }, { signal: new AbortController().signal, clock: () => smallNow, only: { storeId }, hands: 1 });
    busy.release();
    expect([done.locked, taken]).toEqual([[one], 5]);
    expect(done.runs.filter((each) => each.connectionId === one).every((each) => each.reason === "backfill" && each.state === "done")).toBe(true);
    expect(await rows("select 1 from ingest.dirty_day where store_id = $1", [storeId])).toEqual([]);
    expect(done.runs.some((each) => each.connectionId === other && each.reason === "backfill")).toBe(true);
  });
  test("a history that goes on doesn't make what is new look as if it had been asked for", async () => {
    const id = await visits();
    await run({ portionMs: 0 });
    const later = new Date(smallNow.getTime() + 3_600_000);
    await run({ portionMs: 0, clock: () => later });
    expect((await readStreams(fresh.db, id)).get("traffic")!.checkedAt).toEqual(smallNow);
  });
  test("a history that fails is tried again with growing pauses, and recent days come in meanwhile", async () => {
    const connection = await readConnection(fresh.db, await visits());
    const stream = findSource("google-analytics").streams[0]!;
    const place = { connectionId: connection.id, zone: "Europe/Berlin" };
    await pool.query("insert into ingest.stream (connection_id, stream, done_from, done_to, nightly_at, weekly_at) values ($1, $2, '2026-11-10', '2026-11-20', $3, $3)", [connection.id, stream.name, smallNow]);
    const ran = { runId: "1", stream: stream.name, state: "partial" as const, left: 0, requests: 1, read: 0, written: 0, rejected: 0, daysChanged: 0, drift: {} };
    const reasons = async (at: Date) => planStream(stream, (await readStreams(fresh.db, connection.id)).get(stream.name)!, { ...place, now: at, isForced: false }).map((plan) => plan.reason);
    for (const kind of ["empty", "vendor"] as const) {
      await afterRun(fresh.db, { connection, stream, plan: { reason: "backfill", asks: [] }, ran: { ...ran, reason: "backfill", problem: { kind, message: "" } }, now: smallNow, zone: place.zone });
      expect(await reasons(smallNow)).toEqual(["recent"]);
    }
    await afterRun(fresh.db, { connection, stream, plan: { reason: "recent", asks: [] }, ran: { ...ran, reason: "recent", state: "done", problem: null }, now: smallNow, zone: place.zone });
    expect(await reasons(smallNow)).toEqual([]);
    expect(await reasons(new Date(smallNow.getTime() + 130_000))).toEqual(["backfill"]);
    expect((await readStreams(fresh.db, connection.id)).get(stream.name)).toMatchObject({ failures: 2, problem: { of: "history" } });
  });
});

describe("one's trouble is its own", () => {
  test("a connection that is taken away while it comes in keeps nobody else from coming in", async () => {
    const gone = await visits();
    const other = await orders();
    let isGone = false;
    const done = await run({ hands: 1, onProgress: ({ connectionId }) => { if (connectionId === gone && !isGone) { isGone = true; void pool.query("delete from ingest.connection where connection_id = $1", [gone]); } } });
    expect(isGone).toBe(true);
    expect(done.runs.filter((one) => one.connectionId === other).map((one) => one.state)).toContain("done");
  });
  test("paused while its recent days come in: its history isn't asked for", async () => {
    const id = await visits();
    let isPaused = false;
    const done = await run({ onProgress: () => { if (!isPaused) { isPaused = true; void pool.query("update ingest.connection set state = 'paused' where connection_id = $1", [id]); } } });
    expect(new Set(done.runs.map((one) => one.reason))).toEqual(new Set(["first"]));
  });
  test("stopped by a signal: the run says so at once", async () => {
    const id = await visits();
    const stop = new AbortController();
    await expect(run({ signal: stop.signal, onProgress: () => stop.abort(new Error("Stopped.")) })).rejects.toThrow("Stopped.");
    expect(await rows("select state, problem->>'kind' as kind from ingest.run where connection_id = $1", [id])).toEqual([{ state: "failed", kind: "killed" }]);
  });
  test("a database connection that dies while nothing is asked of it doesn't end the program", async () => {
    const own = openPool(fresh.url, { max: 1 });
    const client = await own.connect();
    const { rows: [{ pid }] } = await client.query("select pg_backend_pid() as pid");
    await pool.query("select pg_terminate_backend($1)", [pid]);
    await sleep(300);
    await expect(client.query("select 1")).rejects.toThrow();
    client.release(true);
    expect((await own.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await own.end();
  });
});

describe("the scheduler", () => {
  const schedule = () => {
    const stop = new AbortController();
    const runs: Ran[] = [];
    const ended = runScheduler({ db: fresh.db, pool }, { signal: stop.signal, onRun: (one) => runs.push(one), how: { clock: () => smallNow } });
    return { runs, stop: async () => { stop.abort(new Error("Enough.")); await ended; } };
  };
  test("orders that become due come in while another connection's history hangs", async () => {
    const slow = await visits();
    await run({ isRecentOnly: true });
    servers.control.fault({ on: "ga4", kind: "stall", ms: 4_000, times: Infinity });
    const scheduler = schedule();
    await sleep(1_000);
    const shop = await orders();
    await pool.query(`notify ${wakeChannel}`);
    await until(() => scheduler.runs.some((one) => one.connectionId === shop), 12_000);
    expect(scheduler.runs.filter((one) => one.connectionId === slow)).toEqual([]);
    servers.control.clear();
    await scheduler.stop();
  });
  test("a listener whose connection is lost listens again", async () => {
    const scheduler = schedule();
    const listeners = () => rows(`select pid from pg_stat_activity where query = 'listen ${wakeChannel}' and datname = current_database()`);
    await until(async () => (await listeners()).length === 1);
    const [{ pid }] = await listeners();
    await pool.query("select pg_terminate_backend($1)", [pid]);
    await until(async () => (await listeners()).some((one) => one.pid !== pid));
    const shop = await orders();
    await pool.query(`notify ${wakeChannel}`);
    await until(() => scheduler.runs.some((one) => one.connectionId === shop), 12_000);
    await scheduler.stop();
  });
});
