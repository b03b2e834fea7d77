// Parts that add up to their whole at every step of every path: stores, channels, products and "other", new and returning
// customers. The whole is projected by itself, since sums are easier to foresee than their parts; the parts say how it divides.
import type { Random } from "#lib/forecast/random.ts";

/** Joint futures, row after row: value of path p at step s is [p × horizon + s]. */
type Rows = Float64Array | Float32Array;

/** A part may be stretched this many times to fill its share; what is missing beyond goes by usual shares. */
const STRETCH = 2;
const BISECTIONS = 12;

/**
 * Each part's paths are dealt to the whole's, then scaled to it step by step. A part keeps its own paths (weeks stay weeks) and
 * nearly its own spread; nothing turns negative; where all parts are nothing and the whole is not, usual shares decide.
 * @param whole paths ≥ 0
 * @param parts as many paths of the same horizon each, ≥ 0; none makes none
 */
export function reconcile<T extends Rows>(whole: T, parts: readonly T[], horizon: number, random: Random): T[] {
  const dealt = deal(whole, parts, horizon, random);
  const usual = usualShares(parts, horizon);
  const out = dealt.map((part) => part.slice() as T);
  for (let at = 0; at < whole.length; at++) {
    let together = 0;
    for (const part of dealt) together += part[at]!;
    const factor = together > 0 ? Math.min(STRETCH, whole[at]! / together) : 0;
    const rest = Math.max(0, whole[at]! - factor * together);
    const shares = usual[at % horizon]!;
    out.forEach((part, index) => (part[at] = factor * dealt[index]![at]! + rest * shares[index]!));
  }
  return out;
}

/** Shares of the parts by step over all paths; by the whole horizon where a step has nothing, equal where nothing has. */
function usualShares(parts: readonly Rows[], horizon: number): Float64Array[] {
  const byStep = Array.from({ length: horizon }, () => new Float64Array(parts.length));
  parts.forEach((part, index) => part.forEach((value, at) => (byStep[at % horizon]![index]! += value)));
  const overall = new Float64Array(parts.length);
  for (const sums of byStep) sums.forEach((sum, index) => (overall[index]! += sum));
  const shares = (sums: Float64Array) => { const all = sums.reduce((sum, value) => sum + value, 0); return all > 0 ? sums.map((sum) => sum / all) : null; };
  const fallback = shares(overall) ?? overall.map(() => 1 / parts.length);
  return byStep.map((sums) => shares(sums) ?? fallback);
}

/**
 * Which of a part's paths goes with which of the whole's: by rank of their sums, through a normal score that is partly the
 * whole's and partly the part's own (a one-factor Gaussian copula; Li, 2000). The shared part is what makes the sums of the
 * dealt paths spread as the whole does: parts that move together in the whole's forecast do so here.
 */
function deal<T extends Rows>(whole: T, parts: readonly T[], horizon: number, random: Random): T[] {
  const count = horizon === 0 ? 0 : whole.length / horizon;
  const wholeSums = sumsOf(whole, horizon, count);
  const common = new Float64Array(count);
  const scores = Float64Array.from({ length: count }, () => random.normal()).sort();
  order(wholeSums).forEach((path, rank) => (common[path] = scores[rank]!));
  const own = parts.map(() => Float64Array.from({ length: count }, () => random.normal()));
  const sums = parts.map((part) => sumsOf(part, horizon, count));
  const ranked = sums.map(order);
  const dealing = (shared: number) => own.map((noise, index) => {
    const places = order(noise.map((value, path) => shared * common[path]! + Math.sqrt(1 - shared ** 2) * value));
    const from = new Int32Array(count);
    places.forEach((path, rank) => (from[path] = ranked[index]![rank]!));
    return from;
  });
  const spreadOf = (from: readonly Int32Array[]) => deviation(Float64Array.from({ length: count }, (_, path) => from.reduce((sum, places, index) => sum + sums[index]![places[path]!]!, 0)));
  const wanted = deviation(wholeSums) * (total(sums) / (total([wholeSums]) || 1));
  let [low, high] = [0, 1];
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    if (spreadOf(dealing(middle)) < wanted) low = middle;
    else high = middle;
  }
  return dealing((low + high) / 2).map((from, index) => {
    const rows = parts[index]!.slice() as T;
    from.forEach((source, path) => rows.set(parts[index]!.subarray(source * horizon, (source + 1) * horizon), path * horizon));
    return rows;
  });
}

function sumsOf(rows: Rows, horizon: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, path) => { let sum = 0; for (let at = path * horizon; at < (path + 1) * horizon; at++) sum += rows[at]!; return sum; });
}

/** Places in ascending order of their values; equal ones as they stand. */
function order(values: Float64Array): number[] {
  return Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
}

function total(samples: readonly Float64Array[]): number {
  return samples.reduce((sum, sample) => sum + sample.reduce((all, value) => all + value, 0), 0);
}

function deviation(sample: Float64Array): number {
  const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  return Math.sqrt(sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sample.length);
}
