// Joint futures as they are kept and read: float32, path after path, each beginning on a day of its own.
import { addDays, daysBetween, type Day } from "#lib/core/day.ts";
import { quantile } from "#lib/forecast/totals.ts";

export interface Paths { first: Day; steps: number; values: Float32Array }

/** What each day may bring. The mean adds up over parts, the quantiles don't. */
export interface Fan { mean: number[]; p10: number[]; p50: number[]; p90: number[]; lo95: number[]; hi95: number[] }

export function countOf(paths: Paths): number {
  return paths.steps === 0 ? 0 : paths.values.length / paths.steps;
}

/** The value of every path on one step, unordered. */
export function column(paths: Paths, step: number): Float64Array {
  const count = countOf(paths);
  const out = new Float64Array(count);
  for (let path = 0; path < count; path++) out[path] = paths.values[path * paths.steps + step]!;
  return out;
}

/** The fan of the steps [from, to), all unless told. */
export function fanOf(paths: Paths, from = 0, to = paths.steps): Fan {
  const fan: Fan = { mean: [], p10: [], p50: [], p90: [], lo95: [], hi95: [] };
  for (let step = from; step < to; step++) {
    const sorted = column(paths, step).sort();
    fan.mean.push(sorted.reduce((sum, value) => sum + value, 0) / sorted.length);
    for (const [name, share] of [["p10", 0.1], ["p50", 0.5], ["p90", 0.9], ["lo95", 0.025], ["hi95", 0.975]] as const) fan[name].push(quantile(sorted, share));
  }
  return fan;
}

/** Sum of each path over the days [from, to) that it has. */
export function sumsOf(paths: Paths, from: Day, to: Day): Float64Array {
  const first = Math.max(0, daysBetween(paths.first, from));
  const last = Math.min(paths.steps, daysBetween(paths.first, to));
  const out = new Float64Array(countOf(paths));
  for (let path = 0; path < out.length; path++) for (let step = first; step < last; step++) out[path]! += paths.values[path * paths.steps + step]!;
  return out;
}

/** The day after the last one. */
export function endOf(paths: Pick<Paths, "first" | "steps">): Day {
  return addDays(paths.first, paths.steps);
}

/** Top ÷ bottom on each path and day that both have; a day without a bottom is 0 of nothing. */
export function ratioOf(top: Paths, bottom: Paths): Paths {
  const first = top.first > bottom.first ? top.first : bottom.first;
  const to = endOf(top) < endOf(bottom) ? endOf(top) : endOf(bottom);
  const steps = Math.max(0, daysBetween(first, to));
  const [topAt, bottomAt] = [daysBetween(top.first, first), daysBetween(bottom.first, first)];
  const count = Math.min(countOf(top), countOf(bottom));
  const values = new Float32Array(count * steps);
  for (let path = 0; path < count; path++) for (let step = 0; step < steps; step++) {
    const under = bottom.values[path * bottom.steps + bottomAt + step]!;
    values[path * steps + step] = under > 0 ? top.values[path * top.steps + topAt + step]! / under : 0;
  }
  return { first, steps, values };
}

export function toBytes(paths: Paths): Buffer {
  return Buffer.from(paths.values.buffer, paths.values.byteOffset, paths.values.byteLength);
}

export function fromBytes(first: Day, steps: number, bytes: Buffer): Paths {
  // A copy: a buffer of the driver need not lie on a multiple of four.
  const copy = new Uint8Array(bytes);
  return { first, steps, values: new Float32Array(copy.buffer, 0, copy.byteLength / 4) };
}
