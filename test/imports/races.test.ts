// Removing, running and waiting at once: an import is whole and can be taken back, or nothing of it stands.
import { afterAll, beforeAll, expect, test } from "vitest";
import { readFile, receiveFile } from "#lib/imports/file.ts";
import { forgetImport, runImport } from "#lib/imports/run.ts";
import { bytesOf, openShop, type Shop } from "#test/imports/support.ts";

let shop: Shop;
beforeAll(async () => { shop = await openShop(); });
afterAll(() => shop?.close());

const receive = (content: string) => receiveFile(shop.host, shop.storeId, { name: "x.csv", bytes: bytesOf(content), settings: {}, by: null });
const count = async (table: string) => (await shop.host.pool.query(`select count(*)::int as rows from ${table}`)).rows[0].rows as number;
/** About 3 MB: several pieces in the database. */
const big = `order_id,date,amount,product\n${Array.from({ length: 30_000 }, (_, at) => `o${at},2026-03-0${1 + (at % 9)},1.00,${"x".repeat(70)}`).join("\n")}\n`;

test("a file that is being imported can't be removed", async () => {
  const id = await receive(big);
  await shop.host.pool.query("update ingest.import set state = 'loading' where import_id = $1", [id]);
  expect(await forgetImport(shop.host, shop.storeId, id)).toBe(false);
  expect(await runImport(shop.host, id)).toMatchObject({ read: 30_000, imported: 30_000 });
  expect(await forgetImport(shop.host, shop.storeId, id)).toBe(false);
  expect(await count("fact.sales_order")).toBe(30_000);
});

test("a kept file of which a piece is missing is never read as a whole one", async () => {
  const id = await receive(`${big}late,2026-03-01,1.00,y\n`);
  await shop.host.pool.query("delete from raw.import_file where import_id = $1 and chunk_no = (select max(chunk_no) from raw.import_file where import_id = $1)", [id]);
  await expect(runImport(shop.host, id)).rejects.toMatchObject({ code: "imports.file_incomplete" });
  expect(await count("fact.sales_order")).toBe(30_000);
  await shop.host.pool.query("delete from ingest.import where import_id = $1", [id]);
  await expect(readFile(shop.host, shop.storeId, id).next()).rejects.toMatchObject({ code: "imports.unknown" });
});

test("an import whose row vanishes while it runs leaves no order behind", async () => {
  const id = await receive(big.replaceAll("\no", "\nlost-"));
  const before = await count("fact.sales_order");
  const run = runImport(shop.host, id, {}, (step) => { if (step === "compare") void shop.host.pool.query("delete from ingest.import where import_id = $1", [id]); });
  // The row goes in the middle of the load, as no page can do it any more.
  await expect(run).rejects.toMatchObject({ code: "imports.unknown" });
  expect(await count("fact.sales_order")).toBe(before);
});
