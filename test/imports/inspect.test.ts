// What a store's earlier files and its waiting uploads mean for the next one.
import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { receiveFile } from "#lib/imports/file.ts";
import { importFile } from "#lib/imports/import-file.ts";
import { inspectImport } from "#lib/imports/inspect.ts";
import { bytesOf, openShop, type Shop } from "#test/imports/support.ts";

let shop: Shop;
beforeAll(async () => { shop = await openShop(); });
afterAll(() => shop?.close());

const receive = (content: string, by: string | null = "Owner") => receiveFile(shop.host, shop.storeId, { name: "x.csv", bytes: bytesOf(content), settings: {}, by });
const settingsOf = async (id: string) => (await shop.host.pool.query("select settings from ingest.import where import_id = $1", [id])).rows[0]?.settings as { dateOrder?: string } | undefined;

test("a remembered order of month and day stands where the file doesn't tell, and gives way to a file that tells another", async () => {
  await shop.load("order_id,date,amount\n1,03/04/2026,5\n", { dateOrder: "mdy", pricesIncludeVat: false });
  const silent = await receive("order_id,date,amount\n2,05/04/2026,5\n");
  expect(await inspectImport(shop.host, silent)).toMatchObject({ dateOrder: "mdy", questions: [], rejected: 0 });
  expect(await settingsOf(silent)).toMatchObject({ dateOrder: "mdy", pricesIncludeVat: false });
  const telling = await receive("order_id,date,amount\n2,05/04/2026,5\n3,25/04/2026,9\n4,26/04/2026,9\n");
  expect(await inspectImport(shop.host, telling)).toMatchObject({ dateOrder: "dmy", questions: [], rejected: 0, firstDay: "2026-04-05" });
  expect((await settingsOf(telling))!.dateOrder).toBeUndefined();
});

test("a command, rehearsing or not, leaves the same file that waits in the page alone", async () => {
  const content = "order_id,date,amount\n9,2026-03-01,5\n";
  const waiting = await receive(content);
  await inspectImport(shop.host, waiting);
  const before = await settingsOf(waiting);
  const command = (isDry: boolean) => importFile(shop.host, { storeId: shop.storeId, name: "x.csv", hash: createHash("sha256").update(content).digest("hex"), bytes: () => bytesOf(content), settings: { pricesIncludeVat: true, vatRate: "20" }, by: "script", isDry });
  expect((await command(true)).importId).not.toBe(waiting);
  expect((await command(false)).importId).not.toBe(waiting);
  expect(await settingsOf(waiting)).toEqual(before);
  expect((await shop.host.pool.query("select state from ingest.import where import_id = $1", [waiting])).rows).toEqual([{ state: "ready" }]);
});

test("a command takes up its own file that was cut short, once, and a rehearsal doesn't", async () => {
  const content = "order_id,date,amount\n10,2026-03-01,5\n";
  const own = await receive(content, "script");
  await shop.host.pool.query("update ingest.import set state = 'loading' where import_id = $1", [own]);
  const command = (isDry: boolean) => importFile(shop.host, { storeId: shop.storeId, name: "x.csv", hash: createHash("sha256").update(content).digest("hex"), bytes: () => bytesOf(content), settings: {}, by: "script", isDry });
  expect((await command(true)).importId).not.toBe(own);
  expect((await command(false)).importId).toBe(own);
});
