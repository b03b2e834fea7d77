// The demo's shops brought in by the real script, which a test may cut short, and everything that then stands.
import { spawn } from "node:child_process";
import pg from "pg";
import { openDatabase } from "#db/client.ts";
import { childEnvironment } from "#lib/config.ts";
import { addDays, dayAt, now } from "#lib/core/day.ts";
import { startDemoServers, type DemoServers } from "#lib/demo/servers/servers.ts";
import { demoWorld } from "#lib/demo/world/index.ts";
import { connectDemo } from "#lib/ingest/demo-shop.ts";
import { sized } from "#test/support/size.ts";

/** Days of the demo's world: a run takes some seconds. */
const worldDays = sized(20, 30);

export interface DemoPlace { servers: DemoServers; connect(url: string): Promise<void> }

/** Local servers whose world stands still, so that whoever asks later is told the same. */
export async function stillDemo(): Promise<DemoPlace> {
  const at = now();
  const today = dayAt(at, "UTC");
  const from = addDays(today, -worldDays);
  const servers = await startDemoServers({ world: demoWorld({ today, from }), now: () => at, shopifyPoints: { maximum: 1_000_000, perSecond: 1_000_000 } });
  return {
    servers,
    connect: async (url) => {
      const db = openDatabase(url, { max: 1 });
      // Customers are named with an installation's own key: the same one here, so that two databases can be compared.
      await db.insertInto("app.setting").values({ key: "imports.customer_key", value: JSON.stringify("5a".repeat(32)), updated_at: at }).execute();
      await connectDemo(db, servers.url, from);
      await db.destroy();
    },
  };
}

export interface Ran { code: number | null; lines: number; out: string; said: string }

/** Runs `npm run ingest -- --due`; after so many lines of progress, and `delay` ms more, calls `cut` with the process. */
export function runIngest(url: string, cutting?: { lines: number; delay: number; cut(kill: () => void): void }): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/ingest.ts", "--due", "--json"], { env: childEnvironment({ DATABASE_URL: url }), stdio: ["ignore", "pipe", "pipe"] });
    const ran: Ran = { code: null, lines: 0, out: "", said: "" };
    let timer: NodeJS.Timeout | undefined;
    child.stdout.on("data", (text: Buffer) => { ran.out += text.toString(); });
    child.stderr.on("data", (text: Buffer) => {
      ran.said += text.toString();
      ran.lines += text.toString().split("\n").length - 1;
      if (cutting && !timer && ran.lines >= cutting.lines) timer = setTimeout(() => cutting.cut(() => child.kill("SIGKILL")), cutting.delay);
    });
    child.on("close", (code) => { clearTimeout(timer); resolve({ ...ran, code }); });
  });
}

/** Runs until nobody's dead session holds a connection any more. */
export async function finishIngest(url: string): Promise<Ran> {
  for (let tries = 1; ; tries++) {
    const ran = await runIngest(url);
    const isHeld = ran.code === 9 || /"locked":\[\d/.test(ran.out);
    if (!isHeld || tries === 5) return ran;
    await new Promise((resume) => setTimeout(resume, 500));
  }
}

/** All that was brought in: the ledger per store, day and kind; every fact, mart and known day as a digest; keys that stand twice. */
export async function everything(url: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const ask = async (text: string): Promise<any[]> => (await client.query(text)).rows;
  try {
    const ledger = await ask(`select s.name || ' ' || event_day || ' ' || kind || ' ' || count(*) || ' ' || sum(amount) as line from fact.sale_event e join dim.store s using (store_id) group by s.name, event_day, kind order by 1`);
    const tables = await ask("select table_schema || '.' || table_name as name from information_schema.tables where table_type = 'BASE TABLE' and (table_schema in ('fact', 'mart') or (table_schema = 'dim' and table_name in ('traffic', 'campaign', 'product', 'customer', 'fx_daily'))) order by 1");
    const digests: Record<string, string> = {};
    for (const { name } of tables) digests[name] = (await ask(`select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from ${name} t`))[0].digest;
    const days = await ask("select c.store_id, c.source, stream, count(*)::int as days, sum(ours)::text as ours, sum(told)::text as told, md5(string_agg(day || fingerprint || row_count, '|' order by day)) as digest from ingest.source_day d join ingest.connection c using (connection_id) where row_count > 0 group by 1, 2, 3 order by 1, 2, 3");
    const twice = await ask("select order_id from fact.sales_order group by store_id, order_id having count(*) > 1");
    const streams = await ask("select c.store_id, c.source, stream, done_from::text, done_to::text, cursor -> 'walks' as walks, s.failures, s.problem from ingest.stream s join ingest.connection c using (connection_id) order by 1, 2, 3");
    const coverage = await ask("select store_id, source, role, from_day::text, through_day::text, settled_through::text, lag from ingest.coverage order by 1, 2");
    const dirty = await ask("select store_id, day from ingest.dirty_day");
    return { ledger: ledger.map((row) => row.line), digests, days, twice, streams, coverage, dirty };
  } finally {
    await client.end();
  }
}
