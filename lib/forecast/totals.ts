// Totals are read from joint paths: the range of a month is the range of its paths' sums, never the sum of its days' ranges.

export interface Spread { mean: number; p10: number; p50: number; p90: number; lo95: number; hi95: number }

/** Sum of steps [from, to) of each path, plus `known`: what has been sold already. @param steps values a path */
export function sums(paths: Float64Array, steps: number, from: number, to: number, known = 0): Float64Array {
  const count = steps === 0 ? 0 : paths.length / steps;
  const out = new Float64Array(count).fill(known);
  for (let path = 0; path < count; path++) for (let step = Math.max(0, from); step < Math.min(to, steps); step++) out[path]! += paths[path * steps + step]!;
  return out;
}

/** The quantile of a sample, between neighbours by their distance (R's type 7). `sorted` ascending, not empty. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share;
  const low = Math.floor(at);
  const below = sorted[low]!;
  return below + (at - low) * ((sorted[low + 1] ?? below) - below);
}

export function spread(sample: Float64Array): Spread {
  const sorted = Float64Array.from(sample).sort();
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return { mean, p10: quantile(sorted, 0.1), p50: quantile(sorted, 0.5), p90: quantile(sorted, 0.9), lo95: quantile(sorted, 0.025), hi95: quantile(sorted, 0.975) };
}

/** Share of paths that reach `goal`: 0.62 is "a 62 % chance". */
export function chance(sample: Float64Array, goal: number): number {
  return sample.reduce((reached, value) => reached + (value >= goal ? 1 : 0), 0) / sample.length;
}
