// From what each model says to one answer: weights from the series' own past, one point, and joint paths around it.
import type { Origin, Said } from "#lib/forecast/backtest.ts";
import type { Grain } from "#lib/forecast/series.ts";

/**
 * How far weights follow the backtest: mean log losses times −6 in days, the mean held towards none by as much as one origin says.
 * Months and weeks have a third of it: four origins of few steps tell little, and equal weights are hard to beat
 * (Clemen 1989; Claeskens, Magnus, Vasnev & Wang 2016, "The forecast combination puzzle").
 */
const POWER: Record<Grain, number> = { day: 6, week: 2, month: 2 }, BELIEF = 1;
/**
 * What is thought of a model before the past is asked; 1 when unsaid. Smoothing speaks with two voices (theta, ets), so the regression
 * counts double where it has weekdays and occasions to offer, in days, and a quarter in months, where ARIMA knows their trading days.
 * The floor takes part only where it earns it.
 */
const REGRESSION: Record<Grain, number> = { day: 2, week: 1, month: 0.25 };
const trust = (id: string, grain: Grain) => (id === "seasonal-naive" ? 0.25 : id === "structural" ? REGRESSION[grain] : 1);

/** Mean absolute error of a model at an origin in units of the series' size; null when it said nothing. */
export function lossAt(origin: Origin, id: string): number | null {
  const said = origin.said.find((each) => each.model.id === id);
  if (!said || origin.prepared.scale === 0) return null;
  let sum = 0, count = 0;
  for (let step = 0; step < origin.came.length; step++) {
    if (Number.isNaN(origin.came[step]!)) continue;
    sum += Math.abs((origin.prepared.shut[step] ? 0 : said.point[step]!) - origin.came[step]!);
    count++;
  }
  return count === 0 ? null : sum / count / origin.prepared.scale;
}

/** Weights of models by id, summing to 1. @param without an origin that is left out, so that it can be judged fairly */
export function weigh(ids: readonly string[], grain: Grain, origins: readonly Origin[], without?: Origin): Map<string, number> {
  const relative = new Map(ids.map((id) => [id, { sum: 0, count: BELIEF }]));
  for (const origin of origins) {
    if (origin === without) continue;
    const losses = ids.map((id) => lossAt(origin, id));
    const known = losses.filter((loss): loss is number => loss !== null).sort((a, b) => a - b);
    // Against the middle of the field at that day: a hard month counts no more than an easy one.
    const middle = known[known.length >> 1];
    if (!middle) continue;
    ids.forEach((id, index) => {
      if (losses[index] === null) return;
      const entry = relative.get(id)!;
      entry.sum += Math.log(Math.min(4, Math.max(0.05, losses[index]! / middle)));
      entry.count++;
    });
  }
  const raw = ids.map((id) => { const { sum, count } = relative.get(id)!; return trust(id, grain) * Math.exp((-POWER[grain] * sum) / count); });
  const all = raw.reduce((sum, value) => sum + value, 0);
  return new Map(ids.map((id, index) => [id, raw[index]! / all]));
}

export interface Combined {
  point: Float64Array;
  /** log((path + shift) / (point + shift)), row after row: what paths do around the point. */
  deviations: Float64Array;
  count: number;
  shift: number;
}

/** One point and `count` joint deviations; each model gives paths by its weight, moved so that they lie around the common point. */
export function combine(said: readonly Said[], weights: Map<string, number>, horizon: number, count: number, scale: number): Combined {
  const shift = 0.02 * scale || 1e-9;
  const point = new Float64Array(horizon);
  let all = 0;
  for (const each of said) all += weights.get(each.model.id) ?? 0;
  for (let step = 0; step < horizon; step++) point[step] = said.reduce((sum, each) => sum + (weights.get(each.model.id) ?? 0) * each.point[step]!, 0) / all;
  const deviations = new Float64Array(count * horizon);
  let path = 0, owed = 0;
  said.forEach((each, index) => {
    owed += ((weights.get(each.model.id) ?? 0) / all) * count;
    const until = index === said.length - 1 ? count : Math.round(owed);
    const rows = each.paths.length / horizon;
    for (; path < until; path++) for (let step = 0; step < horizon; step++) {
      deviations[path * horizon + step] = Math.log((each.paths[(path % rows) * horizon + step]! + shift) / (each.point[step]! + shift));
    }
  });
  return { point, deviations, count, shift };
}

/** Paths from a point and deviations, never below 0. */
export function pathsOf(combined: Combined): Float64Array {
  const { point, deviations, shift } = combined, horizon = point.length;
  return deviations.map((deviation, at) => Math.max(0, (point[at % horizon]! + shift) * Math.exp(deviation) - shift));
}
