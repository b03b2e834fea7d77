// Exponential smoothing in state space: every sound form is learned, and they answer together, each by how likely it is.
import { learn, type Learned } from "#lib/forecast/ets/learn.ts";
import { nameOf, shapes } from "#lib/forecast/ets/shape.ts";
import type { Fit, Model, Task } from "#lib/forecast/model.ts";
import { filled } from "#lib/forecast/models/seasonal-naive.ts";
import type { Random } from "#lib/forecast/random.ts";
import { scaled } from "#lib/forecast/scale.ts";
import { RECENT } from "#lib/forecast/series.ts";

/** No path goes above this many times the largest value seen: what grows by shares of itself would else grow without end. */
const CAP = 10;

/** A shape that the same series told to be this much less likely (in AICc: one in twenty thousand) when it was shorter isn't tried again. */
const OUT_OF_QUESTION = 20;

/** `out`: names of the shapes that were out of the question. */
interface EtsFit extends Fit { out: ReadonlySet<string> }

/**
 * Point and paths are those of all shapes by their Akaike weights, e^(−ΔAICc/2) (Kolassa 2011, "Combining exponential smoothing
 * forecasts using Akaike weights"): choosing one by a hair's breadth would be luck.
 */
export const ets: Model = {
  id: "ets",
  suits: (task) => task.series.values.filter((value) => value !== null).length >= 6,
  fit(task: Task, earlier?: Fit | null): EtsFit | null {
    const { season, horizon } = task;
    const told = task.series.grain === "day" ? task.series.values.slice(-RECENT) : task.series.values;
    const { values, scale } = scaled(filled(told, season));
    const known = values.map((value, at) => (told[at] === null ? NaN : value));
    // A straight line learned from days says nothing about months and years; months and weeks may have one.
    const sound = shapes(season, values.length, values.every((value) => value > 0), task.series.grain !== "day");
    const before = (earlier as EtsFit | null | undefined)?.out ?? new Set<string>();
    const open = sound.filter((shape) => !before.has(nameOf(shape)));
    const learned = (open.length > 0 ? open : sound).map((shape) => learn(known, values, shape, season)).filter((each) => each !== null);
    const least = Math.min(...learned.map((each) => each.aicc));
    const likely = learned.map((each) => ({ each, weight: Math.exp((least - each.aicc) / 2) })).filter(({ weight }) => weight > 0.01);
    const total = likely.reduce((sum, { weight }) => sum + weight, 0);
    if (likely.length === 0) return null;
    const cap = CAP * values.reduce((most, value) => Math.max(most, value), 0);
    const point = new Float64Array(horizon);
    for (const { each, weight } of likely) ahead(each, cap, () => 0, point, 0, horizon, (weight / total) * scale);
    return {
      point,
      out: new Set([...before, ...learned.filter((each) => each.aicc - least > OUT_OF_QUESTION).map(({ shape }) => nameOf(shape))]),
      simulate(count, random) {
        const out = new Float64Array(count * horizon);
        let done = 0, reached = 0;
        for (const { each, weight } of likely) {
          reached += weight / total;
          const error = drawn(each, random);
          for (; done < Math.round(reached * count); done++) ahead(each, cap, error, out, done * horizon, horizon, scale);
        }
        return out;
      },
    };
  },
};

/** Past one-step errors at random, widened for the numbers that were learned from them. */
function drawn({ errors, freedoms }: Learned, random: Random): () => number {
  const widen = Math.sqrt(errors.length / Math.max(1, errors.length - freedoms));
  return () => errors[Math.floor(random.uniform() * errors.length)]! * widen;
}

/** Adds `times` × one future to `out` from place `from` on. Values stay within 0 and `cap`. */
function ahead({ shape, smoothing: { alpha, beta, gamma, phi }, states }: Learned, cap: number, error: () => number, out: Float64Array, from: number, horizon: number, times: number): void {
  const multiplied = shape.season === "M", relative = shape.error === "M";
  const season = Float64Array.from(states.season), length = season.length;
  let { level, trend } = states;
  for (let step = 0; step < horizon; step++) {
    let now = Math.min(cap, level + phi * trend);
    if (relative && now < 1e-6) now = 1e-6;
    const lift = shape.season === "N" ? 0 : season[step % length]!;
    const guess = multiplied ? now * lift : now + lift;
    const away = relative ? Math.max(-1, error()) * Math.max(0, guess) : error();
    out[from + step]! += times * Math.min(cap, Math.max(0, guess + away));
    level = now + alpha * (multiplied ? away / Math.max(lift, 1e-6) : away);
    trend = phi * trend + beta * (multiplied ? away / Math.max(lift, 1e-6) : away);
    if (shape.season !== "N") season[step % length] = lift + gamma * (multiplied ? away / now : away);
  }
}
