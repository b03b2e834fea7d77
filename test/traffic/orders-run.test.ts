// Orders that the engine brings in while own rules stand: judged as they are written, and again when rules change.
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPool } from "#db/client.ts";
import { orderTouches } from "#lib/channels/derive-order.ts";
import { judge, RuleSet } from "#lib/channels/own-rules.ts";
import type { OrderFact } from "#lib/facts/order.ts";
import { runStream } from "#lib/ingest/run.ts";
import type { Context, OrderStream } from "#lib/sources/source.ts";
import { createStore } from "#lib/stores/stores.ts";
import { applyRuleSet, catchUp } from "#lib/traffic/apply.ts";
import { readRules } from "#lib/traffic/rules.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";

let fresh: FreshDatabase;
let pool: ReturnType<typeof openPool>;
let storeId: number;
let connectionId: number;
const at = new Date("2026-11-21T09:00:00Z");
const set = (channel: string, id = "anna") => RuleSet.parse({ rules: [{ id, name: "Anna", channel, conditions: [{ field: "coupon", op: "starts", value: "anna" }] }], sources: [] });

beforeAll(async () => {
  fresh = await freshDatabase();
  pool = openPool(fresh.url, { max: 2 });
  storeId = (await createStore(fresh.db, { name: "Shop", currency: "EUR", zone: "Europe/Berlin" })).id;
  connectionId = (await fresh.db.insertInto("ingest.connection").values({ store_id: storeId, source: "told", name: "told", created_at: at, updated_at: at }).returning("connection_id").executeTakeFirstOrThrow()).connection_id;
});
afterAll(async () => {
  await pool.end();
  await fresh.drop();
});

function order(orderId: string, coupons: string[], amount = "40"): OrderFact {
  const placedAt = "2026-11-20T10:00:00Z";
  return {
    orderId, placedAt, changedAt: placedAt, customerId: null, country: "DE", currency: "EUR", isOrder: true,
    events: [{ kind: "sale", at: placedAt, amount, quantity: "1", productId: null }],
    touches: orderTouches({ placedAt, visits: [{ at: placedAt, landing: "https://shop.example/?gclid=a", referrer: null }], coupons, ownHosts: ["shop.example"] }), products: [],
  };
}

async function run(rows: OrderFact[], rules: RuleSet) {
  const stream: OrderStream = {
    name: "orders", mode: "upsert", every: "10m", history: 400, chunk: 30, overlapMinutes: 5, restates: { weekly: 90 },
    async *read() { yield { raw: "", rows, read: rows.length, rejects: [] }; },
  };
  const client = await pool.connect();
  try {
    return await runStream({ client, db: fresh.db }, { http: { requests: 1 }, now: at, signal: new AbortController().signal, store: { zone: "Europe/Berlin", currency: "EUR" } } as unknown as Context,
      { connectionId, storeId, source: "told", stream, reason: "manual", asks: [{ from: "2026-11-20", to: "2026-11-21" }] }, { classify: judge(rules), rules, clock: () => at });
  } finally {
    client.release();
  }
}
const channels = async () => Object.fromEntries((await sql<{ id: string; channel: string }>`select o.order_id as id, t.channel from fact.sales_order o join dim.traffic t using (store_id, traffic_id) where store_id = ${storeId}`.execute(fresh.db)).rows.map((row) => [row.id, row.channel]));
const apply = async (rules: RuleSet) => applyRuleSet(fresh.db, rules, (await readRules(fresh.db)).version, "Mia");

test("an order with the coupon is the rule's, one without it is as its visit says; told again nothing moves", async () => {
  await apply(set("Creators"));
  const rows = [order("A", ["ANNA10", "FREESHIP"]), order("B", ["FREESHIP"])];
  expect(await run(rows, set("Creators"))).toMatchObject({ state: "done", written: 2 });
  expect(await channels()).toEqual({ A: "Creators", B: "Paid Search" });
  expect(await run(rows, set("Creators"))).toMatchObject({ state: "done", written: 0, daysChanged: 0 });
  expect(await channels()).toEqual({ A: "Creators", B: "Paid Search" });
});
test("an order that the shop changed stays the rule's", async () => {
  await run([order("A", ["ANNA10"], "35")], set("Creators"));
  expect(await channels()).toMatchObject({ A: "Creators" });
});
test("rules that were replaced while a run went on hold for what it wrote", async () => {
  const before = await readRules(fresh.db);
  await apply(set("Influencers", "later"));
  await run([order("C", ["anna-spring"])], before.set);
  expect(await channels()).toEqual({ A: "Influencers", B: "Paid Search", C: "Paid Search" });
  expect(await catchUp(fresh.db, storeId, before.version)).toMatchObject({ days: ["2026-11-20"] });
  expect(await channels()).toEqual({ A: "Influencers", B: "Paid Search", C: "Influencers" });
});
