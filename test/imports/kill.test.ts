// The import is killed (SIGKILL) at any moment and the same command run again: the totals are the file's, to the cent.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";
import { sized } from "#test/support/size.ts";

/** How often to kill; the proof runs more. */
const kills = sized(5, 50);
/** Rows of the file: enough that most of a run is the import itself. */
const rows = sized(20_000, 40_000);
let fresh: FreshDatabase;
let folder: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  folder = mkdtempSync(path.join(os.tmpdir(), "storecast-kill-"));
  const lines = gunzipSync(readFileSync("test/data/online-retail/online-retail-2010-12_2011-08.csv.gz")).toString("utf8").split("\n");
  writeFileSync(path.join(folder, "orders.csv"), lines.slice(0, rows + 1).join("\n"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await fresh?.drop();
});

/** Runs the script; kills it after so many ms when asked. Resolves to its exit code (null: killed) and stdout. */
function run(store: string, killAfter?: number): Promise<{ code: number | null; out: string; ms: number }> {
  return new Promise((resolve) => {
    const began = performance.now();
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/import.ts", "orders", path.join(folder, "orders.csv"), "--store", store, "--json"], { env: { ...process.env, DATABASE_URL: fresh.url, STORECAST_HOME: folder }, stdio: ["ignore", "pipe", "ignore"] });
    let out = "";
    child.stdout.on("data", (text: Buffer) => { out += text.toString(); });
    const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
    child.on("exit", (code) => { clearTimeout(timer); resolve({ code, out, ms: performance.now() - began }); });
  });
}

async function totals(store: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
  try {
    const rows = await client.query(`select
      (select json_object_agg(kind, sum order by kind) from (select kind, count(*) || ' ' || sum(amount) as sum from fact.sale_event e where e.store_id = s.store_id group by kind) k) as kinds,
      (select count(*) || ' ' || sum(content_hash) from fact.sales_order o where o.store_id = s.store_id) as orders,
      (select count(*) || ' ' || min(first_order_day) || ' ' || max(first_order_id) from dim.customer c where c.store_id = s.store_id) as customers,
      (select sum(net_sales) || ' ' || sum(orders) from mart.sales_total_daily m where m.store_id = s.store_id) as mart,
      (select count(*) from ingest.dirty_day d where d.store_id = s.store_id) as dirty
      from dim.store s where s.name = $1`, [store]);
    return rows.rows[0];
  } finally {
    await client.end();
  }
}

test(`killed ${kills} times at random and run again, an import ends as if it had never been killed`, async () => {
  expect(inject("testServer").url).toBeTypeOf("string");
  const whole = await run("Whole");
  expect(whole.code).toBe(0);
  const expected = await totals("Whole");
  expect(JSON.parse(whole.out)).toMatchObject({ read: rows, imported: rows });
  let killed = 0;
  for (let round = 0; killed < kills; round++) {
    const store = `Shop ${round}`;
    const at = Math.random() * whole.ms;
    const first = await run(store, at);
    if (first.code === null) killed++;
    const second = await run(store);
    expect(second.code, `killed after ${Math.round(at)} ms`).toBe(0);
    expect(await totals(store), `killed after ${Math.round(at)} ms`).toEqual(expected);
    if (round > kills * 4) throw new Error("too few of the kills came in time");
  }
}, 60_000 + kills * 30_000);
