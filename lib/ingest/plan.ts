// A stream's declaration, what stands of it and the clock, made into asks: glue between windows, schedule and runs. Pure.
import { dayAt, daysBetween, type Day } from "#lib/core/day.ts";
import type { Problem, Reason } from "#lib/ingest/journal.ts";
import { nextDue as dueAfter, readsDue, type Place } from "#lib/ingest/schedule.ts";
import type { StreamState } from "#lib/ingest/streams.ts";
import { nextWindows, type Window } from "#lib/ingest/windows.ts";
import type { Ask, Stream } from "#lib/sources/source.ts";

export interface Planned {
  reason: Reason;
  asks: Ask[];
}

export interface Moment extends Place {
  now: Date;
  /** A person asks: even what isn't due yet. */
  isForced: boolean;
}

/** Nothing stands yet. */
const fresh: Pick<StreamState, "doneFrom" | "doneTo" | "historyFrom" | "checkedAt" | "nightlyAt" | "weeklyAt" | "dueAt" | "failures" | "problem"> & { cursor: null } =
  { doneFrom: null, doneTo: null, historyFrom: null, checkedAt: null, nightlyAt: null, weeklyAt: null, dueAt: null, failures: 0, problem: null, cursor: null };

/** No failure waits longer: an instant further ahead was noted by a clock that has been put back. */
const longestWaitMs = 2 * 86_400_000;

/** What is due, one plan a reason in the order of fetching: recent days, second looks, then the history, newest first. */
export function planStream(stream: Stream, state: StreamState | null, moment: Moment): Planned[] {
  const standing = state ?? fresh;
  // After a failure nothing is asked before its time, history neither; where the history failed, only the history.
  const isWaiting = !moment.isForced && standing.failures > 0 && standing.dueAt !== null && standing.dueAt > moment.now && standing.dueAt.getTime() < moment.now.getTime() + longestWaitMs;
  if (isWaiting && standing.problem?.of !== "history") return [];
  const due = moment.isForced ? { poll: true, nightly: true, weekly: false } : readsDue(stream.every, standing, moment, moment.now);
  const watermark = standing.cursor?.watermark ?? null;
  const watermarkDay = watermark === null ? null : dayAt(new Date(watermark), moment.zone);
  const windows = nextWindows(stream, { ...standing, watermark, watermarkDay }, { today: dayAt(moment.now, moment.zone), ...due });
  const plans: Planned[] = [];
  for (const window of windows) {
    if (isWaiting && window.reason === "backfill") continue;
    const ask = askOf(window);
    if (plans.at(-1)?.reason === window.reason) plans.at(-1)!.asks.push(ask);
    else plans.push({ reason: window.reason, asks: [ask] });
  }
  return plans;
}

/** Days that a person asks for, in asks that the vendor takes, oldest first. */
export function planWindow(stream: Stream, window: { from: Day; to: Day }): Planned {
  const { chunk } = stream;
  const rules = { mode: "replace" as const, history: daysBetween(window.from, window.to), chunk, lag: 1, restates: { weekly: 0 } };
  const windows = nextWindows(rules, { doneFrom: window.from, doneTo: window.from }, { today: window.to, poll: true, nightly: false, weekly: false });
  return { reason: "manual", asks: windows.map(askOf) };
}

function askOf({ from, to, since }: Window): Ask {
  return { from, to, ...(since === undefined ? {} : { since }) };
}

/** When a stream is due after a run; null: not before its settings change. */
export function nextDue(stream: Stream, about: Place & { now: Date; failures: number; problem: Problem | null }): Date | null {
  const { now, failures, problem } = about;
  if (problem === null || problem.kind === "rejects" || problem.kind === "empty") return dueAfter({ kind: "done" }, stream.every, about, now);
  const until = problem.until ? new Date(problem.until) : undefined;
  // A part that is missing without the vendor's word when to go on backs off like a failure: it may fail for days.
  if (until) return dueAfter({ kind: "partial", until }, stream.every, about, now);
  const kind = problem.kind === "broken" || problem.kind === "killed" ? "vendor" : problem.kind;
  return dueAfter({ kind: "failed", fault: kind, failures }, stream.every, about, now);
}
