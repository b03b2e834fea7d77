// One chunk of a report: read whole, then stored in one transaction with the progress it makes.
import { addDays, dayAt, daysIn, type Day } from "#lib/core/day.ts";
import { Gathered } from "#lib/ingest/days.ts";
import { giveWay } from "#lib/ingest/files/give-way.ts";
import { keepRejects, noteRun, type Problem } from "#lib/ingest/journal.ts";
import { advance } from "#lib/ingest/progress.ts";
import { keepPages, packPage } from "#lib/ingest/raw-pages.ts";
import { runPartTransaction, type Running } from "#lib/ingest/run.ts";
import { readRemembered, remember, SameAnswer, type Answered, type Remembered } from "#lib/ingest/same-answer.ts";
import { compareDays, replaceDays } from "#lib/ingest/write-days.ts";
import { writeDims } from "#lib/ingest/write-dims.ts";
import { dirtyStatement } from "#lib/refresh/refresh.ts";
import type { DayRow } from "#lib/facts/fact.ts";
import type { Ask, Batch, Context, Rejected, ReportStream } from "#lib/sources/source.ts";

/** All that a source says of the days of one ask. */
export interface Chunk {
  ask: Ask;
  gathered: Gathered;
  /** Vendor rows, refused ones included. */
  read: number;
  rejects: Rejected[];
  /** Its pages as they came. */
  raws: string[];
  letters: number;
  /** Drift was counted on the way. */
  isDrifting: boolean;
  answered: Answered | null;
  /** The answer came before and wasn't read: what was remembered of it. */
  same: Remembered | null;
}

/** More refused rows than this share of what was read means that the payload isn't what we think: nothing of the chunk is stored. */
const mostRejected = 0.01;

/** Asks for a chunk, all its pages. Touches no database: the chunk before it may still be on its way there. */
export async function readChunk(running: Running, stream: ReportStream, ask: Ask): Promise<Chunk> {
  const { watch } = running;
  const remembered = running.remembered.find((one) => one.from === ask.from && one.to === ask.to) ?? null;
  watch?.begin(ask, remembered);
  const chunk: Chunk = { ask, gathered: new Gathered(stream.fact, ask, running.dims), read: 0, rejects: [], raws: [], letters: 0, isDrifting: false, answered: null, same: null };
  const context: Context = { ...running.context, drift: (path) => { chunk.isDrifting = true; running.context.drift(path); } };
  try {
    await gather(chunk, stream.read(context, ask));
    chunk.answered = watch?.told ?? null;
  } catch (error) {
    if (!(error instanceof SameAnswer)) throw error;
    chunk.same = remembered;
  }
  return chunk;
}

async function gather(chunk: Chunk, batches: AsyncIterable<Batch<DayRow>>): Promise<void> {
  const { gathered } = chunk;
  for await (const batch of batches) {
    chunk.read += batch.read;
    chunk.letters += batch.raw.length;
    chunk.rejects.push(...batch.rejects);
    chunk.raws.push(batch.raw);
    for (const row of batch.rows) if (!gathered.add(row)) chunk.rejects.push({ path: "day", reason: `The day ${row.day} was not asked for.`, sample: row.day });
    for (const [day, told] of Object.entries(batch.told ?? {})) gathered.told.set(day, told);
    for (const [day, flags] of Object.entries(batch.flags ?? {})) gathered.flags.set(day, new Set([...(gathered.flags.get(day) ?? []), ...flags]));
  }
}

/** Letters of a chunk's answers above which the next one waits until it is written: two of that size need not be held. */
const mostAhead = 64_000_000;

/** Stores a chunk in one transaction; `goOn` is called when the next may be read meanwhile. Returns what keeps it from being whole. */
export async function storeChunk(running: Running, stream: ReportStream, chunk: Chunk, goOn: () => void): Promise<Problem | null> {
  if (chunk.same) goOn();
  const onSent = chunk.letters < mostAhead ? goOn : undefined;
  const done = await runPartTransaction(running.client, () => (chunk.same ? storeSame(running, stream, chunk, chunk.same) : storeRead(running, stream, chunk, onSent)));
  if (done !== "moved") return done;
  // Somebody wrote these days while they were asked for: then they are read, beside the ask that is read ahead.
  running.watch?.spoil();
  return storeChunk(running, stream, await readChunk({ ...running, watch: null }, stream, chunk.ask), () => {});
}

