// What the page of one connection shows.
import { notFound } from "next/navigation";
import type { Actor } from "#lib/access/actor.ts";
import { addDays, dayAt, now, type Day } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { listConnections, type ConnectionView } from "#lib/ingest/connections.ts";
import { readChanges, readComparedDays, readComparisons, type Change, type ComparedDay, type Comparison } from "#lib/ingest/reconcile.ts";
import { readRuns, type RunRow } from "#lib/ingest/runs.ts";
import { readConnections, type ConnectionStatus } from "#lib/ingest/status.ts";
import { isMoving } from "#lib/ingest/stream-look.ts";
import { sources } from "#lib/sources/registry.ts";
import type { Source } from "#lib/sources/source.ts";

/** Days that are compared, runs that are listed on a page. */
export const comparedDays = 90;
const listedRuns = 20;

export interface OneConnection {
  one: ConnectionStatus;
  isMoving: boolean;
  view: ConnectionView;
  source: Source | null;
  today: Day;
  runs: RunRow[];
  /** Where older runs go on; null: these are all. */
  olderRuns: string | null;
  changes: Change[];
  comparisons: Comparison[];
  shown: string | null;
  days: ComparedDay[];
}

/** `stream` is the one whose days are shown, `before` where the list of runs goes on. A connection of another store is a page that isn't there. */
export async function readOne(actor: Actor, id: string, { stream, before }: { stream?: string; before?: string }): Promise<OneConnection> {
  if (!/^[1-9]\d{0,8}$/.test(id)) notFound();
  const db = database();
  const at = now();
  const [one] = await readConnections(db, actor.stores, at, Number(id));
  if (!one) notFound();
  const view = (await listConnections(db, [one.storeId])).find((each) => each.id === one.id);
  if (!view) notFound();
  const today = dayAt(at, one.account?.zone ?? "UTC");
  const placeOf = (name: string) => one.streams.findIndex((each) => each.name === name);
  const comparisons = (await readComparisons(db, [one.id], addDays(today, -comparedDays))).sort((a, b) => placeOf(a.stream) - placeOf(b.stream));
  const shown = one.streams.find((each) => each.name === stream)?.name ?? comparisons[0]?.stream ?? one.streams[0]?.name ?? null;
  const [runs, changes, days] = await Promise.all([
    readRuns(db, actor.stores, { connectionId: one.id, limit: listedRuns + 1, ...(before && /^[1-9]\d{0,17}$/.test(before) ? { before } : {}) }),
    readChanges(db, actor.stores, { connectionId: one.id, limit: 15 }),
    shown ? readComparedDays(db, one.id, shown, comparedDays) : [],
  ]);
  return {
    one, view, isMoving: isMoving(one, at), source: sources.find((each) => each.name === one.source) ?? null, today, changes, comparisons, shown, days,
    runs: runs.slice(0, listedRuns), olderRuns: runs.length > listedRuns ? runs[listedRuns - 1]!.id : null,
  };
}
