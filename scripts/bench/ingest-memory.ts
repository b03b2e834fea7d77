// What the ingest command holds in memory at most: ten times the rows must not take more of it.
import { openDatabase } from "#db/client.ts";
import { addDays, dayAt, now } from "#lib/core/day.ts";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { saveConnection } from "#lib/ingest/connections.ts";
import { createStore } from "#lib/stores/stores.ts";
import { runScript, type Place } from "#scripts/bench/place.ts";
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
  try {
    for (const days of [100, 1_000]) {
      const name = `Memory ${days}`;
      const { id: storeId } = await createStore(db, { name, currency: "EUR", zone: "Europe/Berlin" });
      await saveConnection(db, { storeId, source: "google-ads", settings: { customerId: world.stores[0]!.accounts.googleAds!, clientId, clientSecret, refreshToken }, endpoint: { base: servers.url, token: `${servers.url}/token` } });
      const ran = await runScript(["scripts/ingest.ts", "--store", name, "--stream", "terms", "--from", addDays(today, -days), "--to", today, "--json"], { DATABASE_URL: url });
      if (ran.code !== 0) throw new Error(`The ingest failed: ${ran.stderr}${ran.stdout}`);
      peaks.push(ran.peak);
      lines.push({ name: `peak RSS, ${(days * termsADay).toLocaleString("en")} rows`, value: ran.peak === 0 ? "not told by this system" : `${Math.round(ran.peak / 1_048_576)} MB`, note: `${(ran.milliseconds / 1000).toFixed(1)} s` });
    }
  } finally {
    await db.destroy();
    await servers.close();
  }
  const [few, many] = peaks as [number, number];
  return [...lines, { name: "1,000,000 rows : 100,000 rows", value: few === 0 ? "not told by this system" : `${(many / few).toFixed(2)} ×`, goal: "≤ 1.2 ×", ...(few > 0 && { ok: many / few <= 1.2 }) }];
}
