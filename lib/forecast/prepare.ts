// What models are handed: the series without what says nothing about ordinary days. Only what lies before the horizon is looked at.
import { daysBetween } from "#lib/core/day.ts";
import { closedDays } from "#lib/forecast/closed.ts";
import type { Note } from "#lib/forecast/forecast.ts";
import type { Task } from "#lib/forecast/model.ts";
import { dayAt, type Grain } from "#lib/forecast/series.ts";

/**
 * Days that are looked at, the latest ones: four years of them show a year's occasions four times. What lies before was another shop, and would
 * cost time in proportion. Weeks and months are few enough.
 */
const REMEMBERED: Record<Grain, number> = { day: 4 * 365 + 1, week: Infinity, month: Infinity };

export interface Prepared {
  task: Task;
  /** 1 for steps of the horizon that are shut. */
  shut: Uint8Array;
  dropout: number;
  /** Typical size of a value, for scale-free sums; 0 when nothing was ever sold. */
  scale: number;
  notes: Note[];
}

/** @returns null when no value is known */
export function prepare(task: Task): Prepared | null {
  const notes: Note[] = [];
  let values = task.series.values.map((value) => (value === null || !Number.isFinite(value) ? null : Math.max(0, value)));
  for (const span of task.events) if (span.ignore) drop(values, task, span.from, span.to);
  const forgotten = Math.max(0, values.length - REMEMBERED[task.series.grain]);
  values = values.slice(forgotten);
  if (values.every((value) => value === null)) return null;
  // A shop's life begins with its first sale.
  const born = Math.max(0, values.findIndex((value) => value !== null && value > 0));
  const series = { ...task.series, start: dayAt(task.series, forgotten + born), values: (values = values.slice(born)) };
  const closed = closedDays(series, task.horizon);
  if (closed.weekdays.length > 0) notes.push({ code: "closed-weekdays", values: { weekdays: closed.weekdays.join(",") } });
  if (cutShort(closed.values, task.season)) {
    notes.push({ code: "last-cut", values: { day: dayAt(series, closed.values.length - 1) } });
    closed.values[closed.values.length - 1] = null;
  }
  const sold = closed.values.filter((value): value is number => value !== null);
  const scale = sold.length === 0 ? 0 : sold.reduce((sum, value) => sum + value, 0) / sold.length;
  return { task: { ...task, series: { ...series, values: closed.values } }, shut: closed.shut, dropout: closed.dropout, scale, notes };
}

function drop(values: (number | null)[], task: Task, from: string, to: string): void {
  if (task.series.grain !== "day") return;
  const start = Math.max(0, daysBetween(task.series.start, from)), end = Math.min(values.length, daysBetween(task.series.start, to));
  for (let step = start; step < end; step++) values[step] = null;
}

/** True when the last value is under a third of the least of the last four of its place in the season: counting hasn't ended, or broke. */
function cutShort(values: readonly (number | null)[], season: number): boolean {
  const last = values.at(-1);
  if (last === null || last === undefined) return false;
  const peers: number[] = [];
  for (let step = values.length - 1 - season; step >= 0 && peers.length < 4; step -= season) if (values[step] !== null) peers.push(values[step]!);
  return peers.length === 4 && last < Math.min(...peers) / 3;
}
