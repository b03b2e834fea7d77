// Learns the regression with its priors: expectation–maximisation for z = Xβ + e, e an AR(1) with Student innovations.
// Spreads of the groups, of level and slope, the noise and its autocorrelation are all learned from the series (empirical Bayes:
// MacKay, Bayesian interpolation, 1992; Student weights: Lange, Little & Taylor, 1989), each held by a weak prior belief.
import { factor, inverse, solve } from "#lib/forecast/structural/cholesky.ts";
import type { Design } from "#lib/forecast/structural/design.ts";
import { YEAR, type Grain } from "#lib/forecast/series.ts";

/** What EM learns; a later fit of the same series may start from it. */
export interface Settings {
  noise: number;
  rho: number;
  spreads: Record<string, number>;
  /** Variance of the level's walk per step, and of the slope (stationary), both log scale. */
  level: number;
  slope: number;
}

export interface Learned extends Settings {
  beta: Float64Array;
  /** Factor of the posterior precision, and its inverse. */
  lower: Float64Array;
  covariance: Float64Array;
  /** Innovations of known steps, in units of the noise's spread. */
  innovations: Float64Array;
  /** The last error, NaN when the last step is missing. */
  lastError: number;
  /** Share of the slope kept per step. */
  keep: number;
}

/** Degrees of freedom of the innovations: heavy enough tails that one sale or outage doesn't move the rest (Lange, Little & Taylor use 4). */
const TAILS = 4;
/**
 * Weak beliefs, worth 2 observations: the level wanders 2 % a month in days, where weeks and noise are told apart from it, 5 % in coarser
 * grains; growth lies within 30 % a year of none …
 */
const LEVEL_MONTH: Record<Grain, number> = { day: 0.02, week: 0.05, month: 0.05 }, GROWTH_YEAR = 0.3, BELIEF = 2;
/** … and half of it is gone after ten years: firms' growth lasts, but not for ever. */
const GROWTH_HALF_LIFE = 10;

/** EM has arrived where a round moves what is fitted by less than this share of the noise's spread, as a root mean square. */
const ARRIVED = 0.01;

/** Steps whose posterior variance is worked out; those between take their neighbour's, which hardly differs. */
const SAMPLED = 120;

