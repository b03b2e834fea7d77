// What a stream has to be asked now, and when it is due next. Pure: the clock and the stream's state are given.
import { addDays, daysBetween, dayAt, type Day } from "#lib/core/day.ts";
import type { Problem, Reason } from "#lib/ingest/journal.ts";
import type { StreamState } from "#lib/ingest/streams.ts";
import type { Ask, Stream } from "#lib/sources/source.ts";

export interface Planned {
  reason: Reason;
  asks: Ask[];
  /** Where the history ends; noted when the stream starts. */
  historyFrom?: Day;
}

export interface Moment {
  /** In the account's zone. */
  today: Day;
  now: Date;
  zone: string;
  /** A person asks: even what isn't due yet. */
  isForced: boolean;
}

/** Days [from, to) in asks of at most `chunk` days, the newest first: what people look at comes first. */
export function asksOf(window: { from: Day; to: Day }, chunk: number): Ask[] {
  const asks: Ask[] = [];
  for (let to = window.to; to > window.from; ) {
    const from = daysBetween(window.from, to) > chunk ? addDays(to, -chunk) : window.from;
    asks.push({ from, to });
    to = from;
  }
  return asks;
}

/** Days before today that the newest askable day lies. */
const lagOf = (stream: Stream): number => (stream.mode === "upsert" ? 0 : stream.lag);

/**
 * What is due, in order: the recent days (first time, forward gap, nightly or weekly re-read, changes of orders), then
 * what is missing of the history, newest first. Nothing while the stream isn't due, unless forced.
 */
export function planStream(stream: Stream, state: StreamState | null, moment: Moment): Planned[] {
  const isDue = moment.isForced || !state?.dueAt || state.dueAt <= moment.now;
  // A history goes on whenever somebody looks, unless the last try failed.
  if (!isDue && state!.failures > 0) return [];
  const end = addDays(moment.today, 1 - lagOf(stream));
  const historyFrom = state?.historyFrom ?? addDays(moment.today, -stream.history);
  const plans: Planned[] = [];
  if (!state?.doneFrom || !state.doneTo) {
    const from = later(historyFrom, addDays(end, -Math.max(stream.chunk, 1)));
    plans.push({ reason: "first", asks: asksOf({ from, to: end }, stream.chunk), historyFrom });
    if (from > historyFrom) plans.push({ reason: "backfill", asks: asksOf({ from: historyFrom, to: from }, stream.chunk) });
    return plans;
  }
  if (isDue) plans.push(...recent(stream, state, moment, historyFrom, end));
  if (state.doneFrom > historyFrom) plans.push({ reason: "backfill", asks: asksOf({ from: historyFrom, to: state.doneFrom }, stream.chunk) });
  return plans;
}

function recent(stream: Stream, state: StreamState, moment: Moment, historyFrom: Day, end: Day): Planned[] {
  const isWeekly = moment.isForced ? false : state.weeklyAt === null || moment.now.getTime() - state.weeklyAt.getTime() >= 7 * 86_400_000 - 3_600_000;
  if (stream.mode === "upsert") {
    const since = state.cursor?.watermark ?? `${state.doneTo}T00:00:00Z`;
    const changes: Planned = { reason: "poll", asks: [changesSince(stream, moment, since)] };
    return isWeekly && stream.restates.weekly > 0 ? [changes, { reason: "weekly", asks: asksOf({ from: later(historyFrom, addDays(end, -stream.restates.weekly)), to: end }, stream.chunk) }] : [changes];
  }
  const isNightly = moment.isForced || state.nightlyAt === null || dayAt(state.nightlyAt, moment.zone) < moment.today;
  const back = isWeekly ? stream.restates.weekly : isNightly ? stream.restates.nightly : 0;
  const from = later(historyFrom, earlier(state.doneTo!, addDays(end, -back)));
  if (from >= end) return [];
  return [{ reason: isWeekly ? "weekly" : isNightly ? "nightly" : "recent", asks: oldestFirst(asksOf({ from, to: end }, stream.chunk)) }];
}

/** Everything changed since the watermark, with an overlap: clocks and stamps differ. */
function changesSince(stream: Extract<Stream, { mode: "upsert" }>, moment: Moment, since: string): Ask {
  const from = new Date(Date.parse(since) - stream.overlapMinutes * 60_000);
  return { from: dayAt(from, moment.zone), to: addDays(moment.today, 1), since: from.toISOString() };
}

/** The stretch that is done grows without a gap only when the oldest missing day comes first. */
const oldestFirst = (asks: Ask[]): Ask[] => asks.toReversed();
const later = (one: Day, other: Day): Day => (one > other ? one : other);
const earlier = (one: Day, other: Day): Day => (one < other ? one : other);

/** "10m", "6h", "1d" in ms. */
export function intervalMs(every: string): number {
  const [, count, unit] = /^(\d+)([mhd])$/.exec(every) ?? [];
  if (!count) throw new Error(`${every} is no interval such as 10m, 6h or 1d.`);
  return Number(count) * { m: 60_000, h: 3_600_000, d: 86_400_000 }[unit as "m" | "h" | "d"];
}

/** Hour of the account's day when daily streams run: vendors have closed the day by then. */
const nightlyHour = 3;

/**
 * The next due instant: after failures 5 min doubling to 6 h, but not before the vendor's own word; daily streams
 * in the night's 3rd hour, spread over 40 minutes by connection so that they don't all start at once.
 */
export function nextDue(stream: Stream, about: { now: Date; failures: number; problem: Problem | null; connectionId: number; zone: string }): Date {
  const { now, failures, problem } = about;
  if (failures > 0) {
    const wait = Math.min(6 * 3_600_000, 5 * 60_000 * 2 ** (failures - 1));
    const until = problem?.until ? Date.parse(problem.until) : 0;
    return new Date(Math.max(now.getTime() + wait, until));
  }
  const interval = intervalMs(stream.every);
  if (interval < 86_400_000) return new Date(now.getTime() + interval);
  const spread = (about.connectionId * 7 + stream.name.length * 3) % 40;
  // Hour by hour to the next local 3 o'clock: right on days of 23 and 25 hours too.
  for (let at = Math.floor(now.getTime() / 3_600_000) * 3_600_000 + 3_600_000; ; at += 3_600_000) {
    const hour = Number(new Intl.DateTimeFormat("en-GB", { timeZone: about.zone, hour: "2-digit", hourCycle: "h23" }).format(at));
    if (hour === nightlyHour && at - now.getTime() >= interval - 86_400_000) return new Date(at + spread * 60_000);
  }
}
