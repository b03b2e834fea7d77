// Theta: a line and a level that follows the series, each half (Assimakopoulos & Nikolopoulos 2000; as SES with drift: Hyndman & Billah 2003).
import { seasonal, seasonalIndices } from "#lib/forecast/decompose.ts";
import type { Fit, Model, Task } from "#lib/forecast/model.ts";
import { filled } from "#lib/forecast/models/seasonal-naive.ts";
import { scaled } from "#lib/forecast/scale.ts";

/** A place of the season with less than this share of an ordinary one is closed: its values can't be divided back. */
const CLOSED = 0.01;

/**
 * y / season = SES with drift b/2, where b is the slope of the line through all values; forecast at step h (from 0):
 * level + b/2 × (h + (1 − (1 − α)^n) / α), times the season where the 90 % test shows one.
 * Paths: drawn one-step errors move the level by α, and the drift by its own uncertainty.
 */
export const theta: Model = {
  id: "theta",
  suits: (task) => task.series.values.filter((value) => value !== null).length >= 4,
  fit(task: Task): Fit {
    const { season, horizon } = task;
    const { values, scale } = scaled(filled(task.series.values, season));
    const count = values.length;
    const index = seasonal(values, season) ? seasonalIndices(values, season) : new Float64Array(season).fill(1);
    const open = (at: number) => index[at % season]! >= CLOSED;
    // Closed days are left out of the level: zeros would pull it down, repeats of the day before would call it calmer than it is.
    const steps = Float64Array.from(values.keys()).filter(open);
    const adjusted = steps.map((at) => values[at]! / index[at % season]!);
    const { alpha, level, errors } = smooth(adjusted);
    const half = slope(adjusted, steps) / 2;
    const lag = (1 - (1 - alpha) ** steps.length) / alpha;
    const known = errors.subarray(1);
    const deviation = Math.sqrt(known.reduce((sum, error) => sum + error * error, 0) / Math.max(1, known.length));
    const place = (step: number) => index[(count + step) % season]! * scale;
    return {
      point: Float64Array.from({ length: horizon }, (_, step) => Math.max(0, (level + half * (step + lag)) * place(step))),
      simulate(paths, random) {
        const out = new Float64Array(paths * horizon);
        for (let path = 0; path < paths; path++) {
          const drift = half + (random.normal() * alpha * deviation) / Math.sqrt(count);
          let moved = level + half * lag;
          for (let step = 0; step < horizon; step++) {
            const error = known.length > 0 ? known[Math.floor(random.uniform() * known.length)]! : 0;
            out[path * horizon + step] = Math.max(0, (moved + error) * place(step));
            moved += alpha * error + drift;
          }
        }
        return out;
      },
    };
  },
};

/** Slope of the least-squares line through values at `steps`, a step; 0 where there is one value. */
export function slope(values: Float64Array, steps: Float64Array): number {
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  let up = 0, spread = 0;
  for (let at = 0; at < values.length; at++) {
    up += (steps[at]! - mean) * values[at]!;
    spread += (steps[at]! - mean) ** 2;
  }
  return spread > 0 ? up / spread : 0;
}

export interface Smoothed { alpha: number; start: number; level: number; errors: Float64Array }

/**
 * Simple exponential smoothing with least squared one-step errors over α in [0.0001, 0.9999] and the first level.
 * Errors are linear in that level, e_t = e_t(0) − (1 − α)^(t−1) l₀, so it needs no search: only α has one.
 */
export function smooth(values: Float64Array): Smoothed {
  const low = 1e-4, high = 0.9999, parts = 24;
  const at = (part: number) => low + ((high - low) * part) / parts;
  let best = 0;
  const losses = Array.from({ length: parts + 1 }, (_, part) => loss(values, at(part)).sum);
  losses.forEach((value, part) => { if (value < losses[best]!) best = part; });
  const ratio = (Math.sqrt(5) - 1) / 2;
  let a = at(Math.max(0, best - 1)), b = at(Math.min(parts, best + 1));
  for (let turn = 0; turn < 40; turn++) {
    const c = b - ratio * (b - a), d = a + ratio * (b - a);
    if (loss(values, c).sum <= loss(values, d).sum) b = d; else a = c;
  }
  const middle = (a + b) / 2;
  const alpha = [low, middle, high].reduce((least, each) => (loss(values, each).sum < loss(values, least).sum ? each : least), middle);
  const start = loss(values, alpha).start;
  const errors = new Float64Array(values.length);
  let level = start;
  for (let step = 0; step < values.length; step++) { errors[step] = values[step]! - level; level += alpha * errors[step]!; }
  return { alpha, start, level, errors };
}

/** Squared errors of an α with its best first level. */
function loss(values: Float64Array, alpha: number): { sum: number; start: number } {
  let level = 0, weight = 1, squares = 0, cross = 0, weights = 0;
  for (let at = 0; at < values.length; at++) {
    const error = values[at]! - level;
    squares += error * error;
    cross += error * weight;
    weights += weight * weight;
    level += alpha * error;
    weight *= 1 - alpha;
  }
  return { sum: squares - (cross * cross) / weights, start: cross / weights };
}
