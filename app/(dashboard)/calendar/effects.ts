// What projections learned of events, by store: from the newest one of net sales.
import { database } from "#lib/database.ts";
import { log } from "#lib/log.ts";
import { newestRun, readKept, type Kept } from "#lib/projections/kept.ts";

/** The effects, and the events that they were learned of. */
export type Learned = Pick<Kept, "effects" | "inputs">;

/** Stores without a projection are missing. A projection that can't be read costs the calendar nothing but this line. */
export async function readEffects(storeIds: readonly number[]): Promise<Map<number, Learned>> {
  const found = new Map<number, Learned>();
  for (const id of storeIds) {
    try {
      const run = await newestRun(database(), id);
      const kept = run ? await readKept(database(), run, "net_sales") : [];
      if (kept[0]) found.set(id, kept[0]);
    } catch (error) {
      log.error({ err: error }, "learned effects could not be read");
    }
  }
  return found;
}
