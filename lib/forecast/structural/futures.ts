// Futures of a learned regression: every path has its own coefficients, level, growth and days.
import type { Random } from "#lib/forecast/random.ts";
import { solveUpper } from "#lib/forecast/structural/cholesky.ts";
import type { Design } from "#lib/forecast/structural/design.ts";
import { dot, form, type Learned } from "#lib/forecast/structural/learn.ts";

/** Log growth since the last known step, by step of the horizon, as the last slope fades. */
export function growth(design: Design, learned: Learned, horizon: number): Float64Array {
  let slope = lastSlope(design, learned.beta), grown = 0;
  return Float64Array.from({ length: horizon }, () => (grown += slope *= learned.keep));
}

/** Log values of the horizon at the posterior mean, without anything unforeseen. */
export function centre(design: Design, learned: Learned, length: number, horizon: number): Float64Array {
  let error = Number.isNaN(learned.lastError) ? 0 : learned.lastError;
  return growth(design, learned, horizon).map((grown, step) => {
    error *= learned.rho;
    return design.offset[length + step]! + dot(design, length + step, learned.beta) + grown + error;
  });
}

/** `count` futures of log values, row after row. */
export function futures(design: Design, learned: Learned, length: number, horizon: number, count: number, random: Random): Float64Array {
  const { beta, lower, rho, keep, innovations } = learned;
  const out = new Float64Array(count * horizon);
  const size = design.columns, drawn = new Float64Array(size);
  const spread = Math.sqrt(learned.noise), jolt = Math.sqrt(learned.slope * (1 - keep * keep));
  const knots = design.level.knots.at.length;
  // What is not known of the coefficients makes futures differ; on the log scale it would also raise their mean, by half its variance.
  const raised = Float64Array.from({ length: horizon }, (_, step) => form(design, learned.covariance, length + step, length + step) / 2);
  for (let path = 0; path < count; path++) {
    for (let column = 0; column < size; column++) drawn[column] = random.normal();
    solveUpper(lower, size, drawn);
    // The last error is what the drawn coefficients leave of the last day.
    let error = Number.isNaN(learned.lastError) ? spread / Math.sqrt(1 - rho * rho) * random.normal() : learned.lastError - dot(design, length - 1, drawn);
    for (let column = 0; column < size; column++) drawn[column]! += beta[column]!;
    let slope = lastSlope(design, drawn), grown = 0, level = 0;
    // How far levels wander was learned from few moves: its uncertainty widens the tails (a Student walk).
    const walk = Math.sqrt(learned.level * Math.min(9, knots / chiSquare(knots, random)));
    for (let step = 0; step < horizon; step++) {
      slope = slope * keep + jolt * random.normal();
      grown += slope;
      level += walk * random.normal();
      error = rho * error + spread * innovations[Math.floor(random.uniform() * innovations.length)]!;
      out[path * horizon + step] = design.offset[length + step]! + dot(design, length + step, drawn) - raised[step]! + grown + level + error;
    }
  }
  return out;
}

function lastSlope(design: Design, beta: Float64Array): number {
  const { at } = design.trend.knots, last = design.trend.from + at.length - 1;
  return (beta[last]! - beta[last - 1]!) / Math.max(1, at[at.length - 1]! - at[at.length - 2]!);
}

/** A draw of χ² (Wilson & Hilferty, 1931: its cube root is nearly normal). */
function chiSquare(freedom: number, random: Random): number {
  const part = 2 / (9 * freedom);
  return freedom * Math.max(0.05, 1 - part + Math.sqrt(part) * random.normal()) ** 3;
}
