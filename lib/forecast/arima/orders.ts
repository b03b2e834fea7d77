// Which ARIMA it is, and how the search's numbers become its polynomials (Box, Jenkins, Reinsel & Ljung, Time Series Analysis, chapter 9).

/** (p, d, q)(P, D, Q): autoregression, differences and moving average, for neighbours and for seasons. */
export interface Orders { p: number; d: number; q: number; P: number; D: number; Q: number }

/** y_t = Σ ar_i y_(t−1−i) + e_t + Σ ma_i e_(t−1−i), seasons multiplied in. */
export interface Polynomials { ar: Float64Array; ma: Float64Array }

export const parameters = ({ p, q, P, Q }: Orders) => p + q + P + Q;

/**
 * Each part is searched for by its partial autocorrelations, tanh of any number: every answer is stationary and invertible
 * (Monahan 1984), so no forecast can explode by its own roots.
 */
export function polynomials({ p, q, P, Q }: Orders, season: number, x: Float64Array): Polynomials {
  const part = (from: number, count: number) => fromPartials(x.subarray(from, from + count));
  return {
    ar: times(part(0, p), part(p + q, P), season, -1),
    ma: times(part(p, q).map((value) => -value), part(p + q + P, Q).map((value) => -value), season, 1),
  };
}

/** Durbin and Levinson: coefficients of an autoregression from its partial autocorrelations. */
export function fromPartials(x: Float64Array): Float64Array {
  const out = x.map((value) => Math.tanh(value));
  for (let order = 1; order < x.length; order++) {
    const last = out[order]!, before = out.slice(0, order);
    for (let at = 0; at < order; at++) out[at] = before[at]! - last * before[order - 1 - at]!;
  }
  return out;
}

/** (1 + s Σ a_i B^i)(1 + s Σ b_j B^(jm)) without its leading one, again with sign s. */
function times(short: Float64Array, long: Float64Array, season: number, sign: number): Float64Array {
  const out = new Float64Array(short.length + long.length * season);
  out.set(short);
  long.forEach((value, at) => {
    const place = (at + 1) * season;
    out[place - 1]! += value;
    short.forEach((other, by) => { out[place + by]! += sign * value * other; });
  });
  return out;
}

/** `d` differences of neighbours and `D` of seasons: d + D × season values fewer. */
export function differenced(values: Float64Array, { d, D }: Orders, season: number): Float64Array {
  let out: Float64Array = values;
  for (let turn = 0; turn < D; turn++) out = out.subarray(season).map((value, at) => value - out[at]!);
  for (let turn = 0; turn < d; turn++) out = out.subarray(1).map((value, at) => value - out[at]!);
  return out;
}

/** What the differences remove, as weights on past values: y_t = w_t + Σ weight_i y_(t−1−i). */
export function undoing({ d, D }: Orders, season: number): Float64Array {
  let out: Float64Array = Float64Array.of(1);
  const by = (lag: number) => { const next = new Float64Array(out.length + lag); next.set(out); out.forEach((value, at) => { next[at + lag]! -= value; }); out = next; };
  for (let turn = 0; turn < d; turn++) by(1);
  for (let turn = 0; turn < D; turn++) by(season);
  return out.subarray(1).map((value) => -value);
}
