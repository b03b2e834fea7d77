// When a stream is due. Pure: instants in, instants out; the only clock is the caller's.
import { Cron } from "croner";
import type { FaultKind } from "#lib/core/fault.ts";

const minute = 60_000;
const longestBackoffMs = 6 * 60 * minute;

/** Whose schedule: its zone says when it is night, its number spreads many connections over the hour. */
export interface Place { zone: string; connectionId: number }

/** What is kept of a stream's past reads; null: never. */
export interface Reads {
  checkedAt: Date | null;
  nightlyAt: Date | null;
  weeklyAt: Date | null;
}

/** "10m", "1h", "1d" in ms. Throws RangeError on anything else. */
export function everyMs(every: string): number {
  const [, count, unit] = /^([1-9]\d{0,3})(m|h|d)$/.exec(every) ?? [];
  if (!count) throw new RangeError(`"${every}" is no interval such as 10m, 1h or 1d.`);
  return Number(count) * { m: minute, h: 60 * minute, d: 1440 * minute }[unit as "m" | "h" | "d"];
}

/**
 * Which reads are due at `now`. However many nights a machine slept through, each kind is due once. The night is
 * 03:00–03:59 where the store (or account) is, its minute by connection; in a night whose clock skips that hour,
 * at the hour's end. The week's read falls on one night a week, the day by connection.
 */
export function readsDue(every: string, reads: Reads, place: Place, now: Date): { poll: boolean; nightly: boolean; weekly: boolean } {
  const weekly = isBefore(reads.weeklyAt, lastRun(weeklyPattern(place), place.zone, now), now);
  return {
    // A clock that was put back must not silence a stream until it catches up.
    poll: reads.checkedAt === null || Math.abs(now.getTime() - reads.checkedAt.getTime()) >= everyMs(every),
    nightly: weekly || isBefore(reads.nightlyAt, lastRun(nightlyPattern(place), place.zone, now), now),
    weekly,
  };
}

/** How a run of a stream ended. */
export type Outcome =
  | { kind: "done"; /** Windows are left (a part of the history). */ more?: boolean }
  | { kind: "partial"; /** When it can go on (HttpFault.stopUntil). */ until: Date }
  | { kind: "failed"; fault: FaultKind; /** This one included. */ failures: number };

/**
 * When the stream is next due; null: not before its connection's settings change, which a dead credential
 * means. A failure waits 1, 2, 4 … minutes up to 6 hours, a little spread; a used-up allowance until its instant.
 */
export function nextDue(outcome: Outcome, every: string, place: Place, now: Date): Date | null {
  if (outcome.kind === "failed") return outcome.fault === "auth" ? null : after(now, backoffMs(outcome.failures, place.connectionId));
  if (outcome.kind === "partial") return outcome.until > now ? after(outcome.until, spread(place.connectionId, 30_000)) : after(now, minute);
  if (outcome.more) return now;
  return [after(now, everyMs(every)), nextRun(nightlyPattern(place), place.zone, now)].sort((a, b) => a.getTime() - b.getTime())[0]!;
}

/** Ms before the next try after so many failures in a row: backoffMs(1, …) is about a minute, never over 6 hours. */
export function backoffMs(failures: number, connectionId: number): number {
  const doubled = Math.min(minute * 2 ** Math.min(Math.max(failures, 1) - 1, 12), longestBackoffMs);
  return Math.round(doubled * 0.8) + spread(connectionId * 31 + failures, Math.round(doubled * 0.2));
}

function nightlyPattern({ connectionId }: Place): string {
  return `${spread(connectionId, 60)} 3 * * *`;
}

function weeklyPattern(place: Place): string {
  return nightlyPattern(place).replace(/\*$/, String(spread(place.connectionId + 7, 7)));
}

function lastRun(pattern: string, zone: string, now: Date): Date {
  // previousRuns counts whole seconds before its reference: ask from the next second on.
  return cron(pattern, zone).previousRuns(1, after(now, 1000))[0]!;
}

function nextRun(pattern: string, zone: string, now: Date): Date {
  return cron(pattern, zone).nextRun(now)!;
}

function cron(pattern: string, zone: string): Cron {
  return new Cron(pattern, { timezone: zone, paused: true });
}

/** A read noted for more than a day ahead was noted by a clock that has been put back. */
function isBefore(done: Date | null, last: Date, now: Date): boolean {
  return done === null || done < last || done.getTime() > now.getTime() + 1440 * minute;
}

/** A number from 0 to below `size`, the same for the same seed, neighbours far apart. */
function spread(seed: number, size: number): number {
  return size <= 0 ? 0 : (Math.imul(seed + 1, 2654435761) >>> 0) % size;
}

function after(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms);
}
