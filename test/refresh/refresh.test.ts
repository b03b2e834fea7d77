import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays, weekStart } from "#lib/core/day.ts";
import { ensureMarts, markDirty, rebuildMarts, refreshStore, sliced } from "#lib/refresh/refresh.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { addOrders, storeWith } from "#test/support/ledger.ts";
import type { Store } from "#lib/stores/stores.ts";

let fresh: FreshDatabase;
let store: Store;
/** Every mart row with the transaction that wrote it: shows which days were touched. */
const rows = async () => (await sql<{ day: string; xmin: string; net: string }>`select day, xmin::text as xmin, net_sales::text as net from mart.sales_total_daily where store_id = ${store.id} order by day`.execute(fresh.db)).rows;

beforeAll(async () => {
  fresh = await freshDatabase();
  store = await storeWith(fresh.db, { through: "2026-11-20" }, ["2026-11-01", "2026-11-02", "2026-11-03"].map((day, index) => ({ id: String(index), day, customer: "ann", lines: [{ kind: "sale", amount: "10", product: "A" }] })));
});
afterAll(() => fresh.drop());

describe("a refresh", () => {
  test("writes the days that changed and no other", async () => {
    const before = await rows();
    await addOrders(fresh.db, store, [{ id: "late", day: "2026-11-02", customer: "bob", lines: [{ kind: "sale", amount: "5", product: "B" }] }]);
    const result = await refreshStore(fresh.db, store.id);
    const after = await rows();
    expect(result?.days).toEqual(["2026-11-02"]);
    expect(after.map((row) => row.net)).toEqual(["10.000000", "15.000000", "10.000000"]);
    expect(after.filter((row, index) => row.xmin !== before[index]!.xmin).map((row) => row.day)).toEqual(["2026-11-02"]);
  });
  test("repeated, changes nothing", async () => {
    expect(await refreshStore(fresh.db, store.id)).toBeNull();
    await markDirty(fresh.db, store.id, ["2026-11-01"], "again");
    const before = (await rows()).map((row) => [row.day, row.net]);
    await refreshStore(fresh.db, store.id);
    expect((await rows()).map((row) => [row.day, row.net])).toEqual(before);
  });
  test("a rebuild from the facts gives what the days added up to", async () => {
    const content = async () => (await sql`select * from mart.sales_daily order by store_id, currency, day, country, channel, customer_type`.execute(fresh.db)).rows;
    const before = await content();
    expect(before.length).toBeGreaterThan(0);
    await rebuildMarts(fresh.db);
    expect(await content()).toEqual(before);
  });
  test("a day that lost its orders loses its row", async () => {
    await sql`delete from fact.sale_event where store_id = ${store.id} and order_id = '2'`.execute(fresh.db);
    await sql`delete from fact.sales_order where store_id = ${store.id} and order_id = '2'`.execute(fresh.db);
    await markDirty(fresh.db, store.id, ["2026-11-03"], "gone");
    await refreshStore(fresh.db, store.id);
    expect((await rows()).map((row) => row.day)).toEqual(["2026-11-01", "2026-11-02"]);
  });
  test("a mart whose file changed is built again, others are left alone", async () => {
    await sql`update ingest.mart_version set file_hash = 'older' where mart = 'customer_daily'`.execute(fresh.db);
    expect(await ensureMarts(fresh.db)).toEqual(["customer_daily"]);
    expect((await sql<{ n: string }>`select count(*) as n from mart.customer_daily`.execute(fresh.db)).rows[0]!.n).toBe("3");
    expect(await ensureMarts(fresh.db)).toEqual([]);
  });
});

describe("slices of a long refresh", () => {
  const year = Array.from({ length: 365 }, (_, index) => addDays("2026-01-01", index));
  test("keep every day once, in order, and never part a week", () => {
    const slices = sliced(year);
    expect(slices.flat()).toEqual(year);
    expect(new Set(slices.map((slice) => weekStart(slice[0]!))).size).toBe(slices.length);
    for (const [index, slice] of slices.entries()) if (index > 0) expect(weekStart(slice[0]!)).not.toBe(weekStart(slices[index - 1]!.at(-1)!));
    expect(Math.max(...slices.map((slice) => slice.length))).toBeLessThanOrEqual(126);
  });
  test("give what one pass gives, and a day marked meanwhile is not lost", async () => {
    const orders = year.map((day, index) => ({ id: `y${index}`, day, customer: `c${index % 40}`, country: "DE", lines: [{ kind: "sale", amount: `${index}.01`, product: `P${index % 7}` }, { kind: "return", amount: "-0.5", product: "P1", day: addDays(day, 3) }] }));
    const other = await storeWith(fresh.db, { name: "Year", through: "2026-12-31" }, orders);
    const content = async () => (await sql`select * from mart.product_weekly where store_id = ${other.id} order by day, currency, product_id`.execute(fresh.db)).rows;
    const before = await content();
    expect(before.length).toBeGreaterThan(300);
    await rebuildMarts(fresh.db);
    expect(await content()).toEqual(before);
    await markDirty(fresh.db, other.id, year, "all");
    // A writer holds one day while the refresh runs; what it commits must be in the marts or still dirty.
    const writer = fresh.db.transaction().execute(async (trx) => {
      await markDirty(trx, other.id, ["2026-06-15"], "late");
      await sql`update fact.sale_event set amount = amount + 1000 where store_id = ${other.id} and event_day = '2026-06-15' and kind = 'sale'`.execute(trx);
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    await Promise.all([refreshStore(fresh.db, other.id), writer]);
    await refreshStore(fresh.db, other.id);
    const sums = await sql<{ fact: string; mart: string }>`select (select sum(amount)::text from fact.sale_event where store_id = ${other.id}) as fact, (select sum(net_sales)::text from mart.sales_total_daily where store_id = ${other.id}) as mart`.execute(fresh.db);
    expect(sums.rows[0]!.mart).toBe(sums.rows[0]!.fact);
  });
});
