// Does a file end in the middle of a day? Judged by the same weekday of the weeks before.
import { addDays, type Day } from "#lib/core/day.ts";

export interface DayLoad {
  lines: number;
  /** Minute of the day of the last line. */
  lastMinute: number;
}

export interface LastDay {
  day: Day;
  looksCut: boolean;
  lines: number;
  /** Median of the same weekday before; null when fewer than three are known. */
  usualLines: number | null;
}

/**
 * The last day looks cut when it has less than half the lines that its weekday usually has and ends more than
 * two hours before that weekday usually does. Fewer than three such days before: it doesn't.
 */
export function judgeLastDay(days: ReadonlyMap<Day, DayLoad>): LastDay | null {
  const day = [...days.keys()].reduce<Day | null>((last, next) => (last === null || next > last ? next : last), null);
  if (day === null) return null;
  const last = days.get(day)!;
  const before: DayLoad[] = [];
  for (let week = 1; week <= 8; week++) {
    const load = days.get(addDays(day, -7 * week));
    if (load) before.push(load);
  }
  if (before.length < 3) return { day, looksCut: false, lines: last.lines, usualLines: null };
  const usualLines = median(before.map((load) => load.lines));
  const usualEnd = median(before.map((load) => load.lastMinute));
  return { day, looksCut: last.lines < usualLines / 2 && last.lastMinute < usualEnd - 120, lines: last.lines, usualLines };
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
