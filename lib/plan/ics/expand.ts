// Series of a calendar file as single entries, over the days that a shop looks at.
import { RRuleTemporal } from "rrule-temporal";
import { addDays, daysBetween, type Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { longestEvent } from "#lib/plan/event.ts";
import { Unreadable, type Entry } from "#lib/plan/ics/entry.ts";
import { daysTouched, utc, type WallTime } from "#lib/plan/ics/zone.ts";

/** A day of a series that no series needs more of: a year of daily mailings, seven times. */
const mostOfSeries = 2_600;

export interface Occurrence { uid: string; name: string; note: string; categories: string[]; from: Day; to: Day }

/**
 * The entry's days in the store's zone, one occurrence each time that touches `window`. `others` are the entries of the
 * same uid that stand for single times of it. @throws Unreadable
 */
export function occurrences(entry: Entry, others: readonly Entry[], window: Period, zone: string): Occurrence[] {
  const isSeries = entry.rule !== null || entry.added.length > 0;
  const replaced = new Set([...entry.left, ...others.flatMap((other) => (other.instead ? [other.instead] : []))].map(keyOf));
  const starts = isSeries ? [...timesOf(entry, window), ...entry.added] : [entry.start];
  const seen = new Set<string>();
  const own = starts.flatMap((start) => {
    const key = keyOf(start);
    // A day that is left out may be written without its time.
    if (seen.has(key) || replaced.has(key) || replaced.has(start.day)) return [];
    seen.add(key);
    return [one({ ...entry, uid: isSeries ? `${entry.uid} ${key}` : entry.uid }, start, zone)];
  });
  const moved = others.filter((other) => !other.isCancelled && other.instead).map((other) => one({ ...other, uid: `${entry.uid} ${keyOf(other.instead!)}` }, other.start, zone));
  const all = [...own, ...moved].filter(({ from, to }) => from < window.to && to > window.from);
  if (all.length > mostOfSeries) throw new Unreadable("many");
  return all;
}

/** Starts of a rule, reckoned on the wall clock, so that a mailing at eight stays at eight when clocks change. */
function timesOf(entry: Entry, window: Period): WallTime[] {
  const rule = entry.rule;
  if (rule === null) return [entry.start];
  if (!/^[A-Z0-9=;,:+-]+$/i.test(rule) || rule.length > 500) throw new Unreadable("rule");
  if (/FREQ=(HOURLY|MINUTELY|SECONDLY)/i.test(rule) || /BY(HOUR|MINUTE|SECOND)=[^;]*,/i.test(rule)) throw new Unreadable("often");
  const plain = (wall: WallTime) => utc.instant(wall).toISOString().replace(/[-:]|\.\d+|Z$/g, "");
  // "Until" is said in Greenwich's time; the rule runs on the wall clock.
  const until = rule.replace(/UNTIL=(\d{8})T(\d{2})(\d{2})(\d{2})Z/i, (_, day: string, hour: string, minute: string) => {
    const at = utc.instant({ day: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`, minutes: Number(hour) * 60 + Number(minute) });
    return `UNTIL=${plain(entry.clock.wall(at))}Z`;
  });
  try {
    const series = new RRuleTemporal({ rruleString: `DTSTART;TZID=UTC:${plain(entry.start)}\nRRULE:${until}`, maxIterations: 30_000 });
    const early = addDays(window.from, -Math.min(longestEvent, lengthOf(entry)) - 2);
    const times = series.between(utc.instant({ day: early, minutes: 0 }), utc.instant({ day: window.to, minutes: 0 }), true);
    return times.map((time) => ({ day: time.toPlainDate().toString(), minutes: entry.start.minutes === null ? null : time.hour * 60 + time.minute }));
  } catch {
    throw new Unreadable("rule");
  }
}

function lengthOf({ start, end, duration }: Entry): number {
  return end ? Math.max(1, daysBetween(start.day, end.wall.day) + 1) : Math.ceil((duration ?? 0) / 1440) + 1;
}

/** One time of an entry as days of the store. */
function one(entry: Entry, start: WallTime, zone: string): Occurrence {
  const { from, to } = start.minutes === null ? wholeDays(entry, start) : daysTouched(entry.clock.instant(start), endOf(entry, start), zone);
  if (to <= from) throw new Unreadable("bad_end");
  if (daysBetween(from, to) > longestEvent) throw new Unreadable("long");
  return { uid: entry.uid, name: entry.name, note: entry.note, categories: entry.categories, from, to };
}

/** Whole days have no zone: the end is the day after the last, as the file says it. */
function wholeDays(entry: Entry, start: WallTime): Period {
  const days = entry.end ? daysBetween(entry.start.day, entry.end.wall.day) : Math.ceil((entry.duration ?? 1440) / 1440);
  // Some programs write the last day itself as the end of a single day.
  return { from: start.day, to: addDays(start.day, days === 0 ? 1 : days) };
}

function endOf(entry: Entry, start: WallTime): Date {
  const begins = entry.clock.instant(start).getTime();
  if (!entry.end) return new Date(begins + (entry.duration ?? 0) * 60_000);
  const length = entry.end.clock.instant(entry.end.wall).getTime() - entry.clock.instant(entry.start).getTime();
  if (length < 0) throw new Unreadable("bad_end");
  return new Date(begins + length);
}

function keyOf({ day, minutes }: WallTime): string {
  return minutes === null ? day : `${day}T${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

