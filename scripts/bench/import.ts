// The real file, beside another shop of its currency, from the command line to ready marts; the floor is a COPY of its parsed rows into an unlogged
// table without index; then killed at random moments and taken up again.
import { createReadStream, writeFileSync } from "node:fs";
import path from "node:path";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import copy from "pg-copy-streams";
import { sql } from "kysely";
import { openDatabase, openPool } from "#db/client.ts";
import { trim } from "#lib/core/money.ts";
import { runScript, type Place, type Ran } from "#scripts/bench/place.ts";
import type { Line } from "#scripts/bench/report.ts";

const fileName = "online-retail/online-retail-2010-12_2011-08.csv.gz";
/** What the file's README says must come out, and net sales. */
export const expected = { adjustment: "-80926.54", discount: "-4809.74", fee: "-156740.48", gift_card: "635.81", return: "-218550.04", sale: "6061049.082", shipping: "161273.29" };
const expectedNet = "5837689.302";
const lines = 320_705;

export function realFile(folder: string): string {
  return path.join(folder, fileName);
}

function importIt(file: string, home: string, url: string, kill?: number): Promise<Ran> {
  return runScript(["scripts/import.ts", "orders", file, "--store", "Gifts", "--preset", "online-retail", "--json"], { DATABASE_URL: url, STORECAST_HOME: home }, kill);
}

async function parsedRows(file: string): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const record of createReadStream(file).pipe(createGunzip()).pipe(parse({ from_line: 2 }))) rows.push(record as string[]);
  return rows;
}

/** Milliseconds of the floor: the file's rows, parsed before the clock starts, through COPY. */
async function floor(rows: string[][], url: string): Promise<number> {
  const pool = openPool(url, { max: 1 });
  const client = await pool.connect();
  await client.query("drop table if exists floor");
  await client.query("create unlogged table floor (invoice text, code text, description text, quantity int, at timestamp, price numeric, customer text, country text)");
  await client.query("set datestyle to iso, mdy");
  const started = performance.now();
  const stream = client.query(copy.from("copy floor from stdin"));
  for (let from = 0; from < rows.length; from += 5000) {
    let text = "";
    for (const row of rows.slice(from, from + 5000)) text += `${row.map((cell) => (cell === "" ? "\\N" : cell.replace(/[\\\t\n]/g, " "))).join("\t")}\n`;
    if (!stream.write(text)) await new Promise((resolve) => stream.once("drain", resolve));
  }
  await new Promise<void>((resolve, reject) => { stream.once("error", reject); stream.once("finish", resolve); stream.end(); });
  const taken = performance.now() - started;
  client.release();
  await pool.end();
  return taken;
}

/** Another shop that Postgres has statistics of: it then takes the store that comes for nearly empty. */
async function anotherShop(home: string, url: string): Promise<void> {
  const small = path.join(home, "another.csv");
  writeFileSync(small, `order_id,date,revenue\n${Array.from({ length: 1_000 }, (_, at) => `A${at},2026-03-${String(1 + (at % 28)).padStart(2, "0")},10`).join("\n")}\n`);
  const ran = await runScript(["scripts/import.ts", "orders", small, "--store", "Another", "--currency", "GBP", "--zone", "Europe/London", "--last-day-cut", "no", "--json"], { DATABASE_URL: url, STORECAST_HOME: home });
  if (ran.code !== 0) throw new Error(`The other shop's import failed: ${ran.stderr}`);
  const db = openDatabase(url, { max: 1 });
  await sql`analyze`.execute(db);
  await db.destroy();
}

