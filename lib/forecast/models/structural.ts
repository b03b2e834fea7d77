// Structural regression on the log scale: level and growth that may change, weekdays, the year, public occasions and own events.
import { median } from "#lib/forecast/median.ts";
import type { Fit, Model, Task } from "#lib/forecast/model.ts";
import { FAR } from "#lib/forecast/series.ts";
import { designOf, type Design } from "#lib/forecast/structural/design.ts";
import { effectsOf } from "#lib/forecast/structural/effects.ts";
import { centre, futures, growth } from "#lib/forecast/structural/futures.ts";
import { dot, learn, type Learned, type Settings } from "#lib/forecast/structural/learn.ts";

/** A shift of a hundredth of the usual sale bounds how far one almost empty day can lie from it on the log scale. */
const LEAST_SHIFT = 0.01;
/** Rounds of EM: from nothing, and from an earlier fit of the same series. */
const COLD = 16, WARM = 4;

interface StructuralFit extends Fit { settings: Settings; calendar: Float64Array }

/** Fits by task, for models that work on what the regression leaves: a task is fitted once. */
const fits = new WeakMap<Task, StructuralFit | null>();

/** Log effect of the year, the month, occasions and events, far ahead also of growth, on every step of history and horizon; null when the regression learned nothing. */
export function calendarOf(task: Task): Float64Array | null {
  if (!fits.has(task)) fits.set(task, structural.suits(task) ? structural.fit(task) as StructuralFit | null : null);
  return fits.get(task)?.calendar ?? null;
}

/** Multiplicative throughout: factors of an ordinary day. Zeros count as half the smallest sale. */
export const structural: Model = {
  id: "structural",
  suits: (task) => task.series.values.filter((value) => value !== null && value > 0).length >= 8,
  fit(task: Task, earlier?: Fit | null): StructuralFit | null {
    const { series, horizon } = task, length = series.values.length;
    const shift = shiftOf(series.values);
    const z = Float64Array.from(series.values, (value) => (value === null ? NaN : Math.log(Math.max(0, value) + shift)));
    const middle = median([...z].filter((value) => !Number.isNaN(value)));
    const design = designOf(task, length);
    for (let step = 0; step < length; step++) z[step]! -= middle + design.offset[step]!;
    const from = (earlier as StructuralFit | null | undefined)?.settings ?? null;
    const learned = learn(design, z, series.grain, from, from ? WARM : COLD);
    if (!learned) return null;
    const { noise, rho, spreads, level, slope } = learned;
    const back = (log: number) => Math.max(0, Math.exp(Math.min(700, log + middle)) - shift);
    const fit: StructuralFit = {
      point: centre(design, learned, length, horizon).map(back),
      simulate: (count, random) => futures(design, learned, length, horizon, count, random).map(back),
      effects: effectsOf(task, design, learned, length),
      settings: { noise, rho, spreads, level, slope },
      calendar: calendarPart(design, learned, length, horizon, series.grain === "day" && horizon > FAR),
    };
    fits.set(task, fit);
    return fit;
  },
};

/** @param growing far ahead growth is part of it: smoothing of days knows none, and would hold a growing shop where it is */
function calendarPart(design: Design, learned: Learned, length: number, horizon: number, growing: boolean): Float64Array {
  const counts = new Uint8Array(design.columns);
  for (const group of design.groups) if (group.name !== "intercept" && group.name !== "week") counts.fill(1, group.from, group.to);
  if (growing) counts.fill(1, design.trend.from, design.trend.from + design.trend.knots.at.length);
  const part = learned.beta.map((value, column) => (counts[column] ? value : 0));
  const out = Float64Array.from({ length: length + horizon }, (_, step) => design.offset[step]! + dot(design, step, part));
  if (growing) growth(design, learned, horizon).forEach((grown, step) => { out[length + step]! += grown; });
  return out;
}

/**
 * Added before the logarithm, so that zeros have one: half the smallest sale where there are zeros, as for counts, at most half of the usual
 * one; else next to nothing, so that factors are factors.
 */
export function shiftOf(values: readonly (number | null)[]): number {
  const sold = values.filter((value): value is number => value !== null && value > 0);
  const usual = median(sold), least = LEAST_SHIFT * usual;
  return values.some((value) => value === 0) ? Math.min(0.5 * usual, Math.max(least, 0.5 * Math.min(...sold))) : least;
}
