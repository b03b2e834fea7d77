// How far each kind of data goes, per store: what lies outside is unknown, not zero.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, type Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import type { Role } from "#lib/metrics/marts.ts";

/** What one store's data of one kind covers. */
export interface Stretch {
  storeId: number;
  role: Role;
  firstDay: Day;
  completeThrough: Day;
  /** Days after it may still be restated by the source; null: nothing moves any more. */
  settledThrough: Day | null;
  /** Days after a day at which its figures are there at the earliest. */
  lag: number;
  /** While an account still brings in its history: the day down to which it has come. Days before are unknown. */
  filledFrom: Day | null;
  parts: Period[];
}

interface Row { store_id: number; role: Role; source: string; is_connection: boolean; is_occasional: boolean; from_day: Day; through_day: Day; settled_through: Day | null; lag: number; is_filling: boolean }

/**
 * The stretches of these stores. Orders: everything that told some days counts, since file and connection tell
 * the same orders. Other kinds are added up over accounts, so they are complete only as far as the account
 * that lags most, and only from where those that still bring in their history have come to; a paused one is waited for no longer, and a file only where nothing is connected.
 */
export async function readCoverage(db: Database): Promise<Stretch[]> {
  const found = await sql<Row>`
    select k.store_id, k.role, k.source, k.source like '%:%' as is_connection, k.source like 'spend-file#%' as is_occasional, k.from_day, k.through_day, k.settled_through, k.lag, k.is_filling
    from ingest.coverage k
    left join ingest.connection c on c.connection_id = substring(k.source from ':([0-9]+)$')::int and c.state = 'paused'
    where k.through_day >= k.from_day and (c.connection_id is null or k.role = 'orders')
    order by k.store_id, k.role, k.from_day`.execute(db);
  const groups = new Map<string, Row[]>();
  for (const row of found.rows) groups.set(`${row.store_id} ${row.role}`, [...(groups.get(`${row.store_id} ${row.role}`) ?? []), row]);
  return [...groups.values()].map(stretchOf);
}

function stretchOf(rows: Row[]): Stretch {
  const { store_id: storeId, role } = rows[0]!;
  const ends = new Map<string, Day>();
  const isLed = role !== "orders" && rows.some((row) => row.is_connection);
  // A table of anybody's spend tells nothing of what other accounts' days hold.
  const isTold = rows.some((row) => !row.is_connection && !row.is_occasional);
  for (const row of rows) if (isLed ? row.is_connection : !isTold || !row.is_occasional) ends.set(row.source, latest(ends.get(row.source), row.through_day));
  const all = [...ends.values()].sort();
  const completeThrough = role === "orders" ? all.at(-1)! : all[0]!;
  const filledFrom = rows.filter((row) => row.is_filling).map((row) => row.from_day).sort().at(-1) ?? null;
  const floor = isLed && filledFrom !== null ? filledFrom : rows[0]!.from_day;
  const parts = rows.map((row) => ({ from: latest(floor, row.from_day), to: addDays(row.through_day < completeThrough ? row.through_day : completeThrough, 1) })).filter((part) => part.from < part.to);
  const settled = rows.flatMap((row) => row.settled_through ?? []).sort()[0] ?? null;
  return { storeId, role, firstDay: parts[0]?.from ?? completeThrough, completeThrough, settledThrough: settled !== null && settled < completeThrough ? settled : null, lag: Math.max(...rows.map((row) => row.lag)), filledFrom, parts };
}

function latest(one: Day | undefined, other: Day): Day {
  return one !== undefined && one > other ? one : other;
}

/** Whether any of the stores knows some day of a window for this kind of data. */
export function isTouched(coverage: readonly Stretch[], role: Role, window: Period): boolean {
  return coverage.some((stretch) => stretch.role === role && stretch.parts.some((part) => window.from < part.to && window.to > part.from));
}

/**
 * Whether figures of several kinds may be set against each other over a window: each kind is there, and each
 * store that has it knows every day of the window up to the newest day that any of the kinds has.
 */
export function isWhole(coverage: readonly Stretch[], needed: readonly Role[], window: Period): boolean {
  const own = coverage.filter((stretch) => needed.includes(stretch.role));
  if (needed.some((role) => !own.some((stretch) => stretch.role === role))) return false;
  const newest = addDays(own.map((stretch) => stretch.completeThrough).sort().at(-1)!, 1);
  const to = window.to < newest ? window.to : newest;
  return window.from < to && own.every((stretch) => covers(stretch.parts, window.from, to));
}

/** `parts` are in order of their first days and may overlap. */
function covers(parts: readonly Period[], from: Day, to: Day): boolean {
  let reached = from;
  for (const part of parts) if (part.from <= reached && part.to > reached) reached = part.to;
  return reached >= to;
}