/** Ledger by kind and net sales of the marts, as text. */
async function sums(url: string): Promise<{ ledger: Record<string, string>; net: string; rows: string }> {
  const db = openDatabase(url, { max: 1 });
  const gifts = sql`(select store_id from dim.store where name = 'Gifts')`;
  const kinds = await sql<{ kind: string; amount: string }>`select kind, sum(amount)::text as amount from fact.sale_event where store_id = ${gifts} group by kind order by kind`.execute(db);
  const mart = await sql<{ net: string | null; rows: string }>`select sum(net_sales)::text as net, (select count(*) from fact.sale_event where store_id = ${gifts})::text as rows from mart.sales_total_daily where store_id = ${gifts}`.execute(db);
  await db.destroy();
  return { ledger: Object.fromEntries(kinds.rows.map((row) => [row.kind, trim(row.amount)])), net: trim(mart.rows[0]!.net ?? "0"), rows: mart.rows[0]!.rows };
}

export async function benchImport(place: Place, folder: string, rounds = 5): Promise<Line[]> {
  const file = realFile(folder);
  const rows = await parsedRows(file);
  let floorMs = Infinity;
  let best = Infinity;
  let wall = Infinity;
  let peak = 0;
  let exact = true;
  for (let round = 0; round < rounds; round++) {
    // Floor and import by turns: what else the machine does then touches both.
    floorMs = Math.min(floorMs, await floor(rows, place.url));
    const url = await place.fresh("bench_import");
    await anotherShop(place.home, url);
    const ran = await importIt(file, place.home, url);
    if (ran.code !== 0) throw new Error(`The import failed: ${ran.stderr}`);
    best = Math.min(best, (JSON.parse(ran.stdout) as { milliseconds: number }).milliseconds);
    wall = Math.min(wall, ran.milliseconds);
    peak = Math.max(peak, ran.peak);
    const found = await sums(url);
    exact &&= JSON.stringify(found.ledger) === JSON.stringify(expected) && found.net === expectedNet;
  }
  const again = await importIt(file, place.home, (() => { const url = new URL(place.url); url.pathname = "/bench_import"; return url.href; })());
  const repeat = JSON.parse(again.stdout) as { imported: number; unchanged: number };
  return [
    { name: "lines, file to ready marts", value: `${Math.round(lines / (best / 1000)).toLocaleString("en")} lines/s (${(best / 1000).toFixed(2)} s, command ${(wall / 1000).toFixed(2)} s)`, goal: "≥ 20,000/s", ok: lines / (best / 1000) >= 20_000 },
    { name: "COPY of the parsed rows (floor)", value: `${floorMs.toFixed(0)} ms` },
    { name: "import : COPY", value: `${(best / floorMs).toFixed(1)} ×`, goal: "≤ 10 ×", ok: best / floorMs <= 10 },
    { name: "peak RSS of the import", value: peak === 0 ? "not told by this system" : `${Math.round(peak / 1048576)} MB`, goal: "≤ 400 MB", ...(peak > 0 && { ok: peak <= 400 * 1048576 }) },
    { name: "sums of every kind and net sales", value: exact ? "exact" : "WRONG", goal: `net ${expectedNet}`, ok: exact },
    { name: "the same file again", value: `${repeat.imported} imported, ${repeat.unchanged} unchanged, ${(again.milliseconds / 1000).toFixed(2)} s`, goal: "0 imported", ok: repeat.imported === 0 && repeat.unchanged === lines },
  ];
}

/** Kills the import at random moments of its run and repeats the command: the sums must be the file's. */
export async function benchKills(place: Place, folder: string, kills: number): Promise<Line[]> {
  const file = realFile(folder);
  let same = 0;
  const moments: number[] = [];
  for (let round = 0; round < kills; round++) {
    const url = await place.fresh("bench_kill");
    const moment = 500 + Math.random() * 8_000;
    const killed = await importIt(file, place.home, url, moment);
    moments.push(Math.round(killed.code === null ? moment : killed.milliseconds));
    const ran = await importIt(file, place.home, url);
    const found = await sums(url);
    if (ran.code === 0 && found.rows === "318908" && found.net === expectedNet && JSON.stringify(found.ledger) === JSON.stringify(expected)) same++;
  }
  return [{ name: `killed ${kills} times and resumed`, value: `${same} of ${kills} identical`, goal: "all", ok: same === kills, note: `killed after ms: ${moments.join(", ")}` }];
}
