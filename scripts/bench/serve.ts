// The Overview's data calls on a million orders, beside a SELECT 1 through the same door; what a first
// visit transfers.
import { spawn } from "node:child_process";
import autocannon from "autocannon";
import { sql } from "kysely";
import { chromium } from "playwright";
import { openDatabase, type Database } from "#db/client.ts";
import { childEnvironment } from "#lib/config.ts";
import { queryToSearch, type MetricQuery } from "#lib/metrics/query.ts";
import { overviewCalls } from "#scripts/bench/overview-calls.ts";
import { findBrowser } from "#scripts/parts/browser.ts";
import { browserFlags } from "#scripts/parts/browser-flags.ts";
import type { Place } from "#scripts/bench/place.ts";
import type { Line } from "#scripts/bench/report.ts";
import { worldEnd } from "#scripts/bench/world.ts";
import { addDays } from "#lib/core/day.ts";

interface Served { url: string; cookie: string; stop(): Promise<void> }

/** The product on the measured database, and its owner's session. */
async function serve(place: Place): Promise<Served> {
  const product = spawn(process.execPath, ["--import", "tsx", "scripts/start.ts"], { stdio: ["ignore", "pipe", "pipe"], env: childEnvironment({ PORT: "0", HOST: "127.0.0.1", STORECAST_HOME: place.home, STORECAST_URL: "", DATABASE_URL: place.url, STORECAST_LOG: "warn" }) });
  const stop = async () => {
    if (product.exitCode !== null) return;
    const gone = new Promise((resolve) => product.once("exit", resolve));
    product.kill("SIGTERM");
    await gone;
  };
  const said = await new Promise<string>((resolve, reject) => {
    let text = "";
    const hear = (chunk: Buffer) => {
      text += chunk.toString();
      if (/Ready at \S+[\s\S]*\/setup\/[\w-]+\s/.test(text)) resolve(text);
    };
    product.stdout.on("data", hear);
    product.stderr.on("data", hear);
    product.on("exit", (code) => reject(new Error(`The product did not start (${code}):\n${text}`)));
  });
  const url = /Ready at (\S+)/.exec(said)![1]!;
  const token = /\/setup\/([\w-]+)/.exec(said)![1]!;
  const made = await fetch(`${url}/api/v1/setup/${token}`, { method: "POST", headers: { "content-type": "application/json", origin: url }, body: JSON.stringify({ name: "Bench", email: "bench@shop.example", password: "nine quiet herons wade upstream" }) });
  if (!made.ok) throw new Error(`The owner could not be made: ${await made.text()}`);
  return { url, cookie: made.headers.getSetCookie().map((line) => line.split(";")[0]!).join("; "), stop };
}

async function p95(served: Served, path: string): Promise<{ p95: number; mean: number; errors: number }> {
  const run = (amount: number) => autocannon({ url: `${served.url}${path}`, connections: 8, amount, headers: { cookie: served.cookie }, timeout: 30 });
  await run(32);
  const result = await run(400);
  // autocannon prints 97.5 and 90; what lies between is on the safe side as the higher one.
  return { p95: result.latency.p97_5, mean: result.latency.mean, errors: result.errors + result.non2xx };
}

/** Index and sequential scans of every table of a schema so far. */
async function scans(db: Database, schema: string): Promise<number> {
  const found = await sql<{ scans: string }>`select coalesce(sum(coalesce(seq_scan, 0) + coalesce(idx_scan, 0)), 0)::text as scans from pg_stat_user_tables where schemaname = ${schema}`.execute(db);
  return Number(found.rows[0]!.scans);
}

export async function benchServe(place: Place): Promise<Line[]> {
  const served = await serve(place);
  const db = openDatabase(place.url, { max: 1 });
  try {
    const floor = await p95(served, "/api/v1/health/database");
    const lines: Line[] = [{ name: "SELECT 1 route, 8 connections", value: `p97.5 ${floor.p95} ms, mean ${floor.mean.toFixed(1)} ms` }];
    const factsBefore = await scans(db, "fact");
    for (const [name, query] of Object.entries(overviewCalls) as [string, MetricQuery][]) {
      const call = await p95(served, `/api/v1/metrics?${queryToSearch(query)}`);
      const ratio = call.p95 / Math.max(1, floor.p95);
      lines.push({ name: `data call: ${name}`, value: `p97.5 ${call.p95} ms, mean ${call.mean.toFixed(1)} ms, ${ratio.toFixed(1)} ×`, goal: "≤ 10 ×", ok: ratio <= 10 && call.errors === 0, ...(call.errors > 0 && { note: `${call.errors} errors` }) });
    }
    lines.push(await firstAsked(served));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const read = (await scans(db, "fact")) - factsBefore;
    lines.push({ name: "scans of fact tables by these calls", value: String(read), goal: "0", ok: read === 0 });
    lines.push(await firstLoad(served));
    return lines;
  } finally {
    await db.destroy();
    await served.stop();
  }
}

/** Products of 30 periods that nobody asked before, one after the other: what an answer costs that isn't remembered. */
async function firstAsked(served: Served): Promise<Line> {
  const times: number[] = [];
  for (let back = 1; back <= 30; back++) {
    const search = queryToSearch({ ...overviewCalls["by product"]!, period: { from: addDays(worldEnd, -30 - back), through: addDays(worldEnd, -1 - back) } });
    const started = performance.now();
    await (await fetch(`${served.url}/api/v1/metrics?${search}`, { headers: { cookie: served.cookie } })).text();
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  return { name: "by product, asked for the first time", value: `median ${times[15]!.toFixed(0)} ms, slowest ${times.at(-1)!.toFixed(0)} ms (1 connection)` };
}

/** What a browser with an empty cache takes over the wire for the Overview, as compressed. */
async function firstLoad(served: Served): Promise<Line> {
  const executablePath = await findBrowser(() => {});
  const browser = await chromium.launch({ executablePath, args: [...browserFlags, "--no-sandbox"] });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const [name, ...value] = served.cookie.split("; ")[0]!.split("=");
    await context.addCookies([{ name: name!, value: value.join("="), url: served.url }]);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    const kinds = new Map<string, string>();
    const bytes = new Map<string, number>();
    session.on("Network.responseReceived", (event) => kinds.set(event.requestId, event.type));
    session.on("Network.loadingFinished", (event) => bytes.set(kinds.get(event.requestId) ?? "Other", (bytes.get(kinds.get(event.requestId) ?? "Other") ?? 0) + event.encodedDataLength));
    await page.goto(served.url, { waitUntil: "networkidle" });
    const total = [...bytes.values()].reduce((a, b) => a + b, 0);
    return { name: "first load of the Overview", value: `${Math.round(total / 1024)} KB`, goal: "≤ 300 KB", ok: total <= 300 * 1024, note: [...bytes].map(([kind, size]) => `${kind} ${Math.round(size / 1024)}`).join(", ") };
  } finally {
    await browser.close();
  }
}
