// From a vendor's JSON to committed rows, beside a COPY of the very same rows into unlogged tables without an index;
// and the same answers once more. A report (search terms of Google Ads) and orders (Shopify, by its bulk file).
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import type pg from "pg";
import copy from "pg-copy-streams";
import { openDatabase, openPool } from "#db/client.ts";
import { judge } from "#lib/channels/own-rules.ts";
import { addDays, dayAt, now, type Day } from "#lib/core/day.ts";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { saveConnection } from "#lib/ingest/connections.ts";
import { openContext, readConnection, type Host } from "#lib/ingest/context.ts";
import { withConnectionLock } from "#lib/ingest/ingest.ts";
import { planWindow } from "#lib/ingest/plan.ts";
import { runStream, type RunResult } from "#lib/ingest/run.ts";
import type { Endpoint } from "#lib/sources/source.ts";
import { createStore } from "#lib/stores/stores.ts";
import { readRules } from "#lib/traffic/rules.ts";
import type { Place } from "#scripts/bench/place.ts";
import { recorded } from "#scripts/bench/recorded.ts";
import type { Line } from "#scripts/bench/report.ts";
import { termsADay, termsWorld } from "#scripts/bench/search-terms.ts";

interface Measured { name: string; source: string; stream: string; settings: Record<string, string>; endpoint: Endpoint; window: { from: Day; to: Day }; tables: string[] }

const rounds = 5;

export async function benchIngest(place: Place): Promise<Line[]> {
  const url = await place.fresh("bench_ingest");
  const db = openDatabase(url, { max: 4 });
  const pool = openPool(url, { max: 4 });
  const at = now();
  const today = dayAt(at, "UTC");
  const world = termsWorld(today);
  const servers = await startDemoServers({ world, now: () => at, shopifyPoints: { maximum: 10_000_000, perSecond: 10_000_000 } });
  const replay = await recorded(servers.url);
  const { clientId, clientSecret, refreshToken } = credentials.google;
  const shop = `${replay.url}/shops/nordlicht`;
  const all: Measured[] = [
    { name: `${(100 * termsADay).toLocaleString("en")} search terms`, source: "google-ads", stream: "terms", settings: { customerId: world.stores[0]!.accounts.googleAds!, clientId, clientSecret, refreshToken }, endpoint: { base: replay.url, token: `${replay.url}/token` }, window: { from: addDays(today, -100), to: today }, tables: ["fact.ad_term_day"] },
    { name: "orders of 200 days", source: "shopify", stream: "orders", settings: { shop: "nordlicht", clientId: credentials.shopify.clientId, clientSecret: credentials.shopify.clientSecret }, endpoint: { base: shop, token: `${shop}/admin/oauth/access_token` }, window: { from: addDays(today, -200), to: today }, tables: ["fact.sale_event", "fact.sales_order", "fact.order_touch"] },
  ];
  try {
    const lines: Line[] = [];
    for (const one of all) lines.push(...await measure({ db, pool }, one));
    return lines;
  } finally {
    await Promise.all([replay.close(), servers.close()]);
    await pool.end();
    await db.destroy();
  }
}

interface Taken { ms: number; wal: number; ran: RunResult }

