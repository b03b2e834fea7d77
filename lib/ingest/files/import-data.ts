// A hand-made export into the store: read, held against what connections tell, written day by day through the
// engine's own writers, journalled as a run. One transaction; a rehearsal does all of it and keeps nothing.
import type pg from "pg";
import { judge } from "#lib/channels/own-rules.ts";
import { addDays, dayAt, daysIn, now as clock, type Day } from "#lib/core/day.ts";
import type { DecimalMark } from "#lib/core/decimal.ts";
import { AppError } from "#lib/core/errors.ts";
import type { DateOrder } from "#lib/core/when.ts";
import type { ProductCost } from "#lib/facts/cost.ts";
import { Dims } from "#lib/facts/dims.ts";
import { fault } from "#lib/imports/faults.ts";
import { withImportLock } from "#lib/imports/lock.ts";
import { refreshOrLater } from "#lib/imports/run.ts";
import type { Bytes } from "#lib/imports/unpack.ts";
import type { Host } from "#lib/ingest/context.ts";
import { Gathered } from "#lib/ingest/days.ts";
import { coveredBy } from "#lib/ingest/files/covered.ts";
import { kindOfRead, stretchesOf, type FileKind, type FileKindId } from "#lib/ingest/files/kinds.ts";
import { noteFile } from "#lib/ingest/files/note-file.ts";
import { readDataFile } from "#lib/ingest/files/read-table.ts";
import { summarise, type DataSummary, type Part } from "#lib/ingest/files/summary.ts";
import { closeRun, keepRejects, noteRun, openRun, type Problem } from "#lib/ingest/journal.ts";
import { writeDays, type Target } from "#lib/ingest/write-days.ts";
import { writeDims, type Classify } from "#lib/ingest/write-dims.ts";
import { dirtyStatement } from "#lib/refresh/refresh.ts";
import type { FileRead } from "#lib/sources/files/preset.ts";
import type { Rejected } from "#lib/sources/source.ts";
import { readStore } from "#lib/stores/stores.ts";
import { catchUp } from "#lib/traffic/apply.ts";
import { readRules } from "#lib/traffic/rules.ts";

export interface DataFile {
  storeId: number;
  name: string;
  bytes(): Bytes;
  /** What a person says it is; else its captions tell. */
  kind?: FileKindId;
  /** Of amounts in a file that names no currency; the store's where nothing is said. */
  currency?: string;
  mark?: DecimalMark;
  dateOrder?: DateOrder;
  isDry?: boolean;
}

/** The account that rows of files are kept under: no export names its own. */
const accountId = "file";
/** Where the calendar of the figures begins. */
const firstDay = "1995-01-01";

/**
 * Replaces each day that the file tells; the same file again changes nothing. Days that a connection of the same
 * account tells are left out and named. Throws an AppError that says what to do: for a file that can't be read, one
 * of which no line can, one whose every day a connection tells, and imports.busy.
 */
export async function importData(host: Host, file: DataFile): Promise<DataSummary> {
  const store = await readStore(host.db, file.storeId);
  const now = clock();
  const reads = await readDataFile(file.bytes(), { accountId, currency: file.currency ?? store.currency, today: dayAt(now, store.zone), mark: file.mark, dateOrder: file.dateOrder }, file.kind);
  const kind = kindOfRead(reads[0]!);
  if (file.kind && kind.id !== file.kind) throw new AppError("invalid", "files.other_kind", `This file is ${kind.preset.label}.`, { kind: kind.preset.label });
  const rules = await readRules(host.db);
  const writing: Writing = { kind, storeId: file.storeId, today: dayAt(now, store.zone), now, classify: judge(rules.set) };
  const { connectionId, parts } = await withImportLock(host, file.storeId, (client) => kept(client, file.isDry ?? false, async () => {
    const id = await openConnection(client, writing, file.name);
    const done: Part[] = [];
    for (const read of reads) done.push(read.fact === null ? await writeCosts(client, writing, id, read) : await writePart(client, writing, id, read));
    await noteFile(client, { ...writing, connectionId: id });
    return { connectionId: id, parts: done };
  }));
  if (file.isDry) return summarise(kind, null, parts, true, false);
  await catchUp(host.db, file.storeId, rules.version);
  return summarise(kind, connectionId, parts, false, (await refreshOrLater(host, file.storeId)) === "later");
}

interface Writing { kind: FileKind; storeId: number; today: Day; now: Date; classify: Classify }

