// Every model is asked the same question at earlier days of the same series, knowing what was known then (rolling origins: Tashman, 2000).
import { towardsTotal } from "#lib/forecast/add-up.ts";
import type { Fit, Model, Task } from "#lib/forecast/model.ts";
import { prepare, type Prepared } from "#lib/forecast/prepare.ts";
import { randomFrom } from "#lib/forecast/random.ts";
import { FAR, YEAR } from "#lib/forecast/series.ts";
import { YEARS_FOR_SEASON } from "#lib/forecast/structural/design.ts";

/** What one model said at one earlier day. */
export interface Said { model: Model; point: Float64Array; paths: Float64Array; fit: Fit }

export interface Origin {
  /** Steps of the whole series that were known. */
  at: number;
  prepared: Prepared;
  said: Said[];
  /** What came, NaN where missing. */
  came: Float64Array;
}

/** Origins tried: enough to tell a model that is always wrong from one bad month, few enough for a second's work. Paths only size ranges. */
const ORIGINS = 4, ORIGINS_LONG = 2, LONG = 120;
export const BACKTEST_PATHS = 200;

/**
 * Days from which the past is asked, oldest first, and for how many steps: fewer than the horizon when history is short. Empty when it is too
 * short for any. @param yearly steps from which a model learns the year; where they can be had, no day is asked that hadn't them: how models
 * did without the year says nothing of how they do with it
 */
export function originsOf(length: number, horizon: number, season: number, yearly = Infinity): { at: number[]; horizon: number } {
  const least = Math.max(12, 2 * season + 2);
  const asked = Math.min(horizon, Math.floor((length - least) / 2));
  if (asked < 1) return { at: [], horizon: 0 };
  const first = length - asked >= yearly ? yearly : Math.max(least, Math.min(asked, Math.floor(length / 3)));
  const room = length - asked - first;
  const count = horizon > LONG ? ORIGINS_LONG : ORIGINS;
  const stride = Math.max(1, Math.min(asked, Math.floor(room / (count - 1))));
  const at: number[] = [];
  for (let k = count - 1; k >= 0; k--) if (room - k * stride >= 0) at.push(length - asked - k * stride);
  return { at, horizon: asked };
}

/** @param task the whole, unprepared one: what is known at an origin is prepared again from what lay before it */
export function backtest(task: Task, models: readonly Model[], seed: number): Origin[] {
  const { at, horizon } = originsOf(task.series.values.length, task.horizon, task.season, task.series.grain === "day" ? Math.ceil(YEARS_FOR_SEASON * YEAR.day) : Infinity);
  const earlier = new Map<string, Fit>();
  const out: Origin[] = [];
  for (const origin of at) {
    const prepared = prepare({ ...task, horizon, series: { ...task.series, values: task.series.values.slice(0, origin) } });
    if (!prepared) continue;
    const came = Float64Array.from({ length: horizon }, (_, step) => { const value = task.series.values[origin + step]; return value === null || value === undefined || !Number.isFinite(value) ? NaN : Math.max(0, value); });
    out.push({ at: origin, prepared, came, said: ask(prepared, models, earlier, BACKTEST_PATHS, seed) });
  }
  return out;
}

/** Fits every model that suits; `earlier` holds each model's last fit and is brought up to date. */
export function ask(prepared: Prepared, models: readonly Model[], earlier: Map<string, Fit>, paths: number, seed: number): Said[] {
  const { series, horizon } = prepared.task, out: Said[] = [];
  for (const model of models) {
    if (!model.suits(prepared.task)) continue;
    const fit = model.fit(prepared.task, earlier.get(model.id) ?? null);
    if (!fit) continue;
    earlier.set(model.id, fit);
    if (!fit.point.every(Number.isFinite)) continue;
    const drawn = paths > 0 ? fit.simulate(paths, randomFrom(seed)) : new Float64Array(0);
    // Far ahead the total is what is asked for, and models mean different things by a day: regressions its median, smoothers its mean.
    const ratio = series.grain === "day" && horizon > FAR ? towardsTotal(fit.point, drawn, 1) : 1;
    out.push({ model, fit, point: ratio === 1 ? fit.point : fit.point.map((value) => value * ratio), paths: drawn });
  }
  return out;
}
