// Which stores' projections are to be made now. Asked by what runs beside the pages; a page can wish for one.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, dayAt, daysBetween, monthStart, type Day } from "#lib/core/day.ts";
import { readCoverage } from "#lib/metrics/coverage.ts";
import { listStores, type Store } from "#lib/stores/stores.ts";

/** Carries a store's number, sent by whoever wants its projection made anew. */
export const projectChannel = "storecast_project";

export async function askProjection(db: Database, storeId: number): Promise<void> {
  await sql`select pg_notify(${projectChannel}, ${String(storeId)})`.execute(db);
}

/** A store's figures stand still before they are projected: nothing is dirty, and no history is being read. */
const quietMinutes = 2;
/** Months back for which backcasts are made, so that there are grades from the first day on. */
const backcastMonths = 6;
/** Fewer days than this before a backcast's day, and it is left out. */
const fewestDays = 120;

export interface Due {
  store: Store;
  /** first: there is none. news: days came in at once, as with a file. night: a day is over, and what came later of it is in. */
  reason: "first" | "news" | "night";
}

/** Ads and visits of a day are told hours after its orders. */
const nightMs = 3 * 3_600_000;

/** Stores whose projection is older than it need be, and whose figures stand still. One without news is found so when it is made. */
export async function dueStores(db: Database, now: Date): Promise<Due[]> {
  const coverage = await readCoverage(db);
  const known = await sql<{ id: number; through: Day; at: Date }>`
    select store_id as id, max(data_through) as through, max(finished_at) as at from plan.projection_run where kind = 'live' and finished_at is not null group by store_id`.execute(db);
  const busy = await busyStores(db, now);
  return (await listStores(db)).flatMap((store): Due[] => {
    const orders = coverage.find((stretch) => stretch.storeId === store.id && stretch.role === "orders");
    if (!orders || busy.has(store.id)) return [];
    const last = known.rows.find((row) => row.id === store.id);
    if (!last) return [{ store, reason: "first" }];
    if (daysBetween(last.through, orders.completeThrough) > 1) return [{ store, reason: "news" }];
    const today = dayAt(now, store.zone);
    const isMorning = dayAt(new Date(now.getTime() - nightMs), store.zone) === today;
    return isMorning && dayAt(last.at, store.zone) < today ? [{ store, reason: "night" }] : [];
  });
}

async function busyStores(db: Database, now: Date): Promise<Set<number>> {
  const since = new Date(now.getTime() - quietMinutes * 60_000);
  const found = await sql<{ id: number }>`
    select store_id as id from ingest.dirty_day group by store_id
    union select store_id from ingest.import where state = 'loading'
    union select c.store_id from ingest.run r join ingest.connection c using (connection_id)
      where c.state = 'active' and r.reason in ('first', 'backfill') and (r.state = 'running' or r.finished_at > ${since})`.execute(db);
  return new Set(found.rows.map((row) => row.id));
}

/** Ends of the last months that have history enough before them and no backcast yet, the newest first. */
export async function backcastDays(db: Database, store: Store, now: Date): Promise<Day[]> {
  const orders = (await readCoverage(db)).find((stretch) => stretch.storeId === store.id && stretch.role === "orders");
  if (!orders) return [];
  const made = await sql<{ asOf: Day }>`select as_of as "asOf" from plan.projection_run where store_id = ${store.id} and kind = 'backcast' and finished_at is not null`.execute(db);
  const days: Day[] = [];
  const today = dayAt(now, store.zone);
  const newest = orders.completeThrough < today ? orders.completeThrough : today;
  for (let end = addDays(monthStart(newest), -1); days.length < backcastMonths && end >= addDays(orders.firstDay, fewestDays); end = addDays(monthStart(end), -1)) days.push(end);
  return days.filter((day) => !made.rows.some((row) => row.asOf === day));
}
