// npm run import as a person or a cron job runs it: exit codes, one object on stdout, nothing left by a rehearsal.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { receiveFile } from "#lib/imports/file.ts";
import { runImport } from "#lib/imports/run.ts";
import { bytesOf, openShop, type Shop } from "#test/imports/support.ts";

let shop: Shop;
let folder: string;
beforeAll(async () => {
  shop = await openShop();
  folder = mkdtempSync(path.join(os.tmpdir(), "storecast-script-"));
  writeFileSync(path.join(folder, "orders.csv"), "order_id,date,amount,currency\n1,2026-03-14,12.00,EUR\n2,2026-03-15,24.00,USD\n");
  writeFileSync(path.join(folder, "unclear.csv"), "order_id,date,amount\n1,3/4/2026,12.00\n");
  writeFileSync(path.join(folder, "rates.csv"), "day,base,quote,rate\n2026-03-13,EUR,USD,1.25\n");
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await shop?.close();
});

function run(...args: string[]): Promise<{ code: number | null; out: string; said: string }> {
  return new Promise((resolve) => {
    // File names are read against the folder in which npm was called.
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/import.ts", ...args], { env: { ...process.env, DATABASE_URL: shop.url, STORECAST_HOME: folder, INIT_CWD: folder } });
    let [out, said] = ["", ""];
    child.stdout.on("data", (text: Buffer) => { out += text.toString(); });
    child.stderr.on("data", (text: Buffer) => { said += text.toString(); });
    child.on("close", (code) => resolve({ code, out, said }));
  });
}

test("a store that doesn't exist needs its currency and zone: exit code 2, and what to give", async () => {
  const ran = await run("orders", "orders.csv", "--store", "New", "--json");
  expect(ran.code).toBe(2);
  expect(JSON.parse(ran.out)).toMatchObject({ code: "imports.store_missing", error: expect.stringContaining("--zone") });
});

test("a rehearsal tells everything, makes no store and keeps no file", async () => {
  const before = await shop.picture();
  const ran = await run("orders", "orders.csv", "--store", "New", "--currency", "EUR", "--zone", "Europe/Berlin", "--dry-run", "--json");
  expect(ran.code).toBe(0);
  expect(ran.out.trim().split("\n")).toHaveLength(1);
  expect(JSON.parse(ran.out)).toMatchObject({ read: 2, imported: 2, unchanged: 0, rejected: 0, ledger: { EUR: { sale: "12" }, USD: { sale: "24" } }, isDryRun: true });
  expect(await shop.picture()).toBe(before);
  expect((await shop.host.pool.query("select name from dim.store")).rows).toEqual([{ name: "Shop" }]);
});

test("imports, makes the store, takes rates that fill the gap of a currency, and undoes", async () => {
  const ran = await run("orders", "orders.csv", "--store", "New", "--currency", "EUR", "--zone", "Europe/Berlin", "--json");
  expect(ran.code).toBe(0);
  const { importId } = JSON.parse(ran.out) as { importId: string };
  const net = async () => (await shop.host.pool.query("select trim_scale(sum(net_sales))::text as net, sum(gap_events)::int as gaps from mart.sales_total_daily where currency = 'EUR' and store_id = 2")).rows[0];
  expect(await net()).toEqual({ net: "12", gaps: 1 });
  const rates = await run("rates", "rates.csv", "--json");
  expect(rates).toMatchObject({ code: 0 });
  expect(JSON.parse(rates.out)).toEqual({ changed: 1 });
  expect(await net()).toEqual({ net: "31.2", gaps: 0 });
  const undone = await run("undo", importId);
  expect(undone).toMatchObject({ code: 0, out: `Import ${importId} is undone: 2 orders removed, 0 restored, 0 stand through another import.\n` });
}, 120_000);

test("dates that can be read both ways end with exit code 2 and the option that settles it", async () => {
  const ran = await run("orders", "unclear.csv", "--store", "Shop");
  expect(ran).toMatchObject({ code: 2, out: "" });
  expect(ran.said).toContain("--date-order mdy or --date-order dmy");
});

test("while one import of a store runs, another is refused as busy; nothing is queued twice", async () => {
  const id = await receiveFile(shop.host, shop.storeId, { name: "x.csv", bytes: bytesOf("order_id,date,amount\n1,2026-03-14,12\n"), settings: {}, by: null });
  const other = new pg.Client({ connectionString: shop.url });
  await other.connect();
  await other.query("select pg_advisory_lock(hashtext('storecast.import'), $1)", [shop.storeId]);
  await expect(runImport(shop.host, id, { patience: 200 })).rejects.toMatchObject({ code: "imports.busy", kind: "conflict" });
  await other.end();
  expect(await runImport(shop.host, id)).toMatchObject({ read: 1, imported: 1 });
  await expect(runImport(shop.host, id)).rejects.toMatchObject({ code: "imports.not_runnable" });
});
