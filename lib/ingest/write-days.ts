// One chunk of a report into its fact table, in the caller's transaction: days that are told as they stand cost
// nothing, days that differ are deleted and written whole, so that rows which vanished at the source vanish here.
import type pg from "pg";
import type { Day } from "#lib/core/day.ts";
import type { Fact } from "#lib/facts/fact.ts";
import { copyInto } from "#lib/imports/copy-into.ts";
import type { Gathered, GatheredDay } from "#lib/ingest/days.ts";

export interface Target {
  storeId: number;
  connectionId: number;
  stream: string;
  runId: string;
  now: Date;
}

export interface Written {
  changedDays: Day[];
  rows: number;
  /** Days that are told empty in a way that can't be trusted: left as they stand. */
  keptDays: Day[];
}

interface Standing { day: Day; row_count: number; fingerprint: string; ours: string; told: string | null; flags: string[] }

/** What an answer changes of what stands. */
export interface Compared {
  /** Days that are believed, and those of them that differ. */
  trusted: GatheredDay[];
  changed: GatheredDay[];
  keptDays: Day[];
  standing: Map<Day, Standing>;
}

/** compareDays and replaceDays in one. */
export async function writeDays(client: pg.ClientBase, target: Target, fact: Fact, gathered: Gathered, mayEmpty = false, keepsEmpty = false): Promise<Written> {
  return replaceDays(client, target, fact, gathered, await compareDays(client, target, gathered, mayEmpty, keepsEmpty));
}

/**
 * Finds what differs. An answer that empties days which had rows is not believed when the day carries a
 * flag, or when the whole window is empty, unless `mayEmpty`, and never where the source counts something on a day
 * of a window without rows: those days are returned in keptDays. With
 * `keepsEmpty` such days stand without a word.
 */
export async function compareDays(client: pg.ClientBase, target: Target, gathered: Gathered, mayEmpty = false, keepsEmpty = false): Promise<Compared> {
  const all = gathered.all();
  const standing = new Map((await client.query<Standing>(
    `select day::text as day, row_count, fingerprint, ours::text as ours, told::text as told, flags from ingest.source_day
     where connection_id = $1 and stream = $2 and day >= $3 and day <= $4`,
    [target.connectionId, target.stream, all[0]!.day, all.at(-1)!.day])).rows.map((row) => [row.day, row]));
  const days = keepsEmpty ? all.filter(({ day, lines }) => lines.length > 0 || (standing.get(day)?.row_count ?? 0) === 0) : all;
  const isAllEmpty = days.every(({ lines }) => lines.length === 0);
  // No row of the whole window, while the source itself counts something on its days and gives no reason to withhold it.
  const isHollow = (day: Day): boolean => isAllEmpty && Number(gathered.told.get(day) ?? 0) !== 0 && flagsOf(gathered, day).every((flag) => flag === "not_final");
  const isDoubtful = ({ day, lines }: GatheredDay): boolean => isHollow(day) ||
    !mayEmpty && lines.length === 0 && (standing.get(day)?.row_count ?? 0) > 0 && (isAllEmpty || (gathered.flags.get(day)?.size ?? 0) > 0);
  const keptDays = days.filter(isDoubtful).map(({ day }) => day);
  const trusted = days.filter((day) => !isDoubtful(day));
  // A day that had nothing and is told empty moves no figure: it is only noted as known.
  const changed = trusted.filter(({ day, fingerprint, lines }) => standing.get(day)?.fingerprint !== fingerprint && (lines.length > 0 || standing.has(day)));
  return { trusted, changed, keptDays, standing };
}

/** Writes what differs, and notes what now stands. `onSent` is called at most once: when all rows have left for Postgres. */
export async function replaceDays(client: pg.ClientBase, target: Target, fact: Fact, gathered: Gathered, { trusted, changed, keptDays, standing }: Compared, onSent?: () => void): Promise<Written> {
  if (changed.length > 0) await replaceRows(client, target, fact, changed, standing, onSent);
  await noteDays(client, target, fact, gathered, trusted, changed, standing);
  return { changedDays: changed.map(({ day }) => day), rows: changed.reduce((sum, { lines }) => sum + lines.length, 0), keptDays };
}

