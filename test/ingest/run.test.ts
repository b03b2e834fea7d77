// The engine with a source whose answers the test writes by hand: what is stored equals what was told last.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { HttpFault } from "#lib/core/fault.ts";
import { noRules } from "#lib/channels/own-rules.ts";
import { webTraffic, type WebTraffic } from "#lib/facts/web.ts";
import { runStream, type RunResult } from "#lib/ingest/run.ts";
import type { Batch, Context, ReportStream } from "#lib/sources/source.ts";
import { createStore } from "#lib/stores/stores.ts";
import { openPool } from "#db/client.ts";
import { freshDatabase, type FreshDatabase } from "../support/database.ts";

let fresh: FreshDatabase;
let pool: ReturnType<typeof openPool>;
let storeId: number;
let connectionId: number;
let at = new Date("2026-11-21T09:00:00Z");

beforeAll(async () => {
  fresh = await freshDatabase();
  pool = openPool(fresh.url, { max: 2 });
});
afterAll(async () => {
  await pool.end();
  await fresh.drop();
});
let made = 0;
beforeEach(async () => {
  at = new Date("2026-11-21T09:00:00Z");
  storeId = (await createStore(fresh.db, { name: `Shop ${++made}`, currency: "EUR", zone: "Europe/Berlin" })).id;
  connectionId = (await fresh.db.insertInto("ingest.connection").values({ store_id: storeId, source: "told", name: "told", created_at: at, updated_at: at }).returning("connection_id").executeTakeFirstOrThrow()).connection_id;
});

type Answer = Partial<Batch<WebTraffic>> | HttpFault;

function row(day: string, source: string, sessions: number): WebTraffic {
  return { day, source, medium: "cpc", campaignId: "", campaign: "Brand\tnew", toldChannel: "Paid Search", sessions, engagedSessions: 0, newUsers: 0, views: 0, carts: 0, checkouts: 0, purchases: 0, revenue: "1.10", currency: "EUR", keyEvents: "0" };
}

/** Runs asks of one day each; `answers` has the pages of each ask. */
async function run(answers: Answer[][], days = ["2026-11-18", "2026-11-19", "2026-11-20"], mayEmpty = false): Promise<RunResult> {
  const asks = answers.length === 1 ? [{ from: days[0]!, to: "2026-11-21" }] : days.map((day) => ({ from: day, to: new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10) }));
  let index = 0;
  const stream: ReportStream<WebTraffic> = {
    name: "traffic", mode: "replace", fact: webTraffic, every: "1d", history: 400, chunk: 1, lag: 1, restates: { nightly: 4, weekly: 14 },
    async *read() {
      for (const answer of answers[index++]!) {
        if (answer instanceof HttpFault) throw answer;
        yield { raw: "{}", rows: [], read: answer.rows?.length ?? 0, rejects: [], ...answer };
      }
    },
  };
  const client = await pool.connect();
  try {
    return await runStream({ client, db: fresh.db }, { http: { requests: 1 }, now: at, signal: new AbortController().signal, store: { zone: "Europe/Berlin", currency: "EUR" }, account: { id: "1", name: "Told", zone: null, currency: null } } as unknown as Context,
      { connectionId, storeId, source: "told", stream, reason: "manual", asks, mayEmpty }, { classify: () => ({ channel: "Paid Search", rule: "told" }), rules: noRules, clock: () => at });
  } finally {
    client.release();
  }
}

async function stored(): Promise<string[]> {
  const rows = await pool.query("select day::text, source, campaign, sessions from fact.web_traffic_day f join dim.traffic t using (store_id, traffic_id) where store_id = $1 order by 1, 2", [storeId]);
  return rows.rows.map((one) => `${one.day} ${one.source} ${one.sessions}`);
}
const dirty = async (): Promise<string[]> => (await pool.query("select day::text from ingest.dirty_day where store_id = $1 order by 1", [storeId])).rows.map((one) => one.day);
const stretch = async () => (await pool.query("select done_from::text as from, done_to::text as to from ingest.stream where connection_id = $1", [connectionId])).rows[0];

