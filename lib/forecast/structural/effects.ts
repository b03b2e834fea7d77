// What own events did, as factors of an ordinary day, read off the learned coefficients.
import { daysBetween } from "#lib/core/day.ts";
import type { EventEffect, Task } from "#lib/forecast/model.ts";
import type { Design } from "#lib/forecast/structural/design.ts";
import type { Learned } from "#lib/forecast/structural/learn.ts";
import { LAG, LEAD } from "#lib/forecast/structural/spans.ts";

/** One effect per type of span in `task`, ranges of 80 %; a type that history doesn't hold has seen 0. */
export function effectsOf(task: Task, design: Design, learned: Learned, length: number): EventEffect[] {
  const types = new Set(task.events.filter((span) => !span.ignore).map((span) => span.type));
  return [...types].sort().map((type) => {
    const spans = task.events.filter((span) => span.type === type && !span.ignore);
    const seen = task.series.grain === "day" ? spans.filter((span) => known(task, span.from, span.to, length)).length : spans.filter((span) => span.from < task.series.start).length;
    const found = design.spans.find((each) => each.type === type);
    if (!found) return { type, seen: 0, factors: [], pulledForward: null };
    const lengths = spans.map((span) => daysBetween(span.from, span.to)).sort((a, b) => a - b);
    const days = Math.max(1, lengths[lengths.length >> 1]!);
    const column = (part: string) => found.columns.find((each) => each.part === part)?.index ?? -1;
    const factors = [];
    for (let offset = -LEAD; offset < days + LAG; offset++) {
      const parts = offset < 0 ? ["before"] : offset >= days ? ["after"] : ["on", ...(days > 2 && offset === 0 ? ["first"] : []), ...(days > 2 && offset === days - 1 ? ["last"] : [])];
      factors.push({ offset, ...factorOf(parts.map(column).filter((index) => index >= 0), learned, design.columns) });
    }
    return { type, seen: Math.max(seen, 1), factors, pulledForward: pulled(factors, days) };
  });
}

function known(task: Task, from: string, to: string, length: number): boolean {
  const first = daysBetween(task.series.start, from), last = daysBetween(task.series.start, to);
  for (let step = Math.max(0, first); step < Math.min(length, last); step++) if (task.series.values[step] !== null) return true;
  return false;
}

/** 1.2816 standard deviations hold 80 %. */
function factorOf(columns: number[], learned: Learned, size: number) {
  let mean = 0, variance = 0;
  for (const a of columns) {
    mean += learned.beta[a]!;
    for (const b of columns) variance += learned.covariance[a * size + b]!;
  }
  const reach = 1.2816 * Math.sqrt(Math.max(0, variance));
  return { factor: Math.exp(mean), low: Math.exp(mean - reach), high: Math.exp(mean + reach) };
}

/** Lost on the days around over gained on the days of the event; untold when nothing was gained or the loss isn't clear of zero. */
function pulled(factors: EventEffect["factors"], days: number): number | null {
  const gain = factors.reduce((sum, each) => sum + (each.offset >= 0 && each.offset < days ? each.factor - 1 : 0), 0);
  const around = factors.filter((each) => each.offset < 0 || each.offset >= days);
  const loss = around.reduce((sum, each) => sum + (each.high < 1 ? 1 - each.factor : 0), 0);
  return gain > 0 && loss > 0 ? Math.min(1, loss / gain) : null;
}
