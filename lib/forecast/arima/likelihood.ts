// The exact likelihood of a regression with ARMA errors, by the Kalman filter (Harvey 1989, §3.3 and §3.4.2).
import type { Polynomials } from "#lib/forecast/arima/orders.ts";

export interface Filtered {
  /** −2 log likelihood up to a constant: n log σ² + Σ log F_t, with σ² and the regression's weights at their best. */
  value: number;
  variance: number;
  /** Weights of the regressors, and the triangle L of their covariance's inverse: X'X = L L', to be multiplied by 1/σ². */
  weights: Float64Array;
  triangle: Float64Array[];
  /** Standardised one-step errors of the series. */
  errors: Float64Array;
  /** State after the last value, of the series less its regression: place 0 is the next value's expectation. */
  state: Float64Array;
}

/**
 * One filter for the series and its regressors alike: their innovations are a plain regression (Kohn & Ansley 1985). The error's
 * variance F and the gain K follow Chandrasekhar's recursions (Morf, Sidhu & Kailath 1974; Pearlman 1980), which need one vector
 * w and one number m where Riccati's need the state's whole covariance:
 *   F' = F + m w₀², K' = K + m w₀ T w, m' = m + m² w₀² / F, w' = T w − K' w₀ / F'.
 * @param columns the series first, then each regressor, all differenced, of one length
 */
export function filter({ ar, ma }: Polynomials, columns: readonly Float64Array[]): Filtered {
  const size = Math.max(ar.length, ma.length + 1), count = columns[0]!.length, width = columns.length;
  const phi = new Float64Array(size + 1);
  phi.set(ar);
  const stride = size + 1;
  const states = new Float64Array(width * stride), innovations = columns.map(() => new Float64Array(count));
  const first = covariances(ar, ma, size);
  let variance = first[0]!;
  const gain = new Float64Array(size), w = new Float64Array(size + 1);
  for (let i = 0; i < size; i++) w[i] = gain[i] = phi[i]! * variance + (first[i + 1] ?? 0);
  let m = -1 / variance, logs = 0;
  for (let at = 0; at < count; at++) {
    const root = Math.sqrt(variance);
    logs += Math.log(variance);
    for (let column = 0; column < width; column++) {
      const base = column * stride, before = states[base]!, surprise = columns[column]![at]! - before, share = surprise / variance;
      innovations[column]![at] = surprise / root;
      for (let i = 0; i < size; i++) states[base + i] = phi[i]! * before + states[base + i + 1]! + gain[i]! * share;
    }
    const now = w[0]!, moved = m * now;
    // Once the past is known as well as it can be, all that is uncertain is the next error itself.
    if (moved * now > -1e-10) continue;
    const next = Math.max(1, variance + moved * now);
    m += (moved * moved) / variance;
    for (let i = 0; i < size; i++) {
      const turned = phi[i]! * now + w[i + 1]!;
      gain[i]! += moved * turned;
      w[i] = turned - (gain[i]! * now) / next;
    }
    variance = next;
  }
  return regressed(innovations, states, size, logs);
}

/** Covariance of the next value with each place of the state, before anything is seen, in units of the errors' variance. */
function covariances(ar: Float64Array, ma: Float64Array, size: number): Float64Array {
  const theta = (lag: number) => (lag === 0 ? 1 : (ma[lag - 1] ?? 0)), phi = (lag: number) => ar[lag - 1] ?? 0;
  // How an error goes on: ψ_j = θ_j + Σ φ_i ψ_(j−i).
  const psi = new Float64Array(size);
  for (let at = 0; at < size; at++) {
    psi[at] = theta(at);
    for (let lag = 1; lag <= Math.min(at, ar.length); lag++) psi[at]! += ar[lag - 1]! * psi[at - lag]!;
  }
  const moving = (lag: number) => { let sum = 0; for (let at = lag; at <= ma.length; at++) sum += theta(at) * psi[at - lag]!; return sum; };
  // Yule and Walker: γ_k − Σ φ_i γ_|k−i| = Σ θ_j ψ_(j−k), for k = 0 … p.
  const p = ar.length;
  const rows = Array.from({ length: p + 1 }, (_, k) => {
    const row = new Float64Array(p + 2);
    row[k] = 1;
    for (let lag = 1; lag <= p; lag++) row[Math.abs(k - lag)]! -= phi(lag);
    row[p + 1] = moving(k);
    return row;
  });
  const known = solve(rows), gamma = new Float64Array(size + 1);
  for (let lag = 0; lag <= size; lag++) {
    gamma[lag] = lag <= p ? known[lag]! : moving(lag);
    if (lag > p) for (let by = 1; by <= p; by++) gamma[lag]! += phi(by) * gamma[lag - by]!;
  }
  return Float64Array.from({ length: size }, (_, place) => {
    if (place === 0) return gamma[0]!;
    let sum = 0;
    for (let lag = place; lag < size; lag++) sum += phi(lag + 1) * gamma[lag - place + 1]! + theta(lag) * psi[lag - place]!;
    return sum;
  });
}

