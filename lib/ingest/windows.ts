// Which days a stream asks for next. Pure: days in, half-open windows out, in the order to fetch them.
import { addDays, daysBetween, type Day } from "#lib/core/day.ts";

/** What of a stream's declaration decides its windows. */
export interface WindowRules {
  mode: "replace" | "upsert" | "rates";
  /** How far back the vendor's history goes, in days. */
  history: number;
  /** Most days of one window. */
  chunk: number;
  /** The newest day worth asking for is today − lag; upsert streams have none. */
  lag?: number;
  /** Days before the newest that are read again. */
  restates: { nightly?: number; weekly: number };
  overlapMinutes?: number;
}

/** What stands. Days of [doneFrom, doneTo) are loaded without a gap and were over when they were read. */
export interface Progress {
  doneFrom: Day | null;
  doneTo: Day | null;
  /** Earlier days are not wanted, whatever the vendor has. */
  historyFrom?: Day | null;
  /** Upsert: the newest change that was stored, an instant. */
  watermark?: string | null;
  /** Its day in the store's zone. */
  watermarkDay?: Day | null;
}

export type WindowReason = "first" | "poll" | "recent" | "nightly" | "weekly" | "backfill";

export interface Window {
  from: Day;
  to: Day;
  reason: WindowReason;
  /** Upsert, reason "poll": what changed at or after this instant, instead of what was placed on these days. */
  since?: string;
}

export interface When {
  /** The day of the account's (for orders: the store's) zone. */
  today: Day;
  /** Which reads are due, as lib/ingest/schedule.ts tells. */
  poll: boolean;
  nightly: boolean;
  weekly: boolean;
}

/**
 * The windows to fetch now, in order: new and restated days forward from the oldest of them, so that what is
 * done never has a gap; then the history, newest first. Each day stands in one window only. Days after
 * today − lag never come, and days before the vendor's or the wanted history neither. The watermark of an
 * upsert stream moves by "first" (to the instant at which that began) and "poll" alone: an old order that
 * changed late would carry it past changes that nobody read.
 */
export function nextWindows(rules: WindowRules, progress: Progress, when: When): Window[] {
  const { chunk } = rules;
  const end = addDays(when.today, 1 - (rules.lag ?? 0));
  const floor = floorOf(rules, progress, when.today);
  if (floor >= end) return [];
  if (progress.doneFrom === null || progress.doneTo === null) {
    const start = latest(addDays(end, -chunk), floor);
    return [{ from: start, to: end, reason: "first" }, ...backward(floor, start, chunk)];
  }
  const doneFrom = progress.doneFrom;
  const doneTo = earliest(progress.doneTo, end);
  const again = Math.max(when.weekly ? rules.restates.weekly : 0, when.nightly ? (rules.restates.nightly ?? 0) : 0);
  // What is read again lies in what is done: the rest of that stretch is history still to come.
  const againFrom = latest(addDays(end, -again), doneFrom);
  const reason = when.weekly ? "weekly" : "nightly";
  const windows: Window[] = [];
  if (rules.mode === "upsert") {
    const since = progress.watermark ? minutesBefore(progress.watermark, rules.overlapMinutes ?? 0) : undefined;
    // Changes tell of days after the watermark. Days up to it that nobody read (what stands was loaded by hand, or a first
    // load failed) are read by day, or the poll would pass over them.
    const told = since && progress.watermarkDay && progress.watermarkDay > doneTo ? earliest(addDays(progress.watermarkDay, 1), end) : doneTo;
    if (when.poll && doneTo < told) windows.push(...forward(latest(doneTo, floor), told, chunk, "recent"));
    if (when.poll) windows.push(...(since ? [{ from: told === doneTo ? doneTo : earliest(told, addDays(end, -1)), to: end, reason: "poll" as const, since }] : forward(latest(doneTo, floor), end, chunk, "recent")));
    if (again > 0) windows.push(...forward(latest(againFrom, floor), doneTo, chunk, reason));
  } else if (again > 0 || when.poll) {
    const start = latest(again > 0 ? earliest(againFrom, doneTo) : doneTo, floor);
    const stop = when.poll ? end : doneTo;
    for (const window of forward(start, stop, chunk, reason)) windows.push(window.from >= doneTo ? { ...window, reason: "recent" } : window);
  }
  if (doneFrom > floor) windows.push(...backward(floor, earliest(doneFrom, end), chunk));
  return windows;
}

/**
 * What stands after a window was stored. The day that ran while it was read is not done, so it comes again.
 * A window that doesn't touch what is done (by hand, far back) changes nothing; one beyond a hole that the
 * vendor's history no longer fills starts anew.
 */
export function progressAfter(progress: Progress, window: Pick<Window, "from" | "to">, rules: Pick<WindowRules, "history" | "lag">, today: Day): Progress {
  const to = latest(earliest(window.to, today), window.from);
  const { doneFrom, doneTo } = progress;
  if (doneFrom === null || doneTo === null) return { ...progress, doneFrom: window.from, doneTo: to };
  if (window.from <= doneTo && to >= doneFrom) return { ...progress, doneFrom: earliest(doneFrom, window.from), doneTo: latest(doneTo, to) };
  return window.from > doneTo && window.from <= floorOf(rules, progress, today) ? { ...progress, doneFrom: window.from, doneTo: to } : progress;
}

/** Days of the history that are still to come: for progress shown to people. */
export function daysToBackfill(rules: WindowRules, progress: Progress, today: Day): number {
  return Math.max(0, daysBetween(floorOf(rules, progress, today), progress.doneFrom ?? addDays(today, 1 - (rules.lag ?? 0))));
}

/** The first day that is asked for at all. */
function floorOf(rules: Pick<WindowRules, "history" | "lag">, progress: Progress, today: Day): Day {
  return latest(addDays(today, 1 - (rules.lag ?? 0) - rules.history), progress.historyFrom ?? null);
}

function forward(from: Day, to: Day, chunk: number, reason: WindowReason): Window[] {
  const windows: Window[] = [];
  for (let start = from; start < to; start = addDays(start, chunk)) windows.push({ from: start, to: earliest(addDays(start, chunk), to), reason });
  return windows;
}

/** The stretch cut from its end, newest first. */
function backward(from: Day, to: Day, chunk: number): Window[] {
  const windows: Window[] = [];
  for (let stop = to; stop > from; stop = addDays(stop, -chunk)) windows.push({ from: latest(addDays(stop, -chunk), from), to: stop, reason: "backfill" });
  return windows;
}

function latest(a: Day, b: Day | null): Day {
  return b !== null && b > a ? b : a;
}

function earliest(a: Day, b: Day): Day {
  return a < b ? a : b;
}

function minutesBefore(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) - minutes * 60_000).toISOString();
}
