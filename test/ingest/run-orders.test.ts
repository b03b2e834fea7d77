// Walks of orders that are broken off, with a shop whose answers the test writes by hand.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openPool } from "#db/client.ts";
import { noRules } from "#lib/channels/own-rules.ts";
import { HttpFault } from "#lib/core/fault.ts";
import type { OrderFact } from "#lib/facts/order.ts";
import { runStream } from "#lib/ingest/run.ts";
import type { Ask, Context, OrderStream } from "#lib/sources/source.ts";
import { createStore } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";

let fresh: FreshDatabase;
let pool: ReturnType<typeof openPool>;
let storeId: number;
let connectionId: number;
let at: Date;
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

/**
 * Runs one ask that tells `pages` pages from its place on and breaks off after `breaks` of them; returns its state and
 * where it began. `told` are the orders of a page.
 */
async function run(ask: Ask, pages: number, breaks = Infinity, told: (page: number) => OrderFact[] | Promise<OrderFact[]> = () => []): Promise<{ state: string; from: unknown }> {
  let from: unknown;
  const stream: OrderStream = {
    name: "orders", mode: "upsert", every: "10m", history: 400, chunk: 92, restates: { weekly: 14 }, overlapMinutes: 5,
    async *read(_, { cursor }) {
      from = cursor;
      for (let page = ((cursor as number | undefined) ?? 0) + 1, read = 0; page <= pages; page++) {
        if (read++ >= breaks) throw new HttpFault({ kind: "vendor", message: "The shop fell silent." });
        const rows = await told(page);
        yield { raw: "", rows, read: rows.length, rejects: [], cursor: page };
      }
    },
  };
  const client = await pool.connect();
  try {
    const { state } = await runStream({ client, db: fresh.db }, { http: { requests: 1 }, now: at, signal: new AbortController().signal, store: { zone: "Europe/Berlin", currency: "EUR" }, account: { id: "1", name: "Told", zone: null, currency: null } } as unknown as Context,
      { connectionId, storeId, source: "told", stream, reason: ask.since ? "poll" : "backfill", asks: [ask] }, { classify: () => ({ channel: "Direct", rule: "told" }), rules: noRules, clock: () => at });
    return { state, from };
  } finally {
    client.release();
  }
}
const history: Ask = { from: "2026-06-01", to: "2026-09-01" };
const changes: Ask = { from: "2026-11-21", to: "2026-11-22", since: "2026-11-21T08:55:00.000Z" };
const walks = async (): Promise<number> => (await pool.query("select jsonb_array_length(cursor -> 'walks') as many from ingest.stream where connection_id = $1", [connectionId])).rows[0].many;

test("a history that was broken off goes on where it was, though changes were polled meanwhile", async () => {
  expect(await run(history, 5, 2)).toMatchObject({ from: undefined });
  expect(await run(changes, 3)).toEqual({ state: "done", from: undefined });
  expect(await run(changes, 3, 1)).toMatchObject({ from: undefined });
  expect(await run(changes, 3)).toEqual({ state: "done", from: 1 });
  expect(await run(history, 5)).toEqual({ state: "done", from: 2 });
  expect(await walks()).toBe(0);
  expect((await run(history, 5)).from).toBe(undefined);
});

test("after three days it begins anew: orders changed, and a shop's file isn't kept for ever", async () => {
  await run(history, 5, 2);
  at = new Date("2026-11-25T09:00:00Z");
  expect(await run(history, 5)).toEqual({ state: "done", from: undefined });
  expect(await walks()).toBe(0);
});

/** Two orders a page, each of 10: one on a day of its own, one on the day that all pages have. */
function twoOrders(page: number): OrderFact[] {
  const order = (orderId: string, placedAt: string): OrderFact => ({
    orderId, placedAt, changedAt: placedAt, customerId: null, country: null, currency: "EUR", isOrder: true,
    events: [{ kind: "sale", at: placedAt, amount: "10", quantity: "1", productId: null }], touches: [], products: [],
  });
  return [order(`#${page}a`, `2026-06-0${page}T10:00:00Z`), order(`#${page}b`, "2026-07-01T10:00:00Z")];
}
const summed = async (): Promise<string[]> => (await pool.query<{ text: string }>("select concat_ws(' ', day, row_count, trim_scale(ours)) as text from ingest.source_day where connection_id = $1 order by day", [connectionId])).rows.map((row) => row.text);
const owed = async (): Promise<unknown> => (await pool.query("select cursor -> 'owed' as owed from ingest.stream where connection_id = $1", [connectionId])).rows[0].owed;

test("what came of each day is summed up when the ask is over, also where it breaks off", async () => {
  expect(await run(history, 3, 2, twoOrders)).toMatchObject({ state: "partial" });
  expect(await summed()).toEqual(["2026-06-01 1 10", "2026-06-02 1 10", "2026-07-01 2 20"]);
  expect(await run(history, 3, Infinity, twoOrders)).toEqual({ state: "done", from: 2 });
  expect(await summed()).toEqual(["2026-06-01 1 10", "2026-06-02 1 10", "2026-06-03 1 10", "2026-07-01 3 30"]);
  expect(await owed()).toEqual([]);
});

test("days that a run which was killed moved are summed up by the next one, whatever it asks for", async () => {
  // What stands while it runs; the pages before are stored by then.
  let meanwhile: unknown;
  const whole = await run(history, 8, Infinity, async (page) => {
    if (page === 8) meanwhile = await owed();
    return page <= 3 ? twoOrders(page) : [];
  });
  expect(whole.state).toBe("done");
  expect(meanwhile).toEqual(expect.arrayContaining(["2026-06-01", "2026-06-02", "2026-07-01"]));
  // As a kill leaves it: the orders stand, their days are owed.
  await pool.query("delete from ingest.source_day where connection_id = $1", [connectionId]);
  await pool.query(`update ingest.stream set cursor = jsonb_set(cursor, '{owed}', '["2026-07-01", "2026-06-01"]') where connection_id = $1`, [connectionId]);
  expect((await run(changes, 1)).state).toBe("done");
  expect(await summed()).toEqual(["2026-06-01 1 10", "2026-07-01 3 30"]);
  expect(await owed()).toEqual([]);
});