async function kept<T>(client: pg.ClientBase, isDry: boolean, work: () => Promise<T>): Promise<T> {
  await client.query("begin");
  try {
    const result = await work();
    await client.query(isDry ? "rollback" : "commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  }
}

/** The connection of this kind of file, made when it is the first; paused, since there is nobody to ask. */
async function openConnection(client: pg.ClientBase, { kind, storeId, now }: Writing, fileName: string): Promise<number> {
  const { rows: [row] } = await client.query<{ id: number }>(
    `insert into ingest.connection (store_id, source, name, settings, state, created_at, updated_at) values ($1, $2, $3, $4, 'paused', $5, $5)
     on conflict (store_id, source, name) do update set settings = excluded.settings, updated_at = excluded.updated_at returning connection_id as id`,
    [storeId, kind.source, kind.preset.label, JSON.stringify({ file: fileName.slice(0, 200) }), now]);
  const lock = await client.query<{ ok: boolean }>("select pg_try_advisory_xact_lock(hashtext('storecast.ingest'), $1) as ok", [row!.id]);
  if (!lock.rows[0]!.ok) throw fault("imports.busy");
  return row!.id;
}

async function writePart(client: pg.ClientBase, writing: Writing, connectionId: number, read: FileRead): Promise<Part> {
  const { kind, storeId, today, now } = writing;
  const fact = read.fact!;
  const stream = kind.streams[read.preset]!.name;
  const isKnown = (row: { day: Day }) => row.day >= firstDay && row.day <= today;
  const good = (read.rows as { day: Day }[]).filter(isKnown);
  const strange = (read.rows as { day: Day }[]).filter((row) => !isKnown(row)).map((row) => ({ path: "day", reason: row.day > today ? `${row.day} lies in the future` : `${row.day} lies before ${firstDay}`, sample: row.day }));
  const rejects: Rejected[] = [...read.rejects, ...strange];
  if (good.length === 0) throw nothingRead(read, rejects);
  const days = good.map((row) => row.day).sort();
  const span = { from: days[0]!, to: addDays(days.at(-1)!, 1) };
  const covered = await coveredBy(client, { storeId, connectionId, kind, stream, fact }, good, span);
  const rows = good.filter((row) => !covered.has(row));
  const leftOut = [...new Set(good.filter((row) => covered.has(row)).map((row) => row.day))].sort();
  if (rows.length === 0) throw new AppError("conflict", "files.all_covered", `Another source tells every day of this file already (${span.from} to ${days.at(-1)}). Nothing was changed.`, { from: span.from, to: days.at(-1)! });
  const told = new Set(rows.map((row) => row.day));
  // A day without a line had nothing, unless the line is one that could not be read.
  const wanted = daysIn(span.from, span.to).filter((day) => !covered.days.has(day) && (told.has(day) || (rejects.length === 0 && !leftOut.includes(day))));
  const runId = await openRun(client, { connectionId, stream, reason: "manual", from: span.from, to: span.to, now });
  const target: Target = { storeId, connectionId, stream, runId, now };
  const standing = await client.query<{ day: Day }>("select day::text as day from ingest.source_day where connection_id = $1 and stream = $2 and day = any($3::date[]) and row_count > 0", [connectionId, stream, wanted]);
  const dims = new Dims();
  const changed = new Set<Day>();
  const named = new Set<Day>();
  let written = 0;
  for (const stretch of stretchesOf(wanted)) {
    const gathered = new Gathered(fact, stretch, dims);
    for (const row of rows) gathered.add(row);
    // The file's total is of all its lines; only for one day is it a day's.
    if (read.told !== null && rejects.length === 0 && wanted.length === 1 && leftOut.length === 0) gathered.told.set(stretch.from, read.told);
    for (const day of await writeDims(client, storeId, connectionId, dims, writing.classify)) named.add(day);
    const done = await writeDays(client, target, fact, gathered, true);
    for (const day of done.changedDays) changed.add(day);
    written += done.rows;
  }
  const moved = [...new Set([...named, ...changed])].sort();
  if (moved.length > 0) {
    const dirty = dirtyStatement(storeId, moved, kind.source);
    await client.query(dirty.sql, dirty.parameters);
  }
  await journal(client, runId, rejects, { read: read.read, written, days: changed.size }, now);
  const replaced = standing.rows.filter((row) => changed.has(row.day)).map((row) => row.day);
  return { preset: read.preset, runId, read: read.read, rows, rejects, written, days: wanted, changed: [...changed], replaced, leftOut, told: read.told };
}

/** Costs hold from a day on: each is told anew, none goes because a later file leaves it out. */
async function writeCosts(client: pg.ClientBase, writing: Writing, connectionId: number, read: FileRead): Promise<Part> {
  const { storeId, now } = writing;
  const rows = read.rows as ProductCost[];
  if (rows.length === 0) throw nothingRead(read, read.rejects);
  const runId = await openRun(client, { connectionId, stream: "costs", reason: "manual", from: null, to: null, now });
  const done = await client.query(
    `insert into fact.product_cost as known (store_id, product_id, from_day, cost, currency)
     select $1::int, * from unnest($2::text[], $3::date[], $4::numeric[], $5::text[])
     on conflict (store_id, product_id, from_day) do update set cost = excluded.cost, currency = excluded.currency
     where (known.cost, known.currency) is distinct from (excluded.cost, excluded.currency)`,
    [storeId, rows.map((row) => row.productId), rows.map((row) => row.fromDay), rows.map((row) => row.cost), rows.map((row) => row.currency)]);
  await journal(client, runId, read.rejects, { read: read.read, written: done.rowCount ?? 0, days: 0 }, now);
  return { preset: read.preset, runId, read: read.read, rows: [], rejects: read.rejects, written: done.rowCount ?? 0, days: [], changed: [], replaced: [], leftOut: [], told: null, products: new Set(rows.map((row) => row.productId)).size };
}

function nothingRead(read: FileRead, rejects: readonly Rejected[]): AppError {
  const first = rejects[0];
  return first ? fault("imports.all_rejected", { count: read.read, first: `${first.path}: ${first.reason}` }) : new AppError("invalid", "files.no_lines", "The file has its columns but no line below them. Choose a longer span of days in the export.");
}

async function journal(client: pg.ClientBase, runId: string, rejects: readonly Rejected[], { read, written, days }: { read: number; written: number; days: number }, now: Date): Promise<void> {
  await keepRejects(client, runId, rejects, 0);
  await noteRun(client, runId, { requests: 0, read, written, rejected: rejects.length, daysChanged: days, drift: {} });
  const problem: Problem | null = rejects.length > 0 ? { kind: "rejects", message: `${rejects.length} of ${read} rows could not be read and were left out.` } : null;
  await closeRun(client, runId, problem ? "partial" : "done", problem, now);
}