/** Does all that storing the answer over the days that it left would do: their rows it would leave alone. */
async function storeSame(running: Running, stream: ReportStream, { ask }: Chunk, same: Remembered): Promise<Problem | null | "moved"> {
  const { client, counts, target } = running;
  if (!(await readRemembered(client, target)).some((one) => one.from === same.from && one.to === same.to && one.answer === same.answer)) return "moved";
  counts.read += same.rows;
  await finish(running, stream, ask, [], []);
  return null;
}

async function storeRead(running: Running, stream: ReportStream, chunk: Chunk, onSent?: () => void): Promise<Problem | null> {
  const { ask, gathered, read, rejects, raws } = chunk;
  const { client, counts, target } = running;
  if (gathered.duplicates > 0) counts.drift["(row told twice)"] = (counts.drift["(row told twice)"] ?? 0) + gathered.duplicates;
  await keepRejects(client, target.runId, rejects, counts.rejected);
  counts.read += read;
  counts.rejected += rejects.length;
  if (rejects.length > read * mostRejected) {
    await noteRun(client, target.runId, counts);
    return { kind: "shape", message: `${rejects.length} of ${read} rows could not be read. Nothing of ${ask.from} to ${ask.to} was stored. First: ${rejects[0]!.path}: ${rejects[0]!.reason}` };
  }
  const named = await writeDims(client, target.storeId, target.connectionId, running.dims, running.classify);
  const compared = await compareDays(client, target, gathered, running.order.mayEmpty, stream.keepsEmpty);
  if (compared.changed.length === 0) onSent?.();
  // Packed only where something changed, since most re-reads say the same, and while the rows are written.
  const pages = compared.changed.length > 0 ? Promise.all(raws.map(packPage)) : null;
  pages?.catch(() => {});
  const written = await replaceDays(client, target, stream.fact, gathered, compared, onSent);
  counts.written += written.rows;
  counts.daysChanged += written.changedDays.length;
  if (pages) await keepPages(client, target, ask, await pages);
  const { keptDays } = written;
  if (chunk.answered && keptDays.length === 0 && isPlain(chunk, running, stream)) await remember(client, target, { from: ask.from, to: ask.to, rows: read, ...chunk.answered });
  await finish(running, stream, ask, [...named, ...written.changedDays], keptDays);
  return keptDays.length === 0 ? null : { kind: "empty", message: `The source told nothing for ${keptDays.length} days that have figures (${keptDays[0]} to ${keptDays.at(-1)}). They were kept as they are.` };
}

/** Nothing came of the answer but its days' rows: no refused rows or drift to count each time, no campaigns that another answer may name otherwise. */
function isPlain({ rejects, gathered, isDrifting }: Chunk, { dims }: Running, stream: ReportStream): boolean {
  return rejects.length === 0 && gathered.duplicates === 0 && !isDrifting && !dims.isUsed && !stream.keepsEmpty;
}

/** What follows once the days of an ask stand: files give way to them, marts and progress learn of it. */
async function finish(running: Running, stream: ReportStream, ask: Ask, changedDays: readonly Day[], keptDays: readonly Day[]): Promise<void> {
  const { client, counts, target, order } = running;
  const given = await giveWay(client, target, order.source, stream.fact, daysIn(ask.from, ask.to).filter((day) => !keptDays.includes(day)));
  const dirtyDays = [...new Set([...changedDays, ...given])].sort();
  if (dirtyDays.length > 0) {
    const dirty = dirtyStatement(target.storeId, dirtyDays, order.source);
    await client.query(dirty.sql, dirty.parameters);
  }
  if (keptDays.length === 0) await advance(client, target, closedPart(running.context, stream, ask));
  await noteRun(client, target.runId, { ...counts, requests: running.context.http.requests });
}

/** The days of an ask that a plan would reach: one by hand may go on into days that nobody can know yet. */
export function closedPart({ account, store, now }: Context, stream: { lag: number; history: number }, ask: Ask): { from: Day; to: Day; floor: Day } {
  const end = addDays(dayAt(now, account.zone ?? store.zone), 1 - stream.lag);
  return { from: ask.from, to: ask.to < end ? ask.to : end, floor: addDays(end, -stream.history) };
}
