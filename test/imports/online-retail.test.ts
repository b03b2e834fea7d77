// The real file, end to end on a real Postgres: every sum of its README, to the last digit.
import { createReadStream } from "node:fs";
import { Kysely, PostgresDialect } from "kysely";
import type pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPool } from "#db/client.ts";
import type { DB } from "#db/schema.ts";
import { formatMicros, parseMicros, timesMicros } from "#lib/core/decimal.ts";
import type { Host } from "#lib/imports/file.ts";
import { importFile } from "#lib/imports/import-file.ts";
import { openTable } from "#lib/imports/table.ts";
import { undoImport } from "#lib/imports/undo.ts";
import { ensureMarts } from "#lib/refresh/refresh.ts";
import { createStore } from "#lib/stores/stores.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";

const file = "test/data/online-retail/online-retail-2010-12_2011-08.csv.gz";
const ledger = { adjustment: "-80926.54", discount: "-4809.74", fee: "-156740.48", gift_card: "635.81", return: "-218550.04", sale: "6061049.082", shipping: "161273.29" };
let fresh: FreshDatabase;
let pool: pg.Pool;
let host: Host;
let storeId: number;

beforeAll(async () => {
  fresh = await freshDatabase();
  pool = openPool(fresh.url);
  host = { pool, db: new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }) };
  await ensureMarts(host.db);
  storeId = (await createStore(host.db, { name: "Gift shop", currency: "GBP", zone: "Europe/London" })).id;
});
afterAll(async () => {
  await host?.db.destroy();
  await fresh?.drop();
});

const load = () => importFile(host, { storeId, name: "online-retail.csv.gz", bytes: () => createReadStream(file), settings: {} });
async function one<T>(sql: string): Promise<T> {
  return (await pool.query(sql)).rows[0] as T;
}

test("every kind has the lines and the sum of the README, and the ledger answers what the summary says", async () => {
  const summary = await load();
  expect(summary).toMatchObject({ read: 320705, imported: 320705, unchanged: 0, rejected: 0, ledger: { GBP: ledger }, orders: { new: 16459 }, throughDay: "2011-08-31" });
  const kinds = await pool.query("select kind, count(*)::int as lines, trim_scale(sum(amount))::text as sum from fact.sale_event group by kind order by kind");
  expect(Object.fromEntries(kinds.rows.map((row) => [row.kind, [row.lines, row.sum]]))).toEqual({
    adjustment: [424, "-80926.54"], discount: [54, "-4809.74"], fee: [49, "-156740.48"], gift_card: [28, "635.81"],
    return: [5454, "-218550.04"], sale: [311513, "6061049.082"], shipping: [1386, "161273.29"],
  });
  expect(await one("select count(*)::int as orders from fact.sales_order where is_order")).toEqual({ orders: 12495 });
});

test("the marts are ready and say the same: net sales 5,837,689.302 and 12,495 orders", async () => {
  expect(await one("select trim_scale(sum(net_sales))::text as net, sum(orders)::int as orders from mart.sales_total_daily where currency = 'GBP'")).toEqual({ net: "5837689.302", orders: 12495 });
});

test("a wall clock of the file is read in the shop's zone, summer time included: 17:45 in August is 16:45 UTC", async () => {
  expect(await one("select to_char(min(event_at) at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as first, to_char(max(event_at) at time zone 'UTC', 'YYYY-MM-DD HH24:MI') as last, count(*) filter (where event_day <> (event_at at time zone 'Europe/London')::date)::int as misplaced from fact.sale_event"))
    .toEqual({ first: "2010-12-01 08:26", last: "2011-08-31 16:45", misplaced: 0 });
});

test("lines that repeat another exactly in every cell are all kept: 2,483 of them, £11,736.20", async () => {
  const seen = new Set<string>();
  let [repeats, sum] = [0, 0n];
  const told = new Map<string, number>();
  let isHeader = true;
  for await (const batch of (await openTable(createReadStream(file), {})).batches) {
    for (const row of batch) {
      if (isHeader) { isHeader = false; continue; }
      const amount = timesMicros(parseMicros(row[3]!, ".")!, parseMicros(row[5]!, ".")!)!;
      const whole = JSON.stringify(row);
      if (seen.has(whole)) [repeats, sum] = [repeats + 1, sum + amount];
      seen.add(whole);
      const key = `${row[0]!.toUpperCase()} ${row[1]!.trim().toUpperCase()} ${formatMicros(amount)}`;
      if (amount !== 0n) told.set(key, (told.get(key) ?? 0) + 1);
    }
  }
  expect([repeats, formatMicros(sum)]).toEqual([2_483, "11736.2"]);
  // The ledger has each line of each invoice as often as the file tells it.
  const kept = await pool.query("select order_id || ' ' || product_id || ' ' || trim_scale(amount)::text as key, count(*)::int as lines from fact.sale_event group by 1");
  expect(kept.rows.length).toBe(told.size);
  expect(kept.rows.filter((row: { key: string; lines: number }) => told.get(row.key) !== row.lines)).toEqual([]);
});

test("the same file again changes nothing, makes no day dirty, and says so", async () => {
  const before = await one("select md5(string_agg(e::text, '' order by order_id, line_no)) as hash from fact.sale_event e");
  const summary = await load();
  expect(summary).toMatchObject({ read: 320705, imported: 0, unchanged: 320705, rejected: 0, refreshedDays: 0, orders: { new: 0, changed: 0, unchanged: 16459 }, ledger: { GBP: ledger } });
  expect(await one("select md5(string_agg(e::text, '' order by order_id, line_no)) as hash from fact.sale_event e")).toEqual(before);
});

test("undoing the second upload leaves everything; undoing both leaves nothing", async () => {
  const ids = (await pool.query("select import_id from ingest.import order by 1")).rows.map((row) => row.import_id as string);
  expect((await undoImport(host, ids[1]!)).orders).toEqual({ removed: 0, restored: 0, kept: 16459 });
  expect((await undoImport(host, ids[0]!)).orders).toEqual({ removed: 16459, restored: 0, kept: 0 });
  expect(await one("select (select count(*) from fact.sale_event)::int as events, (select count(*) from fact.sales_order)::int as orders, (select count(*) from dim.customer)::int as customers, (select count(*) from mart.sales_daily)::int as mart, (select count(*) from raw.order_telling)::int as tellings, (select count(*) from ingest.coverage)::int as coverage"))
    .toEqual({ events: 0, orders: 0, customers: 0, mart: 0, tellings: 0, coverage: 0 });
});