/** @param z log values of history, NaN where missing. @param rounds most rounds of EM; it stops where they change nothing. @returns null when no sound solution exists */
export function learn(design: Design, z: Float64Array, grain: Grain, from: Settings | null, rounds: number): Learned | null {
  const size = design.columns, length = z.length;
  const year = YEAR[grain], keep = Math.exp(-Math.LN2 / (GROWTH_HALF_LIFE * year));
  const levelBelief = (LEVEL_MONTH[grain] ** 2 * 12) / year, slopeBelief = (GROWTH_YEAR / year) ** 2;
  const known: number[] = [];
  for (let step = 0; step < length; step++) if (!Number.isNaN(z[step]!)) known.push(step);
  if (known.length < 2) return null;
  let { noise, rho, level, slope } = from ?? { noise: startNoise(z, known), rho: 0.3, level: levelBelief, slope: slopeBelief };
  const spreads: Record<string, number> = {};
  for (const group of design.groups) spreads[group.name] = from?.spreads[group.name] ?? group.expected ** 2;
  const weights = new Float64Array(length).fill(1);
  const levelWeights = new Float64Array(design.level.knots.at.length).fill(1), trendWeights = new Float64Array(design.trend.knots.at.length).fill(1);
  const scratch: Scratch = { values: new Float64Array(size), touched: new Int32Array(2 * size) };
  const stride = Math.ceil(known.length / SAMPLED);
  let beta: Float64Array = new Float64Array(size), lower: Float64Array = new Float64Array(0), covariance: Float64Array = new Float64Array(0);
  const errors = new Float64Array(length), own = new Float64Array(length), cross = new Float64Array(length), innovations = new Float64Array(length);

  for (let round = 0; round <= rounds; round++) {
    const a = new Float64Array(size * size), b = new Float64Array(size);
    addPriors(design, a, spreads, level, slope, keep, levelWeights, trendWeights);
    for (const step of known) {
      const linked = step > 0 && !Number.isNaN(z[step - 1]!);
      const weight = (linked ? weights[step]! : weights[step]! * (1 - rho * rho)) / noise;
      addRow(design, a, b, scratch, step, linked ? rho : 0, linked ? z[step]! - rho * z[step - 1]! : z[step]!, weight);
    }
    lower = a;
    if (!factor(lower, size)) return null;
    solve(lower, size, b);
    beta = b;
    let moved = 0;
    for (const step of known) {
      const error = z[step]! - dot(design, step, beta);
      moved += (error - errors[step]!) ** 2;
      errors[step] = error;
    }
    if (round === rounds || (round > 0 && moved < ARRIVED ** 2 * noise * known.length)) break;
    covariance = inverse(lower, size);

    let ownNow = 0, crossNow = 0;
    known.forEach((step, index) => {
      if (index % stride === 0) {
        ownNow = form(design, covariance, step, step);
        crossNow = step > 0 ? form(design, covariance, step, step - 1) : 0;
      }
      own[step] = ownNow;
      cross[step] = crossNow;
    });
    let top = 0, bottom = 1e-300, squares = 0;
    for (const step of known) {
      if (step === 0 || Number.isNaN(z[step - 1]!)) continue;
      top += weights[step]! * (errors[step]! * errors[step - 1]! + cross[step]!);
      bottom += weights[step]! * (errors[step - 1]! ** 2 + own[step - 1]!);
    }
    // Two observations' worth of belief in no autocorrelation keep short series apart from a walk.
    rho = Math.min(0.97, Math.max(-0.3, top / (bottom + 2 * noise)));
    for (const step of known) {
      const linked = step > 0 && !Number.isNaN(z[step - 1]!);
      const square = linked
        ? (errors[step]! - rho * errors[step - 1]!) ** 2 + own[step]! - 2 * rho * cross[step]! + rho * rho * own[step - 1]!
        : (errors[step]! ** 2 + own[step]!) * (1 - rho * rho);
      weights[step] = (TAILS + 1) / (TAILS + square / noise);
      squares += weights[step]! * square;
    }
    noise = Math.max(squares / known.length, 1e-12);
    for (const group of design.groups) {
      if (group.name === "intercept") continue;
      let sum = group.certainty * group.expected ** 2;
      for (let column = group.from; column < group.to; column++) sum += (beta[column]! ** 2 + covariance[column * size + column]!) / group.shares[column - group.from]! ** 2;
      spreads[group.name] = faster(spreads[group.name]!, sum / (group.certainty + group.to - group.from));
    }
    level = faster(level, walkVariance(design, beta, covariance, levelBelief, level, levelWeights));
    slope = faster(slope, slopeVariance(design, beta, covariance, keep, slopeBelief, slope, trendWeights));
  }
  let count = 0;
  for (const step of known) {
    const linked = step > 0 && !Number.isNaN(z[step - 1]!);
    innovations[count++] = (linked ? errors[step]! - rho * errors[step - 1]! : errors[step]! * Math.sqrt(1 - rho * rho)) / Math.sqrt(noise);
  }
  return { noise, rho, spreads, level, slope, beta, lower, covariance, innovations: innovations.subarray(0, count), lastError: Number.isNaN(z[length - 1]!) ? NaN : errors[length - 1]!, keep };
}

/** EM's steps are small where a spread goes to nothing: a step half as far again converges to the same place. */
const faster = (old: number, next: number) => Math.max(1e-14, old * (next / old) ** 1.5);

function startNoise(z: Float64Array, known: number[]): number {
  const changes: number[] = [];
  for (let at = 1; at < known.length; at++) changes.push(Math.abs(z[known[at]!]! - z[known[at - 1]!]!));
  changes.sort((a, b) => a - b);
  return Math.max(1e-8, (changes[changes.length >> 1]! / 1.35) ** 2);
}

/** xᵀβ of a step's row. */
export function dot(design: Design, step: number, beta: Float64Array): number {
  let sum = 0;
  for (let at = design.start[step]!; at < design.start[step + 1]!; at++) sum += design.value[at]! * beta[design.column[at]!]!;
  return sum;
}

/** xᵢᵀ C xⱼ for rows of two steps. */
export function form(design: Design, covariance: Float64Array, i: number, j: number): number {
  const { start, column, value, columns: size } = design;
  let sum = 0;
  for (let a = start[i]!; a < start[i + 1]!; a++) {
    const from = column[a]! * size;
    let inner = 0;
    for (let b = start[j]!; b < start[j + 1]!; b++) inner += covariance[from + column[b]!]! * value[b]!;
    sum += value[a]! * inner;
  }
  return sum;
}

/** Places and values of one row, so that assembling allocates nothing. */
interface Scratch { values: Float64Array; touched: Int32Array }

