import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";

let one: FreshDatabase;
let other: FreshDatabase;
beforeAll(async () => { [one, other] = [await freshDatabase(), await freshDatabase()]; });
afterAll(async () => { await one.drop(); await other.drop(); });

test("a fresh database has every migration and is nobody else's", async () => {
  await one.db.insertInto("dim.store").values({ store_id: 1, name: "A", currency: "EUR", zone: "Europe/Amsterdam", created_at: "2026-01-01" }).execute();
  expect(await other.db.selectFrom("dim.store").selectAll().execute()).toEqual([]);
});
