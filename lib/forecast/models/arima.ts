// Regression with ARIMA errors: what the calendar explains, and how what it leaves goes on (Box & Jenkins; Bell & Hillmer 1983).
import { ahead } from "#lib/forecast/arima/learn.ts";
import { search, type Regressors } from "#lib/forecast/arima/search.ts";
import { beforeEaster, tradingDays, workingDays, yearly } from "#lib/forecast/calendar.ts";
import type { Fit, Model, Task } from "#lib/forecast/model.ts";
import { filled } from "#lib/forecast/models/seasonal-naive.ts";
import { scaled } from "#lib/forecast/scale.ts";

/** No path goes above this many times the largest value seen. */
const CAP = 10;

/** Steps from which the calendar can be told from chance: four years of months, two and a half of weeks. */
const MONTHS = 48, WEEKS = 130;

/** Growth and season in units. */
export const arima: Model = { id: "arima", suits, fit: (task) => fit(task, false) };

/** Growth and season in shares: of its own kind, since which of both goes on is seldom told by the past. */
export const arimaLog: Model = { id: "arima-log", suits: (task) => suits(task) && task.series.values.every((value) => value === null || value > 0), fit: (task) => fit(task, true) };

/** For months and weeks: days have more seasons than ARIMA holds. */
function suits({ series }: Task): boolean {
  return series.grain !== "day" && series.values.filter((value) => value !== null).length >= 16;
}

/** Orders answer together by their Akaike weights, as in ETS. */
function fit(task: Task, logs: boolean): Fit | null {
  const { season, horizon } = task;
  const { values, scale } = scaled(filled(task.series.values, season));
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  // A thousandth of an ordinary value is as near to nothing as shares can tell.
  const into = logs ? values.map((value) => Math.log(Math.max(1e-3, value))) : values;
  const back = (value: number) => Math.min(CAP * most, Math.max(0, logs ? Math.exp(value) : value)) * scale;
  const found = search(into, season, horizon, choices(task));
  if (!found || found.models.length === 0) return null;
  const point = new Float64Array(horizon), one = new Float64Array(horizon);
  for (const { each, weight } of found.models) {
    ahead(each, found.explained, horizon, one, 0);
    for (let step = 0; step < horizon; step++) point[step]! += weight * one[step]!;
  }
  return {
    point: point.map(back),
    simulate(count, random) {
      const out = new Float64Array(count * horizon);
      let done = 0, reached = 0;
      for (const { each, weight } of found.models) {
        reached += weight;
        for (; done < Math.round(reached * count); done++) ahead(each, found.explained, horizon, out, done * horizon, random);
      }
      return out.map(back);
    },
  };
}

/** What may explain the series: months by their trading days and Easter, weeks by the time of the year. */
function choices({ series, horizon }: Task): Regressors[] {
  const count = series.values.length + horizon;
  if (series.grain === "week") return series.values.length < WEEKS ? [[]] : [0, 1, 2, 3, 5].map((pairs) => yearly(series, count, pairs));
  if (series.values.length < MONTHS) return [[]];
  const holiday = [beforeEaster(series, count)];
  return [[], workingDays(series, count), tradingDays(series, count)].flatMap((group) => [group, [...group, ...holiday]]);
}
