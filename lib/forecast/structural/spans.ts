// Own events as columns: one shared lift over a type's days, with what comes just before and what is missing after.
import { daysBetween } from "#lib/core/day.ts";
import type { Task } from "#lib/forecast/model.ts";
import type { EventSpan } from "#lib/forecast/series.ts";

export interface SpanColumn {
  /** "on" all its days, "first" the first of several, "before" lead days, "after" the days that follow. */
  part: "on" | "first" | "last" | "before" | "after";
  /** Size expected before looking, log scale: 0.3 is a third more. */
  prior: number;
  cells: [step: number, value: number][];
}

/** Days of lead and lag that a promotion may touch: it is announced the day before or two, and buying is brought forward from the days that follow. */
export const LEAD = 2, LAG = 5;

/** Columns by type, for types seen at least once on a known day of history. Daily series: other grains take the share of the step that the span covers. */
export function spanColumns(task: Task, length: number): Map<string, SpanColumn[]> {
  const { series, horizon } = task;
  const out = new Map<string, SpanColumn[]>();
  const types = new Set(task.events.filter((span) => !span.ignore).map((span) => span.type));
  for (const type of types) {
    const spans = task.events.filter((span) => span.type === type && !span.ignore);
    const columns = series.grain === "day" ? daily(spans, series.start, length + horizon) : [{ part: "on" as const, prior: 0.3, cells: shares(task, spans, length + horizon) }];
    const seen = columns.filter((column) => column.cells.some(([step]) => step < length && series.values[step] !== null));
    if (seen.some((column) => column.part === "on")) out.set(type, seen);
  }
  return out;
}

function daily(spans: readonly EventSpan[], start: string, total: number): SpanColumn[] {
  const on = new Map<number, number>(), first = new Map<number, number>(), last = new Map<number, number>(), before = new Map<number, number>(), after = new Map<number, number>();
  for (const span of spans) {
    const from = daysBetween(start, span.from), to = daysBetween(start, span.to), size = span.size ?? 1;
    for (let step = from; step < to; step++) on.set(step, Math.max(on.get(step) ?? 0, size));
    if (to - from > 2) { first.set(from, size); last.set(to - 1, size); }
    for (let step = from - LEAD; step < from; step++) before.set(step, size);
    for (let step = to; step < to + LAG; step++) after.set(step, size);
  }
  const cells = (days: Map<number, number>, aside: boolean): [number, number][] => [...days].filter(([step]) => step >= 0 && step < total && !(aside && on.has(step)));
  return [
    { part: "on", prior: 0.4, cells: cells(on, false) },
    { part: "first", prior: 0.1, cells: cells(first, false) },
    { part: "last", prior: 0.1, cells: cells(last, false) },
    { part: "before", prior: 0.1, cells: cells(before, true) },
    { part: "after", prior: 0.1, cells: cells(after, true) },
  ];
}

/** The share of each week or month that the spans cover. */
function shares(task: Task, spans: readonly EventSpan[], total: number): [number, number][] {
  const { series } = task;
  const days = series.grain === "week" ? 7 : 30.44;
  const out = new Map<number, number>();
  for (const span of spans) {
    const from = daysBetween(series.start, span.from) / days, to = daysBetween(series.start, span.to) / days;
    for (let step = Math.max(0, Math.floor(from)); step < Math.min(total, Math.ceil(to)); step++) {
      const share = Math.min(to, step + 1) - Math.max(from, step);
      if (share > 0) out.set(step, (out.get(step) ?? 0) + share * (span.size ?? 1));
    }
  }
  return [...out];
}
