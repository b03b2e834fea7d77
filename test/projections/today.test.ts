// What to expect of today by this hour follows today's projection.
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDays } from "#lib/core/day.ts";
import { readProjection } from "#lib/projections/read.ts";
import { projectStore } from "#lib/projections/project.ts";
import { broughtTo, readProjectedToday } from "#lib/projections/today.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { projectedShop, shopNow } from "#test/support/projected-shop.ts";

const usual = { netSales: 40, lowest: 10, highest: 80, orders: 2, wholeDay: 100, weekdays: 8 };

test("a day projected at twice its weekday's usual sales is expected to have twice as much by now", () => {
  expect(broughtTo(usual, 240, [100, 140, 120])).toEqual({ netSales: 80, lowest: 20, highest: 160, orders: 4, wholeDay: 200, weekdays: 8, isProjected: true });
});

test("without a projection, or beside days that sold nothing, what was usual stands", () => {
  expect(broughtTo(usual, null, [100])).toEqual({ ...usual, isProjected: false });
  expect(broughtTo(usual, 240, [])).toEqual({ ...usual, isProjected: false });
  expect(broughtTo(usual, 240, [0, 0])).toEqual({ ...usual, isProjected: false });
});

let fresh: FreshDatabase;
beforeAll(async () => { fresh = await freshDatabase(); });
afterAll(() => fresh.drop());

test("of a real shop: the whole day is its projection", async () => {
  const { db } = fresh;
  const store = await projectedShop(db);
  const today = "2026-11-01";
  const { connection_id: id } = await db.insertInto("ingest.connection").values({ store_id: store.id, source: "shopify", name: "s", created_at: shopNow, updated_at: shopNow }).returning("connection_id").executeTakeFirstOrThrow();
  await db.insertInto("ingest.stream").values({ connection_id: id, stream: "orders", checked_at: shopNow, cursor: JSON.stringify({ watermark: shopNow.toISOString(), walks: [] }) }).execute();
  await projectStore(db, store, { now: shopNow });
  // The mart of hours holds the last weeks of the real clock; this shop's are written here.
  const past = (await readProjection(db, "all", { metric: "net_sales", store: store.id, period: { from: addDays(today, -56), to: today } }, shopNow))!.days.filter((_, at) => at % 7 === 0);
  await sql`delete from mart.sales_hourly`.execute(db);
  for (const { day, actual } of past) await sql`insert into mart.sales_hourly values (${store.id}, 'EUR', ${day}::date, 9, ${actual}, 2, 0)`.execute(db);
  const [stands] = await readProjectedToday(db, "all", [store.id], "EUR", shopNow);
  const said = (await readProjection(db, "all", { metric: "net_sales", store: store.id, period: { from: today, to: addDays(today, 1) } }, shopNow))!.days[0]!.fan!.p50;
  expect(stands!.expected!.isProjected).toBe(true);
  expect(stands!.expected!.wholeDay).toBeCloseTo(said, 2);
  // What was sold stands, whatever becomes of projections.
  await sql`alter table plan.projection rename to projection_away`.execute(db);
  const [without] = await readProjectedToday(db, "all", [store.id], "EUR", shopNow);
  expect([without!.netSales, without!.expected!.isProjected]).toEqual([stands!.netSales, false]);
}, 120_000);