/** Gauss with pivots: each row ends with its right side. */
function solve(rows: Float64Array[]): Float64Array {
  const size = rows.length;
  for (let i = 0; i < size; i++) {
    let pivot = i;
    for (let k = i + 1; k < size; k++) if (Math.abs(rows[k]![i]!) > Math.abs(rows[pivot]![i]!)) pivot = k;
    [rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!];
    for (let k = i + 1; k < size; k++) {
      const share = rows[k]![i]! / rows[i]![i]!;
      if (share !== 0) for (let j = i; j <= size; j++) rows[k]![j]! -= share * rows[i]![j]!;
    }
  }
  const out = new Float64Array(size);
  for (let i = size - 1; i >= 0; i--) {
    out[i] = rows[i]![size]!;
    for (let j = i + 1; j < size; j++) out[i]! -= rows[i]![j]! * out[j]!;
    out[i]! /= rows[i]![i]!;
  }
  return out;
}

function regressed(innovations: Float64Array[], states: Float64Array, size: number, logs: number): Filtered {
  const [errors, ...columns] = innovations as [Float64Array, ...Float64Array[]];
  const { weights, triangle } = leastSquares(columns, errors);
  const state = Float64Array.from(states.subarray(0, size));
  weights.forEach((weight, column) => {
    for (let at = 0; at < errors.length; at++) errors[at]! -= weight * columns[column]![at]!;
    for (let i = 0; i < size; i++) state[i]! -= weight * states[(column + 1) * (size + 1) + i]!;
  });
  const count = errors.length;
  // A series without noise would send the logarithm to −∞.
  const variance = errors.reduce((sum, error) => sum + error * error, 0) / count + 1e-12;
  return { value: count * Math.log(variance) + logs, variance, weights, triangle, errors, state };
}

/** Least squares by Cholesky; a column that the others explain has weight 0. */
export function leastSquares(columns: readonly Float64Array[], target: Float64Array): { weights: Float64Array; triangle: Float64Array[] } {
  const dot = (a: Float64Array, b: Float64Array) => { let sum = 0; for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!; return sum; };
  const width = columns.length;
  const triangle = columns.map(() => new Float64Array(width));
  const middle = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    const row = triangle[i]!;
    const own = dot(columns[i]!, columns[i]!);
    for (let j = 0; j < i; j++) {
      let sum = dot(columns[i]!, columns[j]!);
      for (let k = 0; k < j; k++) sum -= row[k]! * triangle[j]![k]!;
      row[j] = triangle[j]![j]! === Infinity ? 0 : sum / triangle[j]![j]!;
    }
    let left = own;
    for (let k = 0; k < i; k++) left -= row[k]! ** 2;
    row[i] = left > 1e-9 * own && own > 0 ? Math.sqrt(left) : Infinity;
    let sum = dot(columns[i]!, target);
    for (let k = 0; k < i; k++) sum -= row[k]! * middle[k]!;
    middle[i] = sum / row[i]!;
  }
  return { weights: backwards(triangle, middle), triangle };
}

/** Solves L' w = v. With v of standard normals, w is a draw of weights around zero. */
export function backwards(triangle: readonly Float64Array[], v: Float64Array): Float64Array {
  const out = new Float64Array(v.length);
  for (let i = v.length - 1; i >= 0; i--) {
    let sum = v[i]!;
    for (let k = i + 1; k < v.length; k++) sum -= triangle[k]![i]! * out[k]!;
    out[i] = triangle[i]![i]! === Infinity ? 0 : sum / triangle[i]![i]!;
  }
  return out;
}
