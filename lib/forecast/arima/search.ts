// Which differences, which scale, which regressors, which orders: found in that order (Hyndman & Khandakar 2008; X-13ARIMA-SEATS' automatic model).
import { beside, learn, unexplained, type Arima, type Explained } from "#lib/forecast/arima/learn.ts";
import { differenced, type Orders } from "#lib/forecast/arima/orders.ts";
import { seasonalIndices, movingAverage } from "#lib/forecast/decompose.ts";

/** One group of regressors, in or out together. */
export type Regressors = readonly Float64Array[];

export interface Found { explained: Explained; models: { each: Arima; weight: number }[] }

/** Orders that are learned to the end with their regressors: more would share the rest of the weight. */
const FINAL = 6;

const none: Orders = { p: 0, d: 0, q: 0, P: 0, D: 0, Q: 0 };

/** Whether the season makes up enough of what the trend leaves: strength above 0.64 (Wang, Smith & Hyndman 2006; R's nsdiffs). */
export function strong(values: Float64Array, season: number): boolean {
  if (season < 2 || values.length < 3 * season) return false;
  const trend = movingAverage(values, season), index = seasonalIndices(values, season, true);
  const both: number[] = [], rest: number[] = [];
  values.forEach((value, at) => { if (!Number.isNaN(trend[at]!)) { both.push(value - trend[at]!); rest.push(value - trend[at]! - index[at % season]!); } });
  return 1 - variance(rest) / variance(both) > 0.64;
}

const variance = (values: readonly number[]) => { const mean = values.reduce((sum, value) => sum + value, 0) / values.length; return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length; };

/** Whether a series wanders: the test of Kwiatkowski, Phillips, Schmidt & Shin (1992) for a level, at 5 %, with the short window. */
export function wanders(values: Float64Array): boolean {
  const count = values.length, lags = Math.trunc(4 * (count / 100) ** 0.25);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  let sum = 0, sums = 0, long = 0;
  for (let at = 0; at < count; at++) { sum += values[at]! - mean; sums += sum * sum; }
  for (let lag = 0; lag <= lags; lag++) {
    let product = 0;
    for (let at = lag; at < count; at++) product += (values[at]! - mean) * (values[at - lag]! - mean);
    long += (lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))) * product;
  }
  return long > 1e-12 * count && sums / (count * long) > 0.463;
}

/** Differences that make a series stay: at most one of seasons and one more of neighbours (two without a season). */
export function differences(values: Float64Array, season: number): { d: number; D: number } {
  const D = strong(values, season) ? 1 : 0;
  let d = 0;
  while (d < 2 - D && differenced(values, { ...none, d, D }, season).length > 10 && wanders(differenced(values, { ...none, d, D }, season))) d++;
  return { d, D };
}

/** Neighbours' orders that are tried; seasons' orders are tried around the best of them. */
const SHORT: readonly [p: number, q: number][] = [[0, 1], [1, 0], [1, 1], [0, 2], [2, 0], [2, 1], [1, 2], [0, 0], [3, 0], [0, 3], [2, 2], [3, 1], [1, 3]];
const STEADY: readonly [P: number, Q: number][] = [[1, 1], [1, 0], [0, 0]], FREE: readonly [P: number, Q: number][] = [[1, 0], [0, 1], [1, 1]];

/**
 * @param choices groups of regressors to choose one of by AICc, the empty one first; each column covers past and horizon
 */
export function search(values: Float64Array, season: number, horizon: number, choices: readonly Regressors[]): Found | null {
  const { d, D } = differences(values, season);
  const base: Orders = D === 1 ? { p: d === 0 ? 1 : 0, d, q: 1, P: 0, D, Q: 1 } : { p: 1, d, q: 1, P: 0, D, Q: 0 };
  const found = explain(values, season, horizon, choices, base);
  if (!found) return null;
  const { explained, model } = found, rest = unexplained(explained, model);
  const tried = (orders: Orders, from: Arima) => learn(rest, orders, beside(from, orders));
  const rough = SHORT.map(([p, q]) => tried({ ...base, p, q }, model)).filter((each) => each !== null);
  const best = rough.reduce((a, b) => (b.aicc < a.aicc ? b : a), model);
  if (season > 1) for (const [P, Q] of D === 1 ? STEADY : FREE) {
    const more = tried({ ...best.orders, P, Q }, best);
    if (more) rough.push(more);
  }
  const models = likely(rough).slice(0, FINAL).map(({ each }) => (explained.regressors.length === 0 ? each : learn(explained, each.orders, each.x)));
  return { explained, models: likely(models.filter((each) => each !== null)) };
}

/** Akaike weights (Burnham & Anderson 2002): e^(−ΔAICc/2), the likeliest first; those under a hundredth of it say nothing. */
export function likely<T extends { aicc: number }>(models: readonly T[]): { each: T; weight: number }[] {
  const least = Math.min(...models.map((each) => each.aicc));
  const kept = models.map((each) => ({ each, weight: Math.exp((least - each.aicc) / 2) })).filter(({ weight }) => weight > 0.01).sort((a, b) => b.weight - a.weight);
  const all = kept.reduce((sum, { weight }) => sum + weight, 0);
  return kept.map(({ each, weight }) => ({ each, weight: weight / all }));
}

/** The regressors that tell most, found with the base's numbers as they are without any; then both are learned together. */
function explain(values: Float64Array, season: number, horizon: number, choices: readonly Regressors[], base: Orders): { explained: Explained; model: Arima } | null {
  const time = Float64Array.from({ length: values.length + horizon }, (_, at) => at);
  // One difference leaves a drift that may be learned, none a mean, two neither.
  const always = base.d + base.D === 0 ? [[time.map(() => 1)]] : base.d + base.D === 1 ? [[], [time]] : [[]];
  const plain = learn({ values, regressors: always[0]!, season }, base);
  if (!plain) return null;
  let chosen: Explained = { values, regressors: always[0]!, season }, least = plain.aicc;
  for (const steady of always) for (const group of choices) {
    const explained: Explained = { values, regressors: [...steady, ...group], season };
    const model = learn(explained, base, plain.x, true);
    if (model && model.aicc < least) { chosen = explained; least = model.aicc; }
  }
  return { explained: chosen, model: learn(chosen, base, beside(plain, base)) ?? plain };
}
