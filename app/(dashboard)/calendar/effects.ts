// What projections learned of events, by store: from the newest one of net sales.
import { database } from "#lib/database.ts";
import type { EventEffect } from "#lib/forecast/model.ts";
import { log } from "#lib/log.ts";
import { newestRun, readKept } from "#lib/projections/kept.ts";

/** Stores without a projection are missing. A projection that can't be read costs the calendar nothing but this line. */
export async function readEffects(storeIds: readonly number[]): Promise<Map<number, readonly EventEffect[]>> {
  const found = new Map<number, readonly EventEffect[]>();
  for (const id of storeIds) {
    try {
      const run = await newestRun(database(), id);
      const kept = run ? await readKept(database(), run, "net_sales") : [];
      if (kept[0]) found.set(id, kept[0].effects);
    } catch (error) {
      log.error({ err: error }, "learned effects could not be read");
    }
  }
  return found;
}
