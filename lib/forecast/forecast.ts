// One series in, one projection out: models backtested, combined, calibrated; every total is read from the same paths.
import type { Day } from "#lib/core/day.ts";
import type { EventEffect, Task } from "#lib/forecast/model.ts";
import { models } from "#lib/forecast/models/index.ts";
import { randomFrom } from "#lib/forecast/random.ts";
import { dayAt, SEASON, type EventSpan, type TimeSeries } from "#lib/forecast/series.ts";

export interface ForecastInput {
  series: TimeSeries;
  /** Steps ahead, 1 to 53 weeks' worth. */
  horizon: number;
  /** Steps of the short season; by grain when unsaid. */
  season?: number;
  events?: readonly EventSpan[];
  /** Joint futures, 1,000 when unsaid. */
  paths?: number;
  seed?: number;
}

/** Something to be said about a projection, in words of `projections.notes.<code>` with these values. */
export interface Note { code: string; values: Record<string, string | number> }

/** How the method did on this series' own past: the same horizon, from several earlier days. */
export interface Backtest {
  origins: number;
  /** Shares (0.12 is 12 %); null where the past sums to zero. */
  wape: number | null;
  bias: number | null;
  mase: number | null;
  naive: { wape: number | null; mase: number | null };
  /** Share of past horizon totals inside their 80 % range. */
  totalsInside80: number | null;
}

export interface Forecast {
  /** First day of each step. */
  days: Day[];
  /** Best single value by step; its sum is `total.mean`'s neighbour, not its equal: the medians of days don't add up. */
  point: Float64Array;
  /** Joint futures, row after row, `count` rows of days.length values; never negative, never NaN. */
  paths: Float64Array;
  count: number;
  models: { id: string; weight: number; mase: number | null }[];
  backtest: Backtest | null;
  effects: readonly EventEffect[];
  notes: readonly Note[];
}

/** @throws never for a series of any content; an empty or all-missing one answers zeros with the note "nothing" */
export function forecast(input: ForecastInput): Forecast {
  const { series, horizon } = input;
  const task: Task = { series, horizon, season: input.season ?? SEASON[series.grain], events: input.events ?? [] };
  const count = input.paths ?? 1000;
  const days = Array.from({ length: horizon }, (_, step) => dayAt(series, series.values.length + step));
  const model = models.find((each) => each.suits(task));
  const fit = model?.fit(task) ?? null;
  if (!model || !fit) return { days, point: new Float64Array(horizon), paths: new Float64Array(count * horizon), count, models: [], backtest: null, effects: [], notes: [{ code: "nothing", values: {} }] };
  return { days, point: fit.point, paths: fit.simulate(count, randomFrom(input.seed ?? 1)), count, models: [{ id: model.id, weight: 1, mase: null }], backtest: null, effects: fit.effects ?? [], notes: [] };
}
