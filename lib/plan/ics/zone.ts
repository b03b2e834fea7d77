// Wall clocks of calendar files: which day of the store's zone a time of another zone falls on.
import ICAL from "ical.js";
import { addDays, dayAt, isZone, toNumber, type Day } from "#lib/core/day.ts";

/** A time as a calendar writes it: a day, and minutes after midnight or null for a whole day. */
export interface WallTime { day: Day; minutes: number | null }

/** What a clock of this zone shows at an instant, or the instant at which it shows a time. */
export interface Clock {
  instant(wall: WallTime): Date;
  wall(instant: Date): WallTime;
}

const MINUTE = 60_000;

/** The clock of a zone that this machine knows ("Europe/Berlin", "UTC"). A time that is skipped in spring counts as the one an hour later. */
export function zoneClock(zone: string): Clock {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const wall = (instant: Date): WallTime => {
    const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
    return { day: dayAt(instant, zone), minutes: parts.hour! * 60 + parts.minute! };
  };
  return { wall, instant: (wanted) => {
    const aim = plainMinutes(wanted);
    const offset = (at: number) => plainMinutes(wall(new Date(at * MINUTE))) - at;
    // The offset before the change and the one after: the second try stands on the right side of it.
    const first = aim - offset(aim);
    return new Date((aim - offset(first)) * MINUTE);
  } };
}

export const utc: Clock = {
  instant: (wall) => new Date(plainMinutes(wall) * MINUTE),
  wall: (instant) => ({ day: instant.toISOString().slice(0, 10), minutes: instant.getUTCHours() * 60 + instant.getUTCMinutes() }),
};

function plainMinutes({ day, minutes }: WallTime): number {
  return toNumber(day) * 1440 + (minutes ?? 0);
}

// Yearly changes of clocks are all that a zone needs; anything else could keep the parser busy for ever.
const plainRule = /^FREQ=YEARLY(;(BYDAY=[+-]?\dMO|BYDAY=[+-]?\d(TU|WE|TH|FR|SA|SU)|BYMONTH=\d{1,2}|INTERVAL=1|UNTIL=\d{8}T\d{6}Z?|WKST=(MO|SU)))*$/;

/** Clocks of a file by the names that it uses: its own definitions for names that this machine doesn't know (Outlook's). */
export function fileClocks(zones: readonly string[]): (tzid: string) => Clock | null {
  const own = new Map<string, ICAL.Timezone>();
  for (const text of zones.slice(0, 50)) {
    const rules = [...text.matchAll(/^RRULE:(.*)$/gim)].map((match) => match[1]!.trim());
    if (text.length > 20_000 || !rules.every((rule) => plainRule.test(rule))) continue;
    try {
      const zone = new ICAL.Timezone(new ICAL.Component(ICAL.parse(text) as unknown as unknown[]));
      own.set(zone.tzid, zone);
    } catch {
      // Its entries are then rejected by name.
    }
  }
  const known = new Map<string, Clock | null>();
  const find = (tzid: string): Clock | null => {
    // Some programs write "/vendor/2005/Europe/Berlin".
    const name = [tzid, tzid.split("/").slice(-2).join("/")].find((each) => each !== "" && isZone(each));
    if (name) return zoneClock(name);
    const zone = own.get(tzid);
    return zone ? ownClock(zone) : null;
  };
  return (tzid) => {
    if (!known.has(tzid)) known.set(tzid, find(tzid));
    return known.get(tzid)!;
  };
}

function ownClock(zone: ICAL.Timezone): Clock {
  const timeOf = ({ day, minutes }: WallTime, of: ICAL.Timezone) => new ICAL.Time({ year: Number(day.slice(0, 4)), month: Number(day.slice(5, 7)), day: Number(day.slice(8, 10)), hour: Math.floor((minutes ?? 0) / 60), minute: (minutes ?? 0) % 60, second: 0, isDate: false }, of);
  return {
    instant: (wall) => new Date(timeOf(wall, zone).toUnixTime() * 1000),
    wall: (instant) => {
      const local = timeOf(utc.wall(instant), ICAL.Timezone.utcTimezone).convertToZone(zone);
      return { day: local.toString().slice(0, 10), minutes: local.hour * 60 + local.minute };
    },
  };
}

/** Days of `zone` that [start, end) touches, half-open; an end at midnight doesn't touch its day, and nothing lasts no day. */
export function daysTouched(start: Date, end: Date, zone: string): { from: Day; to: Day } {
  const from = dayAt(start, zone);
  const last = end > start ? dayAt(new Date(end.getTime() - 1), zone) : from;
  return { from, to: addDays(last, 1) };
}