describe("a report's run", () => {
  test("stores what is told, marks its days dirty and notes how far it is", async () => {
    const done = await run([[{ rows: [row("2026-11-18", "google", 5), row("2026-11-19", "bing", 3)], told: { "2026-11-18": "5" } }]]);
    expect(done).toMatchObject({ state: "done", problem: null, read: 2, written: 2, rejected: 0, daysChanged: 2, requests: 1 });
    expect(await stored()).toEqual(["2026-11-18 google 5", "2026-11-19 bing 3"]);
    expect(await dirty()).toEqual(["2026-11-18", "2026-11-19"]);
    expect(await stretch()).toEqual({ from: "2026-11-18", to: "2026-11-21" });
    expect((await pool.query("select row_count, ours::float, told::float from ingest.source_day where connection_id = $1 order by day", [connectionId])).rows)
      .toEqual([{ row_count: 1, ours: 5, told: 5 }, { row_count: 1, ours: 3, told: null }, { row_count: 0, ours: 0, told: null }]);
  });
  test("told again it changes nothing, whatever the order of its rows", async () => {
    const rows = [row("2026-11-18", "google", 5), row("2026-11-18", "bing", 3)];
    await run([[{ rows }]]);
    await pool.query("delete from ingest.dirty_day where store_id = $1", [storeId]);
    expect(await run([[{ rows: rows.toReversed() }]])).toMatchObject({ state: "done", written: 0, daysChanged: 0 });
    expect(await dirty()).toEqual([]);
    expect((await pool.query("select 1 from ingest.source_day_change where connection_id = $1", [connectionId])).rowCount).toBe(0);
  });
  test("a restated day replaces, a vanished row is gone, and the change is kept with both values", async () => {
    await run([[{ rows: [row("2026-11-18", "google", 5), row("2026-11-18", "bing", 3), row("2026-11-19", "google", 7)] }]]);
    await pool.query("delete from ingest.dirty_day where store_id = $1", [storeId]);
    expect(await run([[{ rows: [row("2026-11-18", "google", 6), row("2026-11-19", "google", 7)] }]])).toMatchObject({ state: "done", daysChanged: 1 });
    expect(await stored()).toEqual(["2026-11-18 google 6", "2026-11-19 google 7"]);
    expect(await dirty()).toEqual(["2026-11-18"]);
    expect((await pool.query("select day::text, rows_before, rows_after, ours_before::float as before, ours_after::float as after from ingest.source_day_change where connection_id = $1", [connectionId])).rows)
      .toEqual([{ day: "2026-11-18", rows_before: 2, rows_after: 1, before: 8, after: 6 }]);
  });
  test("a page told twice counts once, and is counted as drift", async () => {
    const page = { rows: [row("2026-11-18", "google", 5)] };
    expect(await run([[page, page]])).toMatchObject({ state: "done", drift: { "(row told twice)": 1 } });
    expect(await stored()).toEqual(["2026-11-18 google 5"]);
  });
  test("an empty answer doesn't wipe days that had figures, unless it is said that it may", async () => {
    await run([[{ rows: [row("2026-11-18", "google", 5)] }]]);
    expect(await run([[{ rows: [] }]])).toMatchObject({ state: "partial", problem: { kind: "empty" } });
    expect(await stored()).toEqual(["2026-11-18 google 5"]);
    expect(await run([[{ rows: [] }]], undefined, true)).toMatchObject({ state: "done" });
    expect(await stored()).toEqual([]);
  });
  test("a day that is told empty and thresholded keeps its figures, one told empty among others goes to zero", async () => {
    const rows = [row("2026-11-18", "google", 5), row("2026-11-19", "google", 7), row("2026-11-20", "google", 9)];
    await run([[{ rows }]]);
    expect(await run([[{ rows: rows.slice(2), flags: { "2026-11-18": ["thresholded"] } }]])).toMatchObject({ state: "partial", problem: { kind: "empty" } });
    expect(await stored()).toEqual(["2026-11-18 google 5", "2026-11-20 google 9"]);
  });
  test("a fault after the first day keeps that day and says partial; the next run goes on", async () => {
    const answers: Answer[][] = [[{ rows: [row("2026-11-18", "google", 5)] }], [new HttpFault({ kind: "quota", message: "Tokens are used up.", stopUntil: new Date("2026-11-22T08:00:00Z") })], []];
    expect(await run(answers)).toMatchObject({ state: "partial", problem: { kind: "quota", message: "Tokens are used up.", until: "2026-11-22T08:00:00.000Z" } });
    expect(await stored()).toEqual(["2026-11-18 google 5"]);
    expect(await stretch()).toEqual({ from: "2026-11-18", to: "2026-11-19" });
  });
  test("a fault on the second page stores nothing of the first", async () => {
    expect(await run([[{ rows: [row("2026-11-18", "google", 5)] }, new HttpFault({ kind: "vendor", message: "500" })]])).toMatchObject({ state: "failed", problem: { kind: "vendor" } });
    expect(await stored()).toEqual([]);
  });
  test("one unreadable row in a thousand is left out and counted; one in ten stores nothing", async () => {
    const rows = Array.from({ length: 999 }, (_, index) => row("2026-11-18", `s${index}`, 1));
    const rejects = [{ path: "rows[7].sessions", reason: "no number", sample: "abc" }];
    expect(await run([[{ rows, read: 1000, rejects }]])).toMatchObject({ state: "partial", rejected: 1, problem: { kind: "rejects" } });
    expect((await stored()).length).toBe(999);
    expect(await run([[{ rows: rows.slice(0, 9), read: 10, rejects }]])).toMatchObject({ state: "failed", problem: { kind: "shape" } });
    expect((await stored()).length).toBe(999);
    expect((await pool.query("select r.path, r.reason, r.sample from ingest.run_reject r join ingest.run u using (run_id) where u.connection_id = $1", [connectionId])).rows).toEqual([rejects[0], rejects[0]]);
  });
  test("rows of days that were not asked for are refused", async () => {
    const rows = Array.from({ length: 200 }, (_, index) => row("2026-11-18", `s${index}`, 1));
    expect(await run([[{ rows: [...rows, row("2026-12-24", "late", 1)] }]])).toMatchObject({ state: "partial", rejected: 1 });
    expect((await stored()).some((line) => line.includes("12-24"))).toBe(false);
  });
});
