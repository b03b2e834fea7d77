// What the page shows, read side by side.
import { addDays, dayAt, isDay, now, type Day } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { readHeat, type Heat } from "#lib/ingest/heat.ts";
import { readMatchedSpend, type Days, type MatchedSpend } from "#lib/ingest/matched-spend.ts";
import { readChanges, type Change } from "#lib/ingest/reconcile.ts";
import { readRuns, type RunRow } from "#lib/ingest/runs.ts";
import { isMoving } from "#lib/ingest/stream-look.ts";
import { readConnections, type ConnectionStatus, type Stores } from "#lib/ingest/status.ts";
import { listStores, type Store } from "#lib/stores/stores.ts";
import { throughOf } from "./sentence.ts";

/** Days of the map, and of the matched spend: four whole weeks. */
const heatDays = 60;
const matchedDays = 28;

export interface Everything {
  connections: ConnectionStatus[];
  today: Day;
  heat: Heat;
  runs: RunRow[];
  changes: Change[];
  /** The day that changes were asked about; null: all. */
  asked: Day | null;
  /** A run is under way or due now: the page reads itself again. */
  isMoving: boolean;
  matched: { store: Store; health: MatchedSpend; days: Days }[];
}

/** `day` is the address's wish to see the changes of one day; what is no day is ignored. */
export async function readEverything(stores: Stores, day: string | undefined): Promise<Everything> {
  const db = database();
  const at = now();
  const connections = await readConnections(db, stores, at);
  const known = (await listStores(db)).filter((store) => connections.some((one) => one.storeId === store.id));
  const today = known.map((store) => dayAt(at, store.zone)).sort().at(-1) ?? dayAt(at, "UTC");
  const asked = day && isDay(day) ? day : null;
  const [heat, runs, changes, ...matched] = await Promise.all([
    readHeat(db, connections, addDays(today, -1), heatDays),
    readRuns(db, stores, { notable: true, limit: 10 }),
    readChanges(db, stores, asked ? { day: asked, limit: 50 } : { limit: 10 }),
    ...known.map(async (store) => {
      const through = throughOf(connections.filter((one) => one.storeId === store.id && (one.role === "ads" || one.role === "web"))) ?? addDays(today, -1);
      const days = { from: addDays(through, 1 - matchedDays), through };
      const health = await readMatchedSpend(db, store, days);
      return health ? [{ store, health, days }] : [];
    }),
  ]);
  return { connections, today, heat, runs, changes, asked, isMoving: connections.some((one) => isMoving(one, at)), matched: matched.flat() };
}
