// Which exponential smoothing models there are, and how one's numbers lie in a vector (Hyndman, Koehler, Ord & Snyder 2008, chapter 2).

/**
 * error, trend, season: (N)one, (A)dditive, (M)ultiplicative, (D)amped additive. Multiplicative trends are left out: they explode,
 * and R's ets leaves them out too; so are (A,·,M) and (M,M,A), whose variance is not sound.
 */
export interface Shape { error: "A" | "M"; trend: "N" | "A" | "D"; season: "N" | "A" | "M" }

export const nameOf = (shape: Shape) => `ETS(${shape.error},${shape.trend === "D" ? "Ad" : shape.trend},${shape.season})`;

/** Every sound shape for a series. @param positive whether all its values are above zero @param straight whether a trend may go on undamped */
export function shapes(season: number, count: number, positive: boolean, straight = true): Shape[] {
  const seasons = season > 1 && count >= 2 * season ? (["N", "A", "M"] as const) : (["N"] as const);
  return (["A", "M"] as const).flatMap((error) => (straight ? (["N", "A", "D"] as const) : (["N", "D"] as const)).flatMap((trend) => seasons.map((each) => ({ error, trend, season: each }))))
    .filter((shape) => (shape.error === "A" ? shape.season !== "M" : positive));
}

/** Free numbers of a shape: smoothing, first states (a season's sum to what the level holds) and the size of errors. */
export function freedoms(shape: Shape, season: number): number {
  return 3 + (shape.trend === "N" ? 0 : 2) + (shape.trend === "D" ? 1 : 0) + (shape.season === "N" ? 0 : season);
}

/** Smoothing parameters: α in (0.0001, 0.9999), β in (0, α), γ in (0, 1 − α), φ in (0.8, 0.98), the bounds of R's ets. */
export interface Smoothing { alpha: number; beta: number; gamma: number; phi: number }

const LOW = 1e-4, HIGH = 0.9999, DAMP_LOW = 0.8, DAMP_HIGH = 0.98;
const squash = (value: number) => 1 / (1 + Math.exp(-value));
export const stretch = (share: number) => Math.log(share / (1 - share));

/** Places in the vector of the search: four of smoothing (unused ones stay), level, trend, season. */
export const PLACES = { alpha: 0, beta: 1, gamma: 2, phi: 3, level: 4, trend: 5, season: 6 } as const;

export function smoothing(shape: Shape, x: Float64Array): Smoothing {
  const alpha = LOW + (HIGH - LOW) * squash(x[0]!);
  return {
    alpha,
    beta: shape.trend === "N" ? 0 : alpha * squash(x[1]!),
    gamma: shape.season === "N" ? 0 : (1 - alpha) * squash(x[2]!),
    phi: shape.trend === "D" ? DAMP_LOW + (DAMP_HIGH - DAMP_LOW) * squash(x[3]!) : shape.trend === "A" ? 1 : 0,
  };
}

/** Turns the gradient by α, β, γ, φ into one by the search's own numbers, in place. */
export function chain(shape: Shape, x: Float64Array, by: Smoothing, gradient: Float64Array): void {
  const a = squash(x[0]!), b = squash(x[1]!), c = squash(x[2]!), p = squash(x[3]!);
  const trended = shape.trend !== "N", seasonal = shape.season !== "N";
  const { alpha: ga, beta: gb, gamma: gc, phi: gp } = { alpha: gradient[0]!, beta: gradient[1]!, gamma: gradient[2]!, phi: gradient[3]! };
  gradient[0] = (ga + (trended ? gb * b : 0) - (seasonal ? gc * c : 0)) * (HIGH - LOW) * a * (1 - a);
  gradient[1] = trended ? gb * by.alpha * b * (1 - b) : 0;
  gradient[2] = seasonal ? gc * (1 - by.alpha) * c * (1 - c) : 0;
  gradient[3] = shape.trend === "D" ? gp * (DAMP_HIGH - DAMP_LOW) * p * (1 - p) : 0;
}
