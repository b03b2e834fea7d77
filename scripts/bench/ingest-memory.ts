// What the ingest command holds in memory at most: ten times the rows must not take more of it. How high a run goes is
// also a matter of when its garbage is collected, and a long one has ten times as many chances: the short one is run
// several times, and its highest counts.
import { openDatabase } from "#db/client.ts";
import { addDays, dayAt, now } from "#lib/core/day.ts";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { saveConnection } from "#lib/ingest/connections.ts";
import { createStore } from "#lib/stores/stores.ts";
import { runScript, type Place, type Ran } from "#scripts/bench/place.ts";
import type { Line } from "#scripts/bench/report.ts";
import { termsADay, termsWorld } from "#scripts/bench/search-terms.ts";

export async function benchMemory(place: Place): Promise<Line[]> {
  const url = await place.fresh("bench_memory");
  const at = now();
  const today = dayAt(at, "UTC");
  const world = termsWorld(today);
  const servers = await startDemoServers({ world, now: () => at });
  const { clientId, clientSecret, refreshToken } = credentials.google;
  const db = openDatabase(url, { max: 1 });
  const peaks: number[] = [];
  const lines: Line[] = [];
  const run = async (days: number, no: number): Promise<Ran> => {
    const name = `Memory ${days} ${no}`;
    const { id: storeId } = await createStore(db, { name, currency: "EUR", zone: "Europe/Berlin" });
    await saveConnection(db, { storeId, source: "google-ads", settings: { customerId: world.stores[0]!.accounts.googleAds!, clientId, clientSecret, refreshToken }, endpoint: { base: servers.url, token: `${servers.url}/token` } });
    const ran = await runScript(["scripts/ingest.ts", "--store", name, "--stream", "terms", "--from", addDays(today, -days), "--to", today, "--json"], { DATABASE_URL: url });
    if (ran.code !== 0) throw new Error(`The ingest failed: ${ran.stderr}${ran.stdout}`);
    return ran;
  };
  try {
    for (const { days, times } of [{ days: 100, times: 4 }, { days: 1_000, times: 1 }]) {
      const runs: Ran[] = [];
      while (runs.length < times) runs.push(await run(days, runs.length + 1));
      const peak = Math.max(...runs.map((ran) => ran.peak));
      peaks.push(peak);
      const name = `peak RSS, ${(days * termsADay).toLocaleString("en")} rows`;
      lines.push({ name: times > 1 ? `${name}, highest of ${times} runs` : name, value: peak === 0 ? "not told by this system" : `${Math.round(peak / 1_048_576)} MB`, note: `${(Math.min(...runs.map((ran) => ran.milliseconds)) / 1000).toFixed(1)} s` });
    }
  } finally {
    await db.destroy();
    await servers.close();
  }
  const [few, many] = peaks as [number, number];
  return [...lines, { name: "1,000,000 rows : 100,000 rows", value: few === 0 ? "not told by this system" : `${(many / few).toFixed(2)} ×`, goal: "≤ 1.2 ×", ...(few > 0 && { ok: many / few <= 1.2 }) }];
}
