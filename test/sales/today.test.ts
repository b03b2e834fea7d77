// Today so far, by worked numbers and on real marts.
import { afterAll, beforeAll, expect, test } from "vitest";
import { refreshStore } from "#lib/refresh/refresh.ts";
import { expectedBy, minutesInto, readToday, upTo, type Hour } from "#lib/sales/today.ts";
import { addDays } from "#lib/core/day.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";

const day = "2026-11-21";
const hours = (weeks: number): Hour[] => Array.from({ length: weeks }, (_, index) => addDays(day, -7 * (index + 1))).flatMap((one, index) => [{ day: one, hour: 9, netSales: 100 + index * 10, orders: 2 }, { day: one, hour: 20, netSales: 300, orders: 6 }]);

test("a running hour counts by the share of it that is over", () => {
  expect(upTo(hours(1), "2026-11-14", 9 * 60 + 30)).toEqual({ netSales: 50, orders: 1 });
  expect(upTo(hours(1), "2026-11-14", 24 * 60)).toEqual({ netSales: 400, orders: 8 });
});
test("usually is the mean of the same weekdays by this time, with the least and the most of them", () => {
  expect(expectedBy(hours(3), () => true, day, 12 * 60)).toEqual({ netSales: 41.25, lowest: 0, highest: 120, orders: 0.75, wholeDay: 153.75, weekdays: 8 });
  expect(expectedBy(hours(8), () => true, day, 12 * 60)).toMatchObject({ netSales: 135, lowest: 100, highest: 170, orders: 2 });
});
test("with fewer than three known weekdays, or orders that tell no time, nothing is expected", () => {
  expect(expectedBy(hours(8), (one) => one >= "2026-11-07", day, 720)).toBeNull();
  expect(expectedBy(hours(8).map((one) => ({ ...one, hour: 0 })), () => true, day, 720)).toBeNull();
});
test("minutes are those of the store's own clock, also on the day that has 25 hours", () => {
  expect(minutesInto(new Date("2026-11-21T10:00:00Z"), "Europe/Berlin")).toBe(660);
  expect(minutesInto(new Date("2026-10-25T02:30:00Z"), "Europe/Berlin")).toBe(210);
});

let fresh: FreshDatabase;
beforeAll(async () => { fresh = await freshDatabase(); });
afterAll(() => fresh.drop());

test("orders of today stand against the hours of the same weekdays; a store that nobody asked today is left out", async () => {
  const { db } = fresh;
  const { createStore } = await import("#lib/stores/stores.ts");
  const { now, dayAt } = await import("#lib/core/day.ts");
  const store = await createStore(db, { name: "Live", currency: "EUR", zone: "UTC" });
  const at = now();
  const today = dayAt(at, "UTC");
  const noon = new Date(`${today}T12:00:00Z`);
  for (const back of [0, 7, 14, 21, 28]) {
    const placed = `${addDays(today, -back)}T09:15:00Z`;
    await db.insertInto("fact.sales_order").values({ store_id: store.id, order_id: `o${back}`, source: "shopify", placed_at: placed, order_day: addDays(today, -back), currency: "EUR", is_order: true, content_hash: "1", line_count: 1 }).execute();
    await db.insertInto("fact.sale_event").values({ store_id: store.id, order_id: `o${back}`, line_no: 1, kind: "sale", event_at: placed, event_day: addDays(today, -back), amount: back === 0 ? "150" : "100", currency: "EUR", quantity: "1" }).execute();
    await db.insertInto("ingest.dirty_day").values({ store_id: store.id, day: addDays(today, -back), reason: "test" }).execute();
  }
  await db.insertInto("ingest.coverage").values({ store_id: store.id, source: "shopify:1", role: "orders", from_day: addDays(today, -60), through_day: addDays(today, -1) }).execute();
  await refreshStore(db, store.id);
  expect(await readToday(db, [store.id], "EUR", noon)).toEqual([]);
  const { connection_id: id } = await db.insertInto("ingest.connection").values({ store_id: store.id, source: "shopify", name: "s", created_at: at, updated_at: at }).returning("connection_id").executeTakeFirstOrThrow();
  await db.insertInto("ingest.stream").values({ connection_id: id, stream: "orders", checked_at: noon, cursor: JSON.stringify({ watermark: noon.toISOString(), walks: [] }) }).execute();
  // Five of eight weekdays are covered by the 60 days and three of them hold nothing: they count as zero.
  expect(await readToday(db, [store.id], "EUR", noon)).toMatchObject([{ day: today, netSales: 150, orders: 1, minutes: 720, expected: { netSales: 50, lowest: 0, highest: 100, orders: 0.5, weekdays: 8 } }]);
});
