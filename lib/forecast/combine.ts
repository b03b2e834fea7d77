// From what each model says to one answer: weights from the series' own past, one point, and joint paths around it.
import type { Origin, Said } from "#lib/forecast/backtest.ts";
import { towardsTotal } from "#lib/forecast/add-up.ts";
import { profile, REACH } from "#lib/forecast/models/profile.ts";
import { FAR, type Grain } from "#lib/forecast/series.ts";

/** Mean log losses of the past are held towards none by as much as one origin says. */
const BELIEF = 1;
/**
 * How far ahead days are asked for, 0 (tomorrow) to 1 (half a year and more). What is thought of models changes with it, and by degrees: at
 * 180 days and at 185 a shop is to be told the same.
 */
const farness = (grain: Grain, horizon: number) => (grain === "day" ? Math.min(1, horizon / FAR) : 0);
/**
 * How far weights follow those losses: to the power −2, since four origins tell little and equal weights are hard to beat (Clemen 1989;
 * Claeskens, Magnus, Vasnev & Wang 2016, "The forecast combination puzzle"). Over half a year of days to the power −6: an origin then holds
 * hundreds of steps, and models that don't know the year are wrong by multiples.
 */
const power = (far: number) => 2 + 4 * far;
/**
 * What is thought of a model before the past is asked; 1 when unsaid. In days smoothing speaks with up to four voices that err alike, so the
 * regression counts for three of them, and over half a year for twelve: smoothing of days knows no growth. In months it counts a quarter,
 * where ARIMA knows their trading days. The floor takes part only where it earns it, and an ordinary week of now less with every day ahead.
 */
const REGRESSION: Record<Grain, number> = { day: 3, week: 1, month: 0.25 }, REGRESSION_YEAR = 12;
function trust(id: string, ids: readonly string[], grain: Grain, far: number): number {
  if (id === profile.id) return Math.max(0, 1 - far / REACH);
  // Where the year is known, what doesn't know it is asked the less the more of the year lies ahead.
  if (ids.includes(`${id}-adjusted`)) return 1 - far;
  if (id === "seasonal-naive") return 0.25;
  return id === "structural" ? REGRESSION[grain] ** (1 - far) * REGRESSION_YEAR ** far : 1;
}

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
  const far = farness(grain, origins[0]?.came.length ?? 1);
  const raw = ids.map((id) => { const { sum, count } = relative.get(id)!; return trust(id, ids, grain, far) * Math.exp((-power(far) * sum) / count); });
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

/**
 * Points meet on the log scale, as paths do: sales err by factors, and one model that runs away pulls a mean with it, their geometric mean
 * hardly. A fifth of the usual value is added first, so that one model's zero doesn't make the others' nothing.
 */
const FLOOR = 0.2;

/** One point and `count` joint deviations; each model gives paths by its weight, moved so that they lie around the common point. */
export function combine(said: readonly Said[], weights: Map<string, number>, horizon: number, count: number, scale: number): Combined {
  const shift = 0.02 * scale || 1e-9;
  const point = new Float64Array(horizon);
  let all = 0;
  for (const each of said) all += weights.get(each.model.id) ?? 0;
  const floor = FLOOR * scale || 1e-9;
  for (let step = 0; step < horizon; step++) point[step] = Math.max(0, Math.exp(said.reduce((sum, each) => sum + (weights.get(each.model.id) ?? 0) * Math.log(each.point[step]! + floor), 0) / all) - floor);
  const deviations = new Float64Array(count * horizon);
  let path = 0, owed = 0;
  said.forEach((each, index) => {
    owed += ((weights.get(each.model.id) ?? 0) / all) * count;
    const until = index === said.length - 1 ? count : Math.round(owed);
    const rows = each.paths.length / horizon;
    for (; path < until; path++) for (let step = 0; step < horizon; step++) {
      // A model that says nothing for a step, as last week's empty day does, is no measure of how far above it a path can go.
      deviations[path * horizon + step] = Math.log((each.paths[(path % rows) * horizon + step]! + shift) / (Math.max(each.point[step]!, Math.min(floor, point[step]!)) + shift));
    }
  });
  return { point, deviations, count, shift };
}

/** Paths from a point and deviations, never below 0. */
export function pathsOf(combined: Combined): Float64Array {
  const { point, deviations, shift } = combined, horizon = point.length;
  return deviations.map((deviation, at) => Math.max(0, (point[at % horizon]! + shift) * Math.exp(deviation) - shift));
}

/** Between the best of days (0) and days whose sum is the total's median (1): neither is to be far off. */
const HALFWAY = 0.5;

/**
 * Moves the point towards days that add up. Deviations are kept around it, so paths stay where they are. Models asked far ahead have been
 * moved all the way before they were combined, so there little is left to do.
 */
export function addUp(combined: Combined): void {
  const { point, deviations, count, shift } = combined, horizon = point.length;
  const ratio = towardsTotal(point, pathsOf(combined), HALFWAY);
  for (let step = 0; step < horizon; step++) {
    const before = point[step]! + shift, by = Math.log(before / (point[step]! * ratio + shift));
    point[step]! *= ratio;
    for (let path = 0; path < count; path++) deviations[path * horizon + step]! += by;
  }
}
