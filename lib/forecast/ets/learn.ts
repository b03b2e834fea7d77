// A shape's most likely parameters and first states.
import { seasonalIndices } from "#lib/forecast/decompose.ts";
import { Recursion, type States } from "#lib/forecast/ets/recursion.ts";
import { freedoms, PLACES, smoothing, stretch, type Shape, type Smoothing } from "#lib/forecast/ets/shape.ts";
import { minimise } from "#lib/forecast/minimise.ts";

export interface Learned { shape: Shape; smoothing: Smoothing; states: States; errors: Float64Array; aicc: number; freedoms: number }

/** The search ends where a step wins less than this in −2 log likelihood: a hundredth would not move an Akaike weight by a hundredth. */
const TURNS = 100, NEAR = 1e-4;

/** Null where the shape has more to learn than the series tells. @param values of mean size 1; NaN is missing */
export function learn(values: Float64Array, filled: Float64Array, shape: Shape, season: number): Learned | null {
  const known = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
  const free = freedoms(shape, season);
  if (known - free - 1 < 1) return null;
  const length = shape.season === "N" ? 1 : season;
  const recursion = new Recursion(values, shape, length);
  const start = firstStates(filled, shape, length);
  let best = start, least = Infinity;
  for (const alpha of [0.03, 0.2, 0.5, 0.9]) for (const share of shape.trend === "N" ? [0.1] : [0.02, 0.2]) for (const gamma of shape.season === "N" ? [0.1] : [0.05, 0.4]) {
    const tried = Float64Array.from(start);
    tried.set([stretch(alpha), stretch(share), stretch(gamma), stretch(0.8)]);
    const value = recursion.forward(tried);
    if (value < least) { least = value; best = tried; }
  }
  if (!Number.isFinite(least)) return null;
  const found = minimise(recursion.objective, best, TURNS, NEAR);
  const value = recursion.forward(found.x);
  if (!Number.isFinite(value)) return null;
  const states = { ...recursion.states, season: Float64Array.from(recursion.states.season) };
  return { shape, smoothing: smoothing(shape, found.x), states, errors: recursion.errors.filter((_, at) => !Number.isNaN(values[at]!)), aicc: value + 2 * free + (2 * free * (free + 1)) / (known - free - 1), freedoms: free };
}

/** First states from the classical season and a line through the first values (Hyndman et al. 2008, §2.6.1). */
function firstStates(values: Float64Array, shape: Shape, season: number): Float64Array {
  const x = new Float64Array(PLACES.season + season);
  const additive = shape.season !== "M";
  if (shape.season !== "N") x.set(seasonalIndices(values, season, additive).map((value) => (additive ? value : Math.max(0.01, value))), PLACES.season);
  const count = Math.min(Math.max(10, 2 * season), values.length);
  const adjusted = Float64Array.from({ length: count }, (_, at) => { const lift = x[PLACES.season + (at % season)]!; return shape.season === "N" ? values[at]! : additive ? values[at]! - lift : values[at]! / lift; });
  const mean = adjusted.reduce((sum, value) => sum + value, 0) / count;
  let rise = 0;
  adjusted.forEach((value, at) => { rise += (value * (at - (count - 1) / 2)) / ((count * (count * count - 1)) / 12); });
  x[PLACES.trend] = shape.trend === "N" ? 0 : rise;
  x[PLACES.level] = shape.trend === "N" ? mean : mean - (rise * (count + 1)) / 2;
  if (shape.error === "M" && x[PLACES.level]! <= 0.01) { x[PLACES.level] = Math.max(0.01, mean); x[PLACES.trend] = 0; }
  return x;
}