async function replaceRows(client: pg.ClientBase, target: Target, fact: Fact, changed: GatheredDay[], standing: Map<Day, Standing>, onSent?: () => void): Promise<void> {
  const stale = changed.filter(({ day }) => (standing.get(day)?.row_count ?? 0) > 0).map(({ day }) => day);
  if (stale.length > 0) await client.query(`delete from fact.${fact.id} where store_id = $1 and day = any($2::date[]) and connection_id = $3`, [target.storeId, stale, target.connectionId]);
  if (changed.every(({ lines }) => lines.length === 0)) return;
  await copyInto(client, `fact.${fact.id} (store_id, day, connection_id${fact.columns.map((column) => `, ${column}`).join("")})`, texts(target, changed), onSent);
}

/** COPY text in pieces of about 1 MB, so that a chunk is never held twice. */
function* texts(target: Target, days: GatheredDay[]): Generator<string> {
  let text = "";
  for (const { day, lines } of days) {
    const prefix = `${target.storeId}\t${day}\t${target.connectionId}`;
    for (const line of lines) {
      text += line === "" ? `${prefix}\n` : `${prefix}\t${line}\n`;
      if (text.length > 1_000_000) {
        yield text;
        text = "";
      }
    }
  }
  if (text !== "") yield text;
}

/** What now stands for each day, and a line of history for each that stood differently. */
async function noteDays(client: pg.ClientBase, target: Target, fact: Fact, gathered: Gathered, trusted: GatheredDay[], changed: GatheredDay[], standing: Map<Day, Standing>): Promise<void> {
  const isChanged = new Set(changed.map(({ day }) => day));
  const moved = trusted.filter(({ day }) => {
    const before = standing.get(day);
    return isChanged.has(day) || !before || !sameNumber(before.told, gathered.told.get(day) ?? before.told) || before.flags.join() !== flagsOf(gathered, day).join();
  });
  if (moved.length === 0) return;
  await client.query(
    `with told as (
       select * from unnest($5::date[], $6::int[], $7::text[], $8::numeric[], $9::text[]) as t (day, row_count, fingerprint, told, flags)
     ), ours as (
       select day, sum(${fact.measure}) as ours from fact.${fact.id}
       where store_id = $1 and connection_id = $2 and day = any($5::date[]) group by day
     )
     insert into ingest.source_day as known (connection_id, stream, day, run_id, fetched_at, row_count, fingerprint, ours, told, flags)
     select $2::int, $3, t.day, $4::bigint, $10::timestamptz, t.row_count, t.fingerprint, coalesce(o.ours, 0), t.told, string_to_array(t.flags, ',') from told t left join ours o on o.day = t.day
     on conflict (connection_id, stream, day) do update set run_id = excluded.run_id, fetched_at = excluded.fetched_at, row_count = excluded.row_count,
       fingerprint = excluded.fingerprint, ours = excluded.ours, told = coalesce(excluded.told, known.told), flags = excluded.flags`,
    [target.storeId, target.connectionId, target.stream, target.runId, moved.map(({ day }) => day), moved.map(({ lines }) => lines.length), moved.map(({ fingerprint }) => fingerprint),
      moved.map(({ day }) => gathered.told.get(day) ?? null), moved.map(({ day }) => flagsOf(gathered, day).join(",")), target.now]);
  const restated = changed.filter(({ day }) => standing.has(day));
  if (restated.length === 0) return;
  const before = restated.map(({ day }) => standing.get(day)!);
  await client.query(
    `insert into ingest.source_day_change (connection_id, stream, day, run_id, changed_at, rows_before, rows_after, ours_before, ours_after)
     select d.connection_id, d.stream, d.day, $3::bigint, $4::timestamptz, b.row_count, d.row_count, b.ours, d.ours
     from unnest($5::date[], $6::int[], $7::numeric[]) as b (day, row_count, ours)
     join ingest.source_day d on d.connection_id = $1 and d.stream = $2 and d.day = b.day
     on conflict (connection_id, stream, day, run_id) do update set rows_after = excluded.rows_after, ours_after = excluded.ours_after`,
    [target.connectionId, target.stream, target.runId, target.now, before.map(({ day }) => day), before.map((row) => row.row_count), before.map((row) => row.ours)]);
}

function flagsOf(gathered: Gathered, day: Day): string[] {
  return [...(gathered.flags.get(day) ?? [])].sort();
}

function sameNumber(one: string | null, other: string | null): boolean {
  return one === other || (one !== null && other !== null && Number(one) === Number(other));
}
