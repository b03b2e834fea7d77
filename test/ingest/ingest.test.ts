// The whole way in: a connection, its local server, the engine, facts, coverage, marts.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { ingest, type Ingested } from "#lib/ingest/ingest.ts";
import { loadRates } from "#lib/stores/rates.ts";
import { createStore } from "#lib/stores/stores.ts";
import { openPool } from "#db/client.ts";
import { connect } from "../support/connect.ts";
import { freshDatabase, type FreshDatabase } from "../support/database.ts";
import { storeWith } from "../support/ledger.ts";
import { nordlicht, smallNow, smallWorld } from "../support/small-world.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow });
let fresh: FreshDatabase;
let pool: ReturnType<typeof openPool>;
beforeAll(async () => {
  fresh = await freshDatabase();
  pool = openPool(fresh.url, { max: 6 });
});
afterAll(async () => {
  await pool.end();
  await Promise.all([servers.close(), fresh.drop()]);
});
afterEach(() => servers.control.clear());

let storeId: number;
let connectionId: number;
let made = 0;
beforeEach(async () => {
  storeId = (await createStore(fresh.db, { name: `Nordlicht ${++made}`, currency: "EUR", zone: "Europe/Berlin" })).id;
  const { clientId, clientSecret, refreshToken } = credentials.google;
  connectionId = await connect(fresh.db, { storeId, source: "google-analytics", settings: { propertyId: nordlicht.accounts.ga4Property!, clientId, clientSecret, refreshToken }, endpoint: { base: servers.url, token: `${servers.url}/token` } });
});

const run = (given: Partial<Parameters<typeof ingest>[1]> = {}): Promise<Ingested> =>
  ingest({ db: fresh.db, pool }, { signal: new AbortController().signal, clock: () => smallNow, only: { connectionId }, ...given });
const rows = async (text: string): Promise<any[]> => (await pool.query(text.replaceAll("$store", String(storeId)).replaceAll("$connection", String(connectionId)))).rows;
/** Sessions of days 10 to 19 November: 440 + 3 × index of the day each. */
const allSessions = 4_535;

describe("bringing in a source", () => {
  test("the first time: recent days, then the history; facts equal what is served, days without rows are known as empty", async () => {
    const done = await run();
    expect(done.failed).toEqual([]);
    expect(done.runs.filter((one) => one.state !== "done").map((one) => [one.stream, one.problem])).toEqual([]);
    expect(new Set(done.runs.map((one) => one.reason))).toEqual(new Set(["first", "backfill"]));
    expect(await rows("select sum(sessions)::int as sessions, min(day)::text as first, max(day)::text as last from fact.web_traffic_day where store_id = $store")).toEqual([{ sessions: allSessions, first: "2026-11-10", last: "2026-11-19" }]);
    expect(await rows("select from_day < '2024-01-01' as long, through_day::text, is_filling from ingest.coverage where store_id = $store and source = 'google-analytics:$connection'")).toEqual([{ long: true, through_day: "2026-11-20", is_filling: false }]);
    expect(await rows("select channel from dim.traffic where store_id = $store order by 1")).toEqual(["Direct", "Organic Search", "Paid Search", "Paid Social"].map((channel) => ({ channel })));
    expect(await rows("select count(*)::int as dirty from ingest.dirty_day where store_id = $store")).toEqual([{ dirty: 0 }]);
  });
  test("days of a store without a connection, changed from elsewhere (rates are everyone's), are made again too", async () => {
    const other = await storeWith(fresh.db, { name: `Files alone ${made}`, through: "2026-11-20" }, [{ id: "1", day: "2026-11-02", lines: [{ kind: "sale", amount: "100", currency: "USD" }] }]);
    await loadRates(fresh.db, [{ base: "EUR", quote: "USD", day: "2026-11-02", rate: "1.25" }], "test");
    expect((await pool.query(`select 1 from ingest.dirty_day where store_id = ${other.id}`)).rowCount).toBe(1);
    await run({ only: { storeId: other.id } });
    expect((await pool.query(`select net_sales::float8 as net from mart.sales_total_daily where store_id = ${other.id}`)).rows).toEqual([{ net: 80 }]);
  });
  test("again at once nothing is due; asked for by hand nothing changes", async () => {
    await run();
    expect((await run()).runs).toEqual([]);
    const again = await run({ isForced: true });
    expect(again.runs.length).toBeGreaterThan(0);
    expect(again.runs.filter((one) => one.state !== "done" || one.written > 0 || one.daysChanged > 0).map(({ stream, state, problem, written, daysChanged }) => ({ stream, state, problem, written, daysChanged }))).toEqual([]);
  });
  test("a dead credential stops its connection and says so; others go on", async () => {
    servers.control.revoke("google");
    const done = await run();
    expect(done.failed).toMatchObject([{ problem: { kind: "auth" } }]);
    expect(await rows("select state, problem->>'kind' as kind from ingest.connection where connection_id = $connection")).toEqual([{ state: "stopped", kind: "auth" }]);
  });
  test("days that a person asks for are read whatever is due", async () => {
    await run();
    servers.control.editRows({ store: nordlicht.key, report: "traffic", day: "2026-11-12", where: { source: "(direct)" }, set: { sessions: 106 } });
    const done = await run({ window: { from: "2026-11-12", to: "2026-11-13" } });
    expect(done.runs.find((one) => one.stream === "traffic")).toMatchObject({ state: "done", daysChanged: 1 });
    expect(await rows("select sum(sessions)::int as sessions from fact.web_traffic_day where store_id = $store")).toEqual([{ sessions: allSessions + 4 }]);
  });
  test("days by hand that reach into the future aren't known by that", async () => {
    await run({ window: { from: "2026-11-12", to: "2027-01-01" } });
    expect(await rows("select done_from::text, done_to::text from ingest.stream where connection_id = $connection and stream = 'traffic'")).toEqual([{ done_from: "2026-11-12", done_to: "2026-11-21" }]);
  });
  test("two runners at once: one works, the other finds it locked", async () => {
    const [one, other] = await Promise.all([run(), run()]);
    expect([one.locked.length, other.locked.length].sort()).toEqual([0, 1]);
    expect(await rows("select sum(sessions)::int as sessions from fact.web_traffic_day where store_id = $store")).toEqual([{ sessions: allSessions }]);
  });
});
