// Connections × days: what is here of each day and how sure it is. One query, whatever the number of connections.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, daysIn, type Day } from "#lib/core/day.ts";
import type { ConnectionStatus } from "#lib/ingest/status.ts";
import type { StreamStatus } from "#lib/ingest/stream-look.ts";

/** From best to worst, except that `none` (not asked for) says nothing; a day is what its worst stream is. */
export const cellLooks = ["none", "complete", "empty", "settling", "flagged", "waiting", "missing", "failed"] as const;
export type CellLook = (typeof cellLooks)[number];

export interface HeatRow { connectionId: number; cells: CellLook[] }
export interface Heat { days: Day[]; rows: HeatRow[] }

/** Flags that say "not counted to the end yet": settling, not faulty. */
const unfinished = new Set(["not_final"]);

interface Told { connection_id: number; stream: string; day: Day; row_count: number; flags: string[] }

/** The last `count` days up to `through`. */
export async function readHeat(db: Database, connections: readonly ConnectionStatus[], through: Day, count: number): Promise<Heat> {
  const from = addDays(through, 1 - count);
  const days = daysIn(from, addDays(through, 1));
  const { rows } = await sql<Told>`
    select connection_id, stream, day, row_count, flags from ingest.source_day
    where connection_id = any(${connections.map((one) => one.id)}::int[]) and day >= ${from}::date and day <= ${through}::date`.execute(db);
  const told = new Map(rows.map((row) => [`${row.connection_id} ${row.stream} ${row.day}`, row]));
  return {
    days,
    rows: connections.map((connection) => ({
      connectionId: connection.id,
      cells: days.map((day) => worst(connection.streams.map((stream) => cellOf(stream, connection, day, told.get(`${connection.id} ${stream.name} ${day}`))))),
    })),
  };
}

/** Days without a row of a stream are empty where it knows them: a shop without an order writes none. */
export function cellOf(stream: StreamStatus, { state, look }: Pick<ConnectionStatus, "state" | "look">, day: Day, told: Pick<Told, "row_count" | "flags"> | undefined): CellLook {
  const { doneFrom, completeThrough } = stream;
  const isStuck = stream.look === "failing" || look === "stopped";
  // Nobody owes the days that a file doesn't hold.
  if (look === "file") return told === undefined ? "none" : told.row_count === 0 ? "empty" : "complete";
  if (day < stream.historyFrom || (day > stream.expectedThrough && (completeThrough === null || day > completeThrough))) return "none";
  if (doneFrom === null || day < doneFrom) return isStuck ? "failed" : state === "active" ? "waiting" : "missing";
  if (completeThrough === null || day > completeThrough) return isStuck ? "failed" : "missing";
  if (told?.flags.some((flag) => !unfinished.has(flag))) return "flagged";
  if (day > (stream.settledThrough ?? day) || told?.flags.some((flag) => unfinished.has(flag))) return "settling";
  // Rates keep no book of their days: what is loaded is there.
  return (told?.row_count ?? 0) === 0 && stream.mode !== "rates" ? "empty" : "complete";
}

/** The worst of a day's streams; rows of one make up for another's empty day, since reports differ in what they hold. */
export function worst(looks: readonly CellLook[]): CellLook {
  const known = looks.filter((look) => look !== "none");
  if (known.length === 0) return "none";
  const bad = known.reduce((one, other) => (cellLooks.indexOf(other) > cellLooks.indexOf(one) ? other : one));
  return bad === "empty" && known.includes("complete") ? "complete" : bad;
}
