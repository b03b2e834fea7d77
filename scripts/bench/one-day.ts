// A day of the real file imported again with one order changed: which days are made again, and no other.
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { sql } from "kysely";
import { openDatabase } from "#db/client.ts";
import { realFile } from "#scripts/bench/import.ts";
import { runScript, type Place } from "#scripts/bench/place.ts";
import type { Line } from "#scripts/bench/report.ts";

const day = "6/14/2011";

export async function benchOneDay(place: Place, folder: string): Promise<Line[]> {
  const url = await place.fresh("bench_day");
  const environment = { DATABASE_URL: url, STORECAST_HOME: place.home };
  const run = async (file: string) => {
    const ran = await runScript(["scripts/import.ts", "orders", file, "--store", "Gifts", "--preset", "online-retail", "--last-day-cut", "no", "--json"], environment);
    if (ran.code !== 0) throw new Error(ran.stderr);
    return { ...(JSON.parse(ran.stdout) as { refreshedDays: number; orders: { new: number; changed: number; unchanged: number } }), wall: ran.milliseconds };
  };
  await run(realFile(folder));
  const scratch = mkdtempSync(path.join(os.tmpdir(), "storecast-day-"));
  const db = openDatabase(url, { max: 1 });
  try {
    const before = await touched(db);
    const file = path.join(scratch, "one-day.csv");
    const { header, rows } = await linesOf(realFile(folder));
    // The first order of the day sells one piece more of its first line.
    const changed = rows.map((row, index) => (index === 0 ? row.replace(/,(\d+),(?=6\/14\/2011)/, (_, quantity: string) => `,${Number(quantity) + 1},`) : row));
    writeFileSync(file, [header, ...changed].join("\n"));
    const result = await run(file);
    const after = await touched(db);
    const days = [...after].filter(([at, xmin]) => before.get(at) !== xmin).map(([at]) => at);
    const refresh = await sql<{ rows: Record<string, number> }>`select rows from ingest.refresh order by refresh_id desc limit 1`.execute(db);
    return [
      { name: `orders of 14 June 2011 again, one changed`, value: `${result.orders.changed} changed, ${result.orders.unchanged} unchanged, ${result.orders.new} new`, goal: "1 changed", ok: result.orders.changed === 1 && result.orders.new === 0 },
      { name: "days made again", value: days.join(", ") || "none", goal: "2011-06-14 alone", ok: days.join() === "2011-06-14", note: `rows written: ${Object.entries(refresh.rows[0]!.rows).map(([mart, count]) => `${mart} ${count}`).join(", ")}` },
    ];
  } finally {
    await db.destroy();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Day → the transaction that wrote its headline row. */
async function touched(db: ReturnType<typeof openDatabase>): Promise<Map<string, string>> {
  const rows = await sql<{ day: string; xmin: string }>`select day, xmin::text as xmin from mart.sales_total_daily`.execute(db);
  return new Map(rows.rows.map((row) => [row.day, row.xmin]));
}

async function linesOf(file: string): Promise<{ header: string; rows: string[] }> {
  let header = "";
  const rows: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    if (header === "") header = line;
    else if (line.includes(`,${day} `)) rows.push(line);
  }
  return { header, rows };
}
