// One entry of a calendar file, read: its texts made harmless, its times as wall clocks.
import ICAL from "ical.js";
import { isDay } from "#lib/core/day.ts";
import { harmless, longestName, longestNote } from "#lib/plan/event.ts";
import type { Block, Property } from "#lib/plan/ics/blocks.ts";
import { utc, zoneClock, type Clock, type WallTime } from "#lib/plan/ics/zone.ts";

/** Why an entry is left out; each has words under calendar.import.reasons. */
export type Reason = "no_name" | "no_start" | "bad_day" | "bad_end" | "zone" | "rule" | "often" | "long" | "many" | "double";

export interface Entry {
  uid: string;
  name: string;
  note: string;
  categories: string[];
  start: WallTime;
  /** Null: a whole day or no time at all. */
  end: { wall: WallTime; clock: Clock } | null;
  /** Minutes, where the file says how long instead of until when. */
  duration: number | null;
  clock: Clock;
  rule: string | null;
  /** Further days of a series, and days that it leaves out, by the entry's own clock. */
  added: WallTime[];
  left: WallTime[];
  /** The time of the series that this entry stands for. */
  instead: WallTime | null;
  isCancelled: boolean;
  sequence: number;
}

export class Unreadable extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

/** @throws Unreadable with the reason */
export function readEntry(block: Block, clocks: (tzid: string) => Clock | null, zone: string): Entry {
  const find = (name: string) => block.properties.find((property) => property.name === name);
  const text = (name: string) => find(name)?.values.join(", ") ?? "";
  const started = find("DTSTART");
  if (!started) throw new Unreadable(block.broken.includes("DTSTART") ? "bad_day" : "no_start");
  const name = harmless(text("SUMMARY").replace(/\s+/g, " "), longestName);
  if (name === "") throw new Unreadable("no_name");
  if (block.broken.includes("DTEND") || block.broken.includes("DURATION")) throw new Unreadable("bad_end");
  const clockOf = (property: Property): Clock => clockFor(property, clocks, zone);
  const clock = clockOf(started);
  const ended = find("DTEND");
  // Other times of the entry may be written by another clock: they are read on the entry's own.
  const onOwn = (property: Property) => property.values.map((value) => {
    const wall = wallOf(value, "bad_day");
    return wall.minutes === null ? wall : clock.wall(clockOf({ ...property, values: [value] }).instant(wall));
  });
  const all = (named: string) => block.properties.filter((property) => property.name === named).flatMap(onOwn);
  const start = wallOf(started.values[0]!, "bad_day");
  return {
    uid: harmless(text("UID"), 200) || `${name} ${start.day}`, name, note: harmless(text("DESCRIPTION").replace(/\n{3,}/g, "\n\n"), longestNote),
    categories: block.properties.filter((property) => property.name === "CATEGORIES").flatMap((property) => property.values),
    start, clock, end: ended ? { wall: wallOf(ended.values[0]!, "bad_end"), clock: clockOf(ended) } : null, duration: minutesOf(find("DURATION")),
    rule: find("RRULE")?.values[0] ?? null, added: all("RDATE"), left: all("EXDATE"), instead: all("RECURRENCE-ID")[0] ?? null,
    isCancelled: text("STATUS").toUpperCase() === "CANCELLED", sequence: Number(text("SEQUENCE")) || 0,
  };
}

/** A time with "Z" is Greenwich's, one of a named zone that zone's, one without either the store's own. */
function clockFor({ tzid, values }: Property, clocks: (tzid: string) => Clock | null, zone: string): Clock {
  if (values[0]!.endsWith("Z")) return utc;
  if (tzid === null || !values[0]!.includes("T")) return zoneClock(zone);
  const clock = clocks(tzid);
  if (!clock) throw new Unreadable("zone");
  return clock;
}

function wallOf(value: string, reason: Reason): WallTime {
  const [, day, hour, minute] = /^(\d{4}-\d{2}-\d{2})(?:T(?:(\d{2}):(\d{2}):\d{2}Z?|::))?$/.exec(value) ?? [];
  if (!day || !isDay(day)) throw new Unreadable(reason);
  if (hour === undefined) return { day, minutes: null };
  if (Number(hour) > 23 || Number(minute) > 59) throw new Unreadable(reason);
  return { day, minutes: Number(hour) * 60 + Number(minute) };
}

function minutesOf(property: Property | undefined): number | null {
  if (!property) return null;
  try {
    const seconds = ICAL.Duration.fromString(property.values[0]!).toSeconds();
    if (seconds >= 0) return seconds / 60;
  } catch {
    // Told below.
  }
  throw new Unreadable("bad_end");
}
