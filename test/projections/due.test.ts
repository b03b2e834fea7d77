import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backcastDays, dueStores } from "#lib/projections/due.ts";
import { markDirty, refreshStore } from "#lib/refresh/refresh.ts";
import type { Store } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { storeWith } from "#test/support/ledger.ts";

let fresh: FreshDatabase;
let store: Store;
const order = { id: "1", day: "2026-05-01", customer: "ann", country: "DE", lines: [{ kind: "sale", amount: "10.00", product: "A" }] };
beforeAll(async () => {
  fresh = await freshDatabase();
  // Amsterdam is an hour ahead of UTC in November.
  store = await storeWith(fresh.db, { from: "2026-05-01", through: "2026-11-20" }, [order]);
});
afterAll(() => fresh.drop());

const due = async (at: string) => (await dueStores(fresh.db, new Date(at))).map(({ reason }) => reason);
const projected = (asOf: string, through: string, at: string, kind = "live") => sql`insert into plan.projection_run (store_id, as_of, kind, version, method, inputs_hash, data_through, currency, started_at, finished_at)
  values (${store.id}, ${asOf}::date, ${kind}, 1, 'm', ${asOf}, ${through}::date, 'EUR', ${at}::timestamptz, ${at}::timestamptz)`.execute(fresh.db);

describe("a store's projection", () => {
  test("is due where there is none, but not while its figures are being made", async () => {
    expect(await due("2026-11-21T10:00:00Z")).toEqual(["first"]);
    await markDirty(fresh.db, store.id, ["2026-05-01"], "test");
    expect(await due("2026-11-21T10:00:00Z")).toEqual([]);
    await refreshStore(fresh.db, store.id);
    expect(await due("2026-11-21T10:00:00Z")).toEqual(["first"]);
  });

  test("is due once a night, three hours after the store's midnight, when visits and ads are in too", async () => {
    await projected("2026-11-21", "2026-11-20", "2026-11-21T10:00:00Z");
    expect(await due("2026-11-21T22:00:00Z")).toEqual([]);
    expect(await due("2026-11-22T01:30:00Z")).toEqual([]);
    expect(await due("2026-11-22T02:30:00Z")).toEqual(["night"]);
  });

  test("is due at once when days came in together, as with a file", async () => {
    await sql`update ingest.coverage set through_day = '2026-11-25' where store_id = ${store.id}`.execute(fresh.db);
    expect(await due("2026-11-21T11:00:00Z")).toEqual(["news"]);
  });

  test("has backcasts of the last months' ends that have four months before them, each once", async () => {
    const at = new Date("2026-11-21T10:00:00Z");
    expect(await backcastDays(fresh.db, store, at)).toEqual(["2026-10-31", "2026-09-30", "2026-08-31"]);
    await projected("2026-09-30", "2026-09-30", "2026-11-21T10:00:00Z", "backcast");
    expect(await backcastDays(fresh.db, store, at)).toEqual(["2026-10-31", "2026-08-31"]);
  });
});
