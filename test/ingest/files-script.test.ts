// npm run import -- data, as a person or a cron job runs it.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openShop, type Shop } from "#test/imports/support.ts";

let shop: Shop;
let folder: string;
beforeAll(async () => {
  shop = await openShop();
  folder = mkdtempSync(path.join(os.tmpdir(), "storecast-data-"));
  writeFileSync(path.join(folder, "spend.csv"), "date,channel,cost\n2026-11-01,Audio,10.50\n2026-11-02,Audio,free\n");
  writeFileSync(path.join(folder, "unclear.csv"), "date,channel,cost\n03/04/2026,Audio,1.5\n");
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await shop?.close();
});

function run(...args: string[]): Promise<{ code: number | null; out: string; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/import.ts", "data", ...args], { env: { ...process.env, DATABASE_URL: shop.url, STORECAST_HOME: folder, INIT_CWD: folder } });
    let [out, said] = ["", ""];
    child.stdout.on("data", (text: Buffer) => { out += text.toString(); });
    child.stderr.on("data", (text: Buffer) => { said += text.toString(); });
    child.on("close", (code) => resolve({ code, out, said }));
  });
}

test("rehearsed, imported and removed: one line or one object each, and what was left out is said", async () => {
  const dry = await run("spend.csv", "--store", "Shop", "--dry-run");
  expect(dry).toMatchObject({ code: 0, out: "Would be: Spend by day and channel, 2026-11-01 to 2026-11-01 (1 day): spend 10.5 EUR. 2 lines read, 1 rejected; 1 rows new or changed on 1 day. First rejected: line 3, cost: free is no number.\n" });
  const done = await run("spend.csv", "--store", "Shop", "--preset", "spend", "--currency", "sek", "--json");
  expect(done.code).toBe(0);
  expect(JSON.parse(done.out)).toMatchObject({ kind: "spend", written: 1, sums: [{ sum: "10.5", currency: "SEK" }], isDryRun: false });
  const gone = await run("--remove", "--store", "Shop", "--preset", "spend", "--json");
  expect([gone.code, JSON.parse(gone.out)]).toEqual([0, { days: 1 }]);
});

test("what a person has to say, or said wrongly, ends with exit code 2 and the way to say it", async () => {
  const unclear = await run("unclear.csv", "--store", "Shop", "--json");
  expect([unclear.code, (JSON.parse(unclear.out) as { code: string }).code]).toEqual([2, "files.dates_unclear"]);
  expect((await run("unclear.csv", "--store", "Shop", "--date-order", "dmy", "--dry-run")).out).toContain("2026-04-03");
  expect((await run("spend.csv", "--store", "Shop", "--preset", "shopify")).code).toBe(2);
  expect((await run("spend.csv", "--store", "Nowhere")).code).toBe(1);
});
