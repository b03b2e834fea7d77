// What Postgres knows of one shop's orders says nothing of the next shop's. Work is counted in rows that Postgres
// read, not timed: where it goes through a whole file for each order, that is thousands of rows an order.
import { afterAll, beforeAll, expect, test } from "vitest";
import { importFile } from "#lib/imports/import-file.ts";
import { undoImport } from "#lib/imports/undo.ts";
import { createStore } from "#lib/stores/stores.ts";
import { bytesOf, openShop, type Shop } from "#test/imports/support.ts";

const ORDERS = 4_000;
let shop: Shop;
beforeAll(async () => { shop = await openShop(); });
afterAll(() => shop.close());

const file = (orders: number, amount: number) => `order_id,date,revenue\n${Array.from({ length: orders }, (_, at) => `N${at},2026-${String(1 + (at % 6)).padStart(2, "0")}-${String(1 + (at % 28)).padStart(2, "0")},${amount}`).join("\n")}\n`;

/** Rows read in this database so far: each of the pool's connections is made to tell what it read. */
async function rowsRead(): Promise<number> {
  const { pool } = shop.host;
  await Promise.all(Array.from({ length: pool.options.max }, () => pool.query("select pg_stat_force_next_flush(), pg_sleep(0.05)")));
  return Number((await pool.query("select tup_returned as n from pg_stat_database where datname = current_database()")).rows[0].n);
}

test("a large file of a new shop costs a bounded number of rows an order: new, told again, changed, undone", async () => {
  await shop.load(file(500, 10), { lastDayCut: false });
  await shop.host.pool.query("analyze");
  const second = (await createStore(shop.host.db, { name: "Next shop", currency: "EUR", zone: "Europe/Berlin" })).id;
  const load = (amount: number) => importFile(shop.host, { storeId: second, name: "next.csv", bytes: () => bytesOf(file(ORDERS, amount)), settings: { lastDayCut: false }, isDry: false });
  let last = "";
  const steps: [string, () => Promise<unknown>][] = [["new", () => load(10)], ["again", () => load(10)], ["changed", async () => { last = (await load(12)).importId; }], ["undone", () => undoImport(shop.host, last)]];
  const perOrder: Record<string, number> = {};
  for (const [name, step] of steps) {
    const before = await rowsRead();
    await step();
    perOrder[name] = Math.round((await rowsRead() - before) / ORDERS);
  }
  for (const [name, rows] of Object.entries(perOrder)) expect(rows, name).toBeLessThan(400);
}, 120_000);
