// What a projection says at given levels: bounds of each step and of the whole horizon, all read from the same paths.
import type { Forecast } from "#lib/forecast/forecast.ts";
import { quantile, sums } from "#lib/forecast/totals.ts";

/** The middle `level` percent: 80 runs from the 10th to the 90th percentile. */
export interface Bounds { level: number; low: number; high: number }

export interface AtLevels {
  /** Bounds by step, in the order of `levels`. */
  steps: Bounds[][];
  /** The sum of the horizon. */
  total: { value: number; bounds: Bounds[] };
}

export function atLevels(forecast: Pick<Forecast, "paths" | "point" | "count">, levels: readonly number[]): AtLevels {
  const { paths, point, count } = forecast;
  const horizon = point.length;
  const column = new Float64Array(count);
  const steps = Array.from(point, (_, step) => {
    for (let path = 0; path < count; path++) column[path] = paths[path * horizon + step]!;
    return boundsOf(column, levels);
  });
  // The points' sum, so that a person who adds the rows up finds the total.
  return { steps, total: { value: point.reduce((sum, value) => sum + value, 0), bounds: boundsOf(sums(paths, horizon, 0, horizon), levels) } };
}

/** Sorts the sample in place. */
function boundsOf(sample: Float64Array, levels: readonly number[]): Bounds[] {
  sample.sort();
  return levels.map((level) => ({ level, low: quantile(sample, (100 - level) / 200), high: quantile(sample, (100 + level) / 200) }));
}
