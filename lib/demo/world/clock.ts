// Instants of a shop's wall clock, and how much of a day a vendor has counted when it is asked.
import { byDay } from "#lib/demo/world/draws.ts";
import { partsOf } from "#lib/demo/world/calendar.ts";

const HOUR = 3_600_000;

export interface Clock {
  zone: string;
  /** The instant of a second of a local day. On a day of 23 or 25 hours clocks change at 02:00. */
  instant(day: number, second: number): Date;
  /** The local day number of an instant. */
  dayOf(instant: Date): number;
  /** Hours since the local day ended; negative while it still runs. */
  hoursSince(day: number, now: Date): number;
  /** Share of the day's business that happened by `now`, after the hour profile: 0 before it, 1 after. */
  elapsed(day: number, now: Date): number;
}

/** @param hours 24 weights of the day's hours. */
export function makeClock(zone: string, hours: readonly number[]): Clock {
  const wall = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit" });
  const offset = (at: number): number => {
    const told = Object.fromEntries(wall.formatToParts(at).map((part) => [part.type, Number(part.value)]));
    return Date.UTC(told.year!, told.month! - 1, told.day!, told.hour!) - at;
  };
  const bounds = byDay((day) => {
    const midnight = day * 24 * HOUR;
    // The offsets at two instants of this local day: its first hour and its afternoon (zones of ±12 h).
    const early = offset(midnight - offset(midnight));
    const late = offset(midnight + 14 * HOUR - early);
    return { start: midnight - early, early, late };
  });
  const instant = (day: number, second: number) => {
    const { early, late } = bounds(day);
    return new Date(day * 24 * HOUR + second * 1000 - (second < 7200 ? early : late));
  };
  const whole = hours.reduce((a, b) => a + b, 0);
  return {
    zone, instant,
    dayOf(instant) {
      const at = instant.getTime();
      let day = Math.floor(at / (24 * HOUR));
      while (at < bounds(day).start) day--;
      while (at >= bounds(day + 1).start) day++;
      return day;
    },
    hoursSince: (day, now) => (now.getTime() - bounds(day + 1).start) / HOUR,
    elapsed(day, now) {
      const passed = (now.getTime() - bounds(day).start) / HOUR;
      if (passed <= 0) return 0;
      if (passed >= 24 || now.getTime() >= bounds(day + 1).start) return 1;
      const full = Math.floor(passed);
      return hours.slice(0, full).reduce((a, b) => a + b, 0) / whole + ((hours[full] ?? 0) / whole) * (passed - full);
    },
  };
}

export function dayText(day: number): string {
  return partsOf(day).day;
}
