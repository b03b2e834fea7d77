// Refresh of three changed days beside the full build, on 800 made days.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays } from "#lib/core/day.ts";
import { markDirty, refreshStore } from "#lib/refresh/refresh.ts";
import type { Store } from "#lib/stores/stores.ts";
import { timedBuild, worldEnd } from "#scripts/bench/world.ts";
import type { Line } from "#scripts/bench/report.ts";

export async function benchRefresh(db: Database, store: Store): Promise<Line[]> {
  const full = Math.min(await timedBuild(db), await timedBuild(db));
  await sql`analyze`.execute(db);
  const days = [addDays(worldEnd, -1), addDays(worldEnd, -200), addDays(worldEnd, -555)];
  let three = Infinity;
  let rows: Record<string, number> = {};
  for (let round = 0; round < 5; round++) {
    await markDirty(db, store.id, days, "bench");
    const started = performance.now();
    rows = (await refreshStore(db, store.id))!.rows;
    three = Math.min(three, performance.now() - started);
  }
  return [
    { name: "full build of 800 days", value: `${(full / 1000).toFixed(2)} s` },
    { name: "refresh of 3 changed days", value: `${three.toFixed(0)} ms`, note: Object.entries(rows).map(([mart, count]) => `${mart} ${count}`).join(", ") },
    { name: "full build : 3 days", value: `${(full / three).toFixed(0)} : 1`, goal: "≥ 80 : 1", ok: full / three >= 80 },
  ];
}
