// Which stores are the demo's, and how far it is filled, for the notes on the pages.
import type { Database } from "#db/client.ts";
import type { Day } from "#lib/core/day.ts";
import { readConnections, type Stores } from "#lib/ingest/status.ts";

/** Stores that hold simulated data. */
export async function demoStores(db: Database): Promise<number[]> {
  const rows = await db.selectFrom("ingest.connection").select("store_id").distinct().where("is_demo", "=", true).orderBy("store_id").execute();
  return rows.map((row) => row.store_id);
}

export interface DemoProgress {
  /** Sources with all of their history, of all that the demo has. */
  ready: number;
  total: number;
  /** The first day that every source has; null while one has nothing. */
  back: Day | null;
}

/** While the demo is being filled; null when there is none, or it is whole, or it can't go on by itself. */
export async function readDemoProgress(db: Database, stores: Stores, now: Date): Promise<DemoProgress | null> {
  const demo = (await demoStores(db)).filter((id) => stores === "all" || stores.includes(id));
  if (demo.length === 0) return null;
  const connections = (await readConnections(db, demo, now)).filter((one) => one.isDemo);
  const isReady = (one: (typeof connections)[number]) => one.progress >= 1 && one.completeThrough !== null;
  const open = connections.filter((one) => !isReady(one));
  if (!open.some((one) => one.look === "loading" || one.look === "waiting")) return null;
  const since = connections.map((one) => one.since);
  return { ready: connections.length - open.length, total: connections.length, back: since.includes(null) ? null : since.sort().at(-1)! };
}
