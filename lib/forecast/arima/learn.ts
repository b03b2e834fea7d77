// One ARIMA with regressors, learned; what it says ahead.
import { backwards, filter, type Filtered } from "#lib/forecast/arima/likelihood.ts";
import { differenced, parameters, polynomials, undoing, type Orders, type Polynomials } from "#lib/forecast/arima/orders.ts";
import { minimise, stepped } from "#lib/forecast/minimise.ts";
import type { Random } from "#lib/forecast/random.ts";

/** A series with what may explain it: each regressor covers the past and the steps ahead. */
export interface Explained {
  values: Float64Array;
  regressors: readonly Float64Array[];
  season: number;
  /** Numbers learned elsewhere from the same values, which likelihood must pay for too. */
  spent?: number;
}

export interface Arima { orders: Orders; polynomials: Polynomials; x: Float64Array; filtered: Filtered; aicc: number; freedoms: number }

/** Differenced once, learned many times. Numbers beyond 4 are left out: tanh of 4 is 0.9993, and nothing changes any more but the search. */
const FAR = 4;
/** A step that gains less than this in −2 log likelihood changes no weight of a model by a hundredth. */
const ENOUGH = 0.01;

/** Null where there is more to learn than the series tells. @param start numbers to begin the search at; as they are when `settled` */
export function learn({ values, regressors, season, spent = 0 }: Explained, orders: Orders, start: Float64Array = beginning(orders), settled = false): Arima | null {
  const columns = [values, ...regressors.map((each) => each.subarray(0, values.length))].map((each) => differenced(each, orders, season));
  const count = columns[0]!.length;
  const free = parameters(orders) + regressors.length + spent + 1;
  if (count - free - 1 < 1) return null;
  const value = (x: Float64Array) => (x.some((each) => Math.abs(each) > FAR) ? Infinity : filter(polynomials(orders, season, x), columns).value);
  const x = settled ? start : minimise(stepped(value), start, 40, ENOUGH).x;
  const shape = polynomials(orders, season, x);
  const filtered = filter(shape, columns);
  return { orders, polynomials: shape, x, filtered, aicc: filtered.value + 2 * free + (2 * free * (free + 1)) / (count - free - 1), freedoms: free };
}

/** Small partial autocorrelations of the sign that sales mostly have: what rose falls back in part. */
const FIRST = { p: 0.1, q: 0.3, P: 0.1, Q: 0.6 } as const;
const PARTS = ["p", "q", "P", "Q"] as const;
const beginning = (orders: Orders) => Float64Array.from(PARTS.flatMap((part) => new Array<number>(orders[part]).fill(FIRST[part])));

/** Where to begin for `orders`, a neighbour of what was learned: its numbers, new ones small. */
export function beside({ orders: from, x }: Arima, orders: Orders): Float64Array {
  let place = 0;
  return Float64Array.from(PARTS.flatMap((part) => {
    const known = Array.from(x.subarray(place, place + from[part]), (each) => Math.max(-2, Math.min(2, each)));
    place += from[part];
    return Array.from({ length: orders[part] }, (_, at) => known[at] ?? 0.05);
  }));
}

/**
 * Writes one future of `horizon` values to `out` from place `from` on. Without `random` it is the expectation;
 * with it, drawn past errors move it, and the regression's weights are drawn around their best.
 */
export function ahead({ orders, polynomials: { ar, ma }, filtered, freedoms }: Arima, { values, regressors, season }: Explained, horizon: number, out: Float64Array, from: number, random?: Random): void {
  const { errors, triangle, variance } = filtered;
  const count = values.length;
  const widen = Math.sqrt(errors.length / Math.max(1, errors.length - freedoms));
  const weights = Float64Array.from(filtered.weights);
  if (random && weights.length > 0) backwards(triangle, Float64Array.from(weights, () => random.normal())).forEach((value, at) => { weights[at]! += value * Math.sqrt(variance) * widen; });
  const explained = (at: number) => { let sum = 0; for (let column = 0; column < weights.length; column++) sum += weights[column]! * regressors[column]![at]!; return sum; };
  const past = undoing(orders, season);
  const tail = new Float64Array(past.length + horizon);
  for (let at = 0; at < past.length; at++) tail[at] = values[count - past.length + at]! - explained(count - past.length + at);
  const state = Float64Array.from(filtered.state), size = state.length;
  for (let step = 0; step < horizon; step++) {
    const error = random ? errors[Math.floor(random.uniform() * errors.length)]! * widen : 0;
    const change = state[0]! + error;
    for (let i = 0; i < size; i++) state[i] = (i < ar.length ? ar[i]! * change : 0) + (i + 1 < size ? state[i + 1]! + (i < ma.length ? ma[i]! * error : 0) : 0);
    let value = change;
    for (let lag = 0; lag < past.length; lag++) value += past[lag]! * tail[past.length + step - 1 - lag]!;
    tail[past.length + step] = value;
    out[from + step] = value + explained(count + step);
  }
}

/** The series less what its regressors explain by a model's weights: orders can be compared on it, without learning the weights anew each time. */
export function unexplained({ values, regressors, season }: Explained, { filtered }: Arima): Explained {
  return { values: values.map((value, at) => regressors.reduce((rest, column, index) => rest - filtered.weights[index]! * column[at]!, value)), regressors: [], season, spent: regressors.length };
}
