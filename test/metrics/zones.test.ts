// Shops that live by different clocks, seen together.
import { afterAll, beforeAll, expect, test } from "vitest";
import { readScope } from "#lib/metrics/scope.ts";
import { defaultQuery } from "#lib/metrics/query.ts";
import { createStore } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  for (const [name, zone, through] of [["Berlin", "Europe/Berlin", "2026-11-21"], ["Maine", "America/New_York", "2026-11-20"]] as const) {
    const store = await createStore(fresh.db, { name, zone, currency: "EUR" });
    await fresh.db.insertInto("ingest.coverage").values({ store_id: store.id, source: `shopify:${store.id}`, from_day: "2026-01-01", through_day: through }).execute();
  }
});
afterAll(() => fresh.drop());
const freshness = async (now: string) => (await readScope(fresh.db, "all", { ...defaultQuery, stores: null }, new Date(now))).freshness;

test("in the night between their midnights the common end is the earlier shop's yesterday, and nobody is late", async () => {
  expect(await freshness("2026-11-22T02:00:00Z")).toMatchObject({ completeThrough: "2026-11-20", late: [] });
});
test("once its day is over too, the shop that doesn't tell it is late", async () => {
  expect(await freshness("2026-11-22T09:00:00Z")).toMatchObject({ completeThrough: "2026-11-21", late: [{ name: "Maine", completeThrough: "2026-11-20" }] });
});