async function measure(host: Host & { pool: pg.Pool }, one: Measured): Promise<Line[]> {
  let first = Infinity;
  let again = Infinity;
  let floorMs = Infinity;
  let wal = Infinity;
  let walAgain = Infinity;
  let rows = 0;
  let written = 0;
  // The first round, unmeasured, asks the vendor; from then on answers come from memory.
  for (let round = 0; round <= rounds; round++) {
    const { id: storeId } = await createStore(host.db, { name: `${one.source} ${round}`, currency: "EUR", zone: "Europe/Berlin" });
    const { id } = await saveConnection(host.db, { storeId, source: one.source, settings: one.settings, endpoint: one.endpoint });
    const load = await take(host, id, one);
    const repeat = await take(host, id, one);
    if (load.ran.state !== "done" || repeat.ran.state !== "done" || repeat.ran.written > 0) throw new Error(`${one.name} could not be measured: ${JSON.stringify([load.ran, repeat.ran])}`);
    const floor = await copyOf(host.pool, storeId, one.tables);
    if (round === 0) continue;
    first = Math.min(first, load.ms);
    again = Math.min(again, repeat.ms);
    wal = Math.min(wal, load.wal);
    walAgain = Math.min(walAgain, repeat.wal);
    floorMs = Math.min(floorMs, floor.ms);
    rows = floor.rows;
    written = load.ran.written;
  }
  const ratio = (ms: number): string => `${(ms / floorMs).toFixed(1)} × (${(ms / 1000).toFixed(2)} s)`;
  return [
    { name: `${one.name}: COPY of the same ${rows.toLocaleString("en")} rows`, value: `${floorMs.toFixed(0)} ms` },
    { name: `${one.name}: JSON to committed rows`, value: ratio(first), goal: "≤ 8 ×", ok: first / floorMs <= 8, note: `${Math.round(written / (first / 1000)).toLocaleString("en")} a second` },
    { name: `${one.name}: the same again`, value: ratio(again), goal: "≤ 6 ×", ok: again / floorMs <= 6 },
    { name: `${one.name}: WAL of the same again`, value: `${(walAgain / wal).toFixed(3)} × of ${(wal / 1_048_576).toFixed(1)} MB`, goal: "≤ 0.15 ×", ok: walAgain / wal <= 0.15 },
  ];
}

/** One run of the stream as the engine makes it, without marts. */
async function take(host: Host & { pool: pg.Pool }, connectionId: number, one: Measured): Promise<Taken> {
  const signal = new AbortController().signal;
  const rules = await readRules(host.db);
  const connection = await readConnection(host.db, connectionId);
  const { source, context } = await openContext(host, connection, { now: now(), signal });
  const stream = source.streams.find((each) => each.name === one.stream)!;
  const { asks } = planWindow(stream, one.window);
  const before = await walAt(host.pool);
  const started = performance.now();
  const ran = await withConnectionLock(host, connectionId, (client) => runStream({ client, db: host.db }, context,
    { connectionId, storeId: connection.storeId, source: source.name, stream, reason: "manual", asks }, { classify: judge(rules.set), rules: rules.set, clock: now }));
  const ms = performance.now() - started;
  if (ran === "locked") throw new Error("Somebody else brings this in.");
  const { rows } = await host.pool.query<{ bytes: string }>("select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1) as bytes", [before]);
  return { ms, wal: Number(rows[0]!.bytes), ran };
}

async function walAt(pool: pg.Pool): Promise<string> {
  return (await pool.query<{ at: string }>("select pg_current_wal_insert_lsn()::text as at")).rows[0]!.at;
}

/** Milliseconds of the floor: the store's rows as text in memory, through COPY into unlogged tables without an index. */
async function copyOf(pool: pg.Pool, storeId: number, tables: string[]): Promise<{ ms: number; rows: number }> {
  const client = await pool.connect();
  let ms = 0;
  let rows = 0;
  try {
    for (const [at, table] of tables.entries()) {
      const pieces: Buffer[] = [];
      for await (const piece of client.query(copy.to(`copy (select * from ${table} where store_id = ${storeId}) to stdout`)) as AsyncIterable<Buffer>) pieces.push(piece);
      // COPY hands out a row a piece: written back in pieces of its own size, as any program would.
      const text = Buffer.concat(pieces);
      const chunks = Array.from({ length: Math.ceil(text.length / 65_536) }, (_, index) => text.subarray(index * 65_536, (index + 1) * 65_536));
      await client.query(`drop table if exists floor_${at}`);
      await client.query(`create unlogged table floor_${at} (like ${table})`);
      const started = performance.now();
      await pipeline(Readable.from(chunks), client.query(copy.from(`copy floor_${at} from stdin`)));
      ms += performance.now() - started;
      rows += Number((await client.query<{ count: string }>(`select count(*) from floor_${at}`)).rows[0]!.count);
    }
  } finally {
    client.release();
  }
  return { ms, rows };
}