/** Adds weight·(x − ρ·x₋₁)(x − ρ·x₋₁)ᵀ to the lower triangle of A, and the same with its target to b. The scratch values are zero before and after. */
function addRow(design: Design, a: Float64Array, b: Float64Array, scratch: Scratch, step: number, rho: number, target: number, weight: number): void {
  const { start, column, value, columns: size } = design, { values, touched } = scratch;
  let count = 0;
  for (let at = start[step]!; at < start[step + 1]!; at++) { const where = column[at]!; touched[count++] = where; values[where] = value[at]!; }
  if (rho !== 0) for (let at = start[step - 1]!; at < start[step]!; at++) {
    const where = column[at]!;
    if (values[where] === 0) touched[count++] = where;
    values[where]! -= rho * value[at]!;
  }
  for (let i = 0; i < count; i++) {
    const row = touched[i]!, share = values[row]! * weight;
    b[row]! += share * target;
    for (let j = 0; j <= i; j++) {
      const other = touched[j]!;
      a[row > other ? row * size + other : other * size + row]! += share * values[other]!;
    }
  }
  for (let i = 0; i < count; i++) values[touched[i]!] = 0;
}

function addPriors(design: Design, a: Float64Array, spreads: Record<string, number>, level: number, slope: number, keep: number, levelWeights: Float64Array, trendWeights: Float64Array): void {
  const size = design.columns;
  for (const group of design.groups) for (let column = group.from; column < group.to; column++) a[column * size + column]! += 1 / (spreads[group.name]! * group.shares[column - group.from]! ** 2);
  // Level and trend start at 0: the intercept says where.
  for (const { from } of [design.level, design.trend]) a[from * size + from]! += 1e6;
  const steps = design.level.knots.at;
  for (let knot = 1; knot < steps.length; knot++) {
    const precision = levelWeights[knot]! / (level * Math.max(1, steps[knot]! - steps[knot - 1]!)), right = design.level.from + knot;
    a[right * size + right]! += precision;
    a[(right - 1) * size + right - 1]! += precision;
    a[right * size + right - 1]! -= precision;
  }
  eachSlope(design, keep, (knot, columns, parts, variance) => {
    const precision = trendWeights[knot]! / (slope * variance);
    for (let i = 0; i < columns.length; i++) for (let j = 0; j < columns.length; j++) {
      if (columns[j]! <= columns[i]!) a[columns[i]! * size + columns[j]!]! += precision * parts[i]! * parts[j]!;
    }
  });
}

/** Each slope's innovation sₖ − φsₖ₋₁ as a combination of the trend's knots; its variance in units of the slope's stationary one. */
function eachSlope(design: Design, keep: number, visit: (knot: number, columns: number[], parts: number[], variance: number) => void): void {
  const { at } = design.trend.knots, { from } = design.trend;
  for (let knot = 1; knot < at.length; knot++) {
    const gap = Math.max(1, at[knot]! - at[knot - 1]!);
    if (knot === 1) { visit(knot, [from, from + 1], [-1 / gap, 1 / gap], 1); continue; }
    const before = Math.max(1, at[knot - 1]! - at[knot - 2]!), phi = keep ** ((gap + before) / 2);
    visit(knot, [from + knot - 2, from + knot - 1, from + knot], [phi / before, -1 / gap - phi / before, 1 / gap], 1 - phi * phi);
  }
}

function walkVariance(design: Design, beta: Float64Array, covariance: Float64Array, belief: number, old: number, weights: Float64Array): number {
  const size = design.columns, { at } = design.level.knots;
  let sum = BELIEF * belief;
  for (let knot = 1; knot < at.length; knot++) {
    const right = design.level.from + knot, left = right - 1;
    const square = ((beta[right]! - beta[left]!) ** 2 + covariance[right * size + right]! + covariance[left * size + left]! - 2 * covariance[right * size + left]!) / Math.max(1, at[knot]! - at[knot - 1]!);
    weights[knot] = (TAILS + 1) / (TAILS + square / old);
    sum += weights[knot]! * square;
  }
  return sum / (BELIEF + at.length - 1);
}

function slopeVariance(design: Design, beta: Float64Array, covariance: Float64Array, keep: number, belief: number, old: number, weights: Float64Array): number {
  const size = design.columns;
  let sum = BELIEF * belief, count = BELIEF;
  eachSlope(design, keep, (knot, columns, parts, variance) => {
    let mean = 0, square = 0;
    for (let i = 0; i < columns.length; i++) {
      mean += parts[i]! * beta[columns[i]!]!;
      for (let j = 0; j < columns.length; j++) square += parts[i]! * parts[j]! * covariance[columns[i]! * size + columns[j]!]!;
    }
    square = (square + mean * mean) / variance;
    weights[knot] = (TAILS + 1) / (TAILS + square / old);
    sum += weights[knot]! * square;
    count++;
  });
  return sum / count;
}
