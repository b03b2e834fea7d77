// When the marts can't be made after the orders stand, that is said; nothing is lost, reported failed or stuck.
import { afterAll, beforeAll, expect, test } from "vitest";
import { receiveFile } from "#lib/imports/file.ts";
import { runImport } from "#lib/imports/run.ts";
import { undoImport } from "#lib/imports/undo.ts";
import { refreshStore } from "#lib/refresh/refresh.ts";
import { bytesOf, openShop, type Shop } from "#test/imports/support.ts";

let shop: Shop;
beforeAll(async () => { shop = await openShop(); });
afterAll(() => shop?.close());

const count = async (table: string) => (await shop.host.pool.query(`select count(*)::int as rows from ${table}`)).rows[0].rows as number;
const net = async () => (await shop.host.pool.query("select trim_scale(coalesce(sum(net_sales), 0))::text as net from mart.sales_total_daily")).rows[0].net as string;

/** Runs `work` while a mart's table isn't there, so that every refresh fails. */
async function withoutMart<T>(work: () => Promise<T>): Promise<T> {
  await shop.host.pool.query("alter table mart.customer_daily rename to away");
  try {
    return await work();
  } finally {
    await shop.host.pool.query("alter table mart.away rename to customer_daily");
  }
}

test("an import whose figures can't be made is done with its rejects kept, says so, and the next refresh makes them; so is its undo", async () => {
  const summary = await withoutMart(() => shop.load("order_id,date,amount\n1,2026-03-01,100\n2,2026-03-01,abc\n"));
  expect(summary).toMatchObject({ imported: 1, rejected: 1, refreshedDays: 0, notes: { figures_pending: 1 }, ledger: { EUR: { sale: "100" } } });
  expect((await shop.host.pool.query("select state from ingest.import")).rows).toEqual([{ state: "done" }]);
  expect([await count("ingest.reject"), await count("ingest.dirty_day"), await net()]).toEqual([1, 1, "0"]);
  await refreshStore(shop.host.db, shop.storeId);
  expect([await count("ingest.dirty_day"), await net()]).toEqual([0, "100"]);

  const undone = await withoutMart(() => undoImport(shop.host, summary.importId));
  expect(undone).toMatchObject({ orders: { removed: 1, restored: 0, kept: 0 }, refreshedDays: 0, figuresPending: true });
  expect([await count("fact.sales_order"), await count("ingest.dirty_day"), await net()]).toEqual([0, 1, "100"]);
  await refreshStore(shop.host.db, shop.storeId);
  expect([await count("ingest.dirty_day"), await net()]).toEqual([0, "0"]);
});

test("an import stopped between its orders and its figures keeps its rejects when it is taken up again", async () => {
  const id = await receiveFile(shop.host, shop.storeId, { name: "x.csv", bytes: bytesOf("order_id,date,amount\n1,2026-03-01,100\n2,2026-03-01,abc\n"), settings: {}, by: null });
  await runImport(shop.host, id);
  // As a kill after the commit leaves it; then the ledger can't be read, which is no failure of the load.
  await shop.host.pool.query("update ingest.import set state = 'loading' where import_id = $1", [id]);
  await shop.host.pool.query("alter table raw.order_telling rename to telling_away");
  await expect(runImport(shop.host, id)).rejects.toThrow();
  await shop.host.pool.query("alter table raw.telling_away rename to order_telling");
  expect((await shop.host.pool.query("select state from ingest.import where import_id = $1", [id])).rows).toEqual([{ state: "loading" }]);
  expect(await runImport(shop.host, id)).toMatchObject({ rejected: 1 });
  expect((await shop.host.pool.query("select count(*)::int as rows from ingest.reject where import_id = $1", [id])).rows).toEqual([{ rows: 1 }]);
});
