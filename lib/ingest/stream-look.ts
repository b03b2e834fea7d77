// How one stream stands, from what is stored of it and the clock. Pure.
import { addDays, dayAt, daysBetween, type Day } from "#lib/core/day.ts";
import type { Problem } from "#lib/ingest/journal.ts";
import type { Stream } from "#lib/sources/source.ts";

/** What is stored of a stream, with the run that ended last. */
export interface StreamRow {
  connectionId: number;
  stream: string;
  doneFrom: Day | null;
  doneTo: Day | null;
  historyFrom: Day | null;
  checkedAt: Date | null;
  dueAt: Date | null;
  failures: number;
  problem: Problem | null;
  ranAt: Date | null;
  isRunning: boolean;
}

/** In the order of how much they ask for attention. */
export type StreamLook = "failing" | "late" | "waiting" | "loading" | "complete";
export type ConnectionLook = "stopped" | "failing" | "late" | "waiting" | "loading" | "complete" | "paused" | "file";

export interface StreamStatus {
  name: string;
  mode: Stream["mode"];
  /** What is summed to compare with the source's own total: a column of its fact, net_sales for orders; null for rates. */
  measure: string | null;
  look: StreamLook;
  /** The last day that is here whole: it was over when it was read. */
  completeThrough: Day | null;
  /** The last day that could be here by now; the vendor's own lag is no lateness. */
  expectedThrough: Day;
  /** When the newest complete day settles; null where days are final as they come. */
  settlingUntil: Day | null;
  /** Days after this one up to completeThrough may still change. */
  settledThrough: Day | null;
  doneFrom: Day | null;
  /** The first day that will be asked for. */
  historyFrom: Day;
  /** 0 to 1. */
  progress: number;
  every: string;
  ranAt: string | null;
  isRunning: boolean;
  dueAt: string | null;
  failures: number;
  problem: Problem | null;
}

/** A closed day has this many hours to come in before it is called late. */
const graceHours = 12;

/** The first day that will be asked for: what the vendor no longer keeps isn't missing, whatever was asked for. */
export function oldestAsked(stream: Stream, row: Pick<StreamRow, "historyFrom"> | null, today: Day): Day {
  const oldest = addDays(today, 1 - stream.history - (stream.mode === "upsert" ? 0 : stream.lag));
  return row?.historyFrom && row.historyFrom > oldest ? row.historyFrom : oldest;
}

export function streamLook(stream: Stream, row: StreamRow | null, { now, zone }: { now: Date; zone: string }): StreamStatus {
  const today = dayAt(now, zone);
  const lag = stream.mode === "upsert" ? 1 : Math.max(1, stream.lag);
  const expectedThrough = addDays(dayAt(new Date(now.getTime() - graceHours * 3_600_000), zone), -lag);
  const historyFrom = oldestAsked(stream, row, today);
  const end = addDays(today, 1 - lag);
  // A measurement of the moment is whole as soon as it is taken; a day's figures when the day was over.
  const completeThrough = completeOf(row, stream.mode !== "upsert" && stream.lag === 0 ? addDays(today, 1) : today, today, zone);
  const nightly = stream.mode === "upsert" ? 0 : stream.restates.nightly;
  const doneFrom = row?.doneFrom ?? null;
  const days = Math.max(1, daysBetween(historyFrom, end));
  const progress = completeThrough === null || doneFrom === null ? 0 : Math.max(0, Math.min(1, 1 - Math.max(0, daysBetween(historyFrom, doneFrom)) / days));
  return {
    name: stream.name, mode: stream.mode, measure: stream.mode === "replace" ? stream.fact.measure : stream.mode === "upsert" ? "net_sales" : null, look: lookNow(), completeThrough, expectedThrough,
    settlingUntil: completeThrough !== null && nightly > lag ? addDays(completeThrough, nightly) : null,
    settledThrough: completeThrough === null ? null : nightly > lag ? addDays(today, -nightly - 1) < completeThrough ? addDays(today, -nightly - 1) : completeThrough : completeThrough,
    doneFrom, historyFrom, progress, every: stream.every,
    ranAt: row?.ranAt?.toISOString() ?? null, isRunning: row?.isRunning ?? false, dueAt: row?.dueAt?.toISOString() ?? null, failures: row?.failures ?? 0, problem: row?.problem ?? null,
  };

  function lookNow(): StreamLook {
    if (row !== null && row.failures > 0) return "failing";
    if (completeThrough === null) return "waiting";
    if (completeThrough < expectedThrough) return "late";
    return progress < 1 ? "loading" : "complete";
  }
}

/** The last day before done_to that was over when the stream was last read whole; days from `open` on never are. */
function completeOf(row: StreamRow | null, open: Day, today: Day, zone: string): Day | null {
  if (!row?.doneTo || !row.doneFrom) return null;
  const ahead = daysBetween(today, open);
  const last = [addDays(row.doneTo, -1), addDays(open, -1), ...(row.checkedAt ? [addDays(dayAt(row.checkedAt, zone), ahead - 1)] : [])].sort()[0]!;
  return last >= row.doneFrom ? last : null;
}

/** True while a run is under way, or due and about to begin. */
export function isMoving({ state, streams }: { state: "active" | "paused" | "stopped"; streams: readonly StreamStatus[] }, now: Date): boolean {
  return state === "active" && streams.some((one) => one.isRunning || one.dueAt === null || Date.parse(one.dueAt) <= now.getTime());
}

/** The connection is what its worst stream is; what a person stopped is what they stopped. */
export function lookOf(state: "active" | "paused" | "stopped", streams: readonly StreamStatus[]): ConnectionLook {
  if (state !== "active") return state;
  if (streams.some((one) => one.look === "failing")) return "failing";
  if (streams.length > 0 && streams.every((one) => one.look === "waiting")) return "waiting";
  if (streams.some((one) => one.look === "waiting" || one.look === "loading")) return "loading";
  return streams.some((one) => one.look === "late") ? "late" : "complete";
}
