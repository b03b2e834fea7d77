// One series in, one projection out: models backtested, combined, calibrated; every total is read from the same paths.
import type { Day } from "#lib/core/day.ts";
import type { EventEffect, Task } from "#lib/forecast/model.ts";
import { ask, backtest, type Origin, type Said } from "#lib/forecast/backtest.ts";
import { rescale, widths } from "#lib/forecast/calibrate.ts";
import { hold } from "#lib/forecast/caps.ts";
import { addUp, combine, pathsOf, weigh } from "#lib/forecast/combine.ts";
import { models } from "#lib/forecast/models/index.ts";
import { notesOf } from "#lib/forecast/notes.ts";
import { prepare, type Prepared } from "#lib/forecast/prepare.ts";
import { randomFrom, type Random } from "#lib/forecast/random.ts";
import { maseOf, report } from "#lib/forecast/report.ts";
import { inUnit, unitOf } from "#lib/forecast/unit.ts";
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
  const unit = unitOf(input.series.values);
  const told = forecastInUnit({ ...input, series: { ...input.series, values: inUnit(input.series.values, unit) } });
  for (const amounts of [told.point, told.paths]) for (let at = 0; at < amounts.length; at++) amounts[at]! *= unit;
  return told;
}

/** All but `point` and `paths` is said in shares and days, so only these have a unit. */
function forecastInUnit(input: ForecastInput): Forecast {
  const { series, horizon } = input, count = input.paths ?? 1000, seed = input.seed ?? 1;
  const task: Task = { series, horizon, season: input.season ?? SEASON[series.grain], events: input.events ?? [] };
  const days = Array.from({ length: horizon }, (_, step) => dayAt(series, series.values.length + step));
  const prepared = prepare(task);
  const nothing = (code: string): Forecast => ({ days, point: new Float64Array(horizon), paths: new Float64Array(count * horizon), count, models: [], backtest: null, effects: [], notes: [{ code, values: {} }] });
  if (!prepared) return nothing("nothing");
  if (prepared.scale === 0) return nothing("only-zeros");
  const { origins, said } = hear(task, prepared, count, seed);
  if (said.length === 0) return nothing("nothing");
  const weights = weigh(said.map((each) => each.model.id), series.grain, origins);
  const combined = combine(said, weights, horizon, count, prepared.scale);
  rescale(combined, widths(origins));
  addUp(combined);
  const { point } = combined, paths = pathsOf(combined);
  shutDays(point, paths, prepared, randomFrom(seed ^ 0x5eed));
  hold(point, horizon, series.values);
  hold(paths, horizon, series.values);
  const effects = said.flatMap((each) => each.fit.effects ?? []);
  return { days, point, paths, count, models: said.map((each) => ({ id: each.model.id, weight: weights.get(each.model.id)!, mase: maseOf(task, origins, each.model.id) })), backtest: report(task, origins), effects, notes: notesOf(task, prepared, origins) };
}

/** What every model says now and said at earlier days: each starts from its last fit of the past. */
export function hear(task: Task, prepared: Prepared, count: number, seed: number): { origins: Origin[]; said: Said[] } {
  const origins = backtest(task, models, seed);
  const earlier = new Map(origins.at(-1)?.said.map((said) => [said.model.id, said.fit]) ?? []);
  return { origins, said: ask(prepared, models, earlier, count, seed) };
}

/** Days shut are 0; on open days of series with stray zeros a path sells nothing as often as the past did. */
function shutDays(point: Float64Array, paths: Float64Array, { shut, dropout }: Prepared, random: Random): void {
  const horizon = point.length;
  for (let step = 0; step < horizon; step++) if (shut[step]) point[step] = 0;
  for (let at = 0; at < paths.length; at++) if (shut[at % horizon] || (dropout > 0 && random.uniform() < dropout)) paths[at] = 0;
}
