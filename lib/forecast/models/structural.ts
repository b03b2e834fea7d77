// Structural regression on the log scale: level and growth that may change, weekdays, the year, public occasions and own events.
import type { Fit, Model, Task } from "#lib/forecast/model.ts";
import { designOf } from "#lib/forecast/structural/design.ts";
import { effectsOf } from "#lib/forecast/structural/effects.ts";
import { centre, futures } from "#lib/forecast/structural/futures.ts";
import { learn, type Settings } from "#lib/forecast/structural/learn.ts";

/** Rounds of EM: from nothing, and from an earlier fit of the same series. */
const COLD = 16, WARM = 4;

interface StructuralFit extends Fit { settings: Settings }

/** Multiplicative throughout: factors of an ordinary day. Zeros count as half the smallest sale. */
export const structural: Model = {
  id: "structural",
  suits: (task) => task.series.values.filter((value) => value !== null && value > 0).length >= 8,
  fit(task: Task, earlier?: Fit | null): StructuralFit | null {
    const { series, horizon } = task, length = series.values.length;
    const shift = shiftOf(series.values);
    const z = Float64Array.from(series.values, (value) => (value === null ? NaN : Math.log(Math.max(0, value) + shift)));
    const middle = median([...z].filter((value) => !Number.isNaN(value)));
    for (let step = 0; step < length; step++) z[step]! -= middle;
    const design = designOf(task, length);
    const from = (earlier as StructuralFit | null | undefined)?.settings ?? null;
    const learned = learn(design, z, series.grain, from, from ? WARM : COLD);
    if (!learned) return null;
    const { noise, rho, spreads, level, slope } = learned;
    const back = (log: number) => Math.max(0, Math.exp(Math.min(700, log + middle)) - shift);
    return {
      point: centre(design, learned, length, horizon).map(back),
      simulate: (count, random) => futures(design, learned, length, horizon, count, random).map(back),
      effects: effectsOf(task, design, learned, length),
      settings: { noise, rho, spreads, level, slope },
    };
  },
};

/** Added before the logarithm: half the smallest sale seen, between 1 % and half of the usual one, so that it scales with the series. */
export function shiftOf(values: readonly (number | null)[]): number {
  const sold = values.filter((value): value is number => value !== null && value > 0);
  const usual = median(sold);
  return Math.min(0.5 * usual, Math.max(0.01 * usual, 0.5 * Math.min(...sold)));
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? 0 : (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}
