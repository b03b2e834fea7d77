// One series of a run of the forecaster: what goes in, what is told about it, and how long it took.
import { forecast, type Forecast, type Note } from "#lib/forecast/forecast.ts";
import { atLevels, type AtLevels } from "#lib/forecast/levels.ts";
import { models } from "#lib/forecast/models/index.ts";
import { seasonalNaive } from "#lib/forecast/models/seasonal-naive.ts";
import { randomFrom, seedOf } from "#lib/forecast/random.ts";
import { SEASON, type EventSpan, type TimeSeries } from "#lib/forecast/series.ts";
import { Usage } from "#scripts/parts/script.ts";

export interface Job {
  name: string;
  series: TimeSeries;
  horizon: number;
  season?: number | undefined;
  events: readonly EventSpan[];
  levels: readonly number[];
  /** One model by itself, without backtest, combination and calibration: for those who tune it. */
  model?: string | undefined;
}

export interface Told extends AtLevels {
  name: string;
  point: Float64Array;
  models: readonly { id: string; weight: number; mase: number | null }[];
  notes: readonly Note[];
  /** CPU seconds of this process for it. */
  seconds: number;
  /** The median of the paths' sums, which the sum of the points only comes near. */
  middle: number;
  /** Why there is nothing: a fault of ours. */
  fault?: string;
}

/** Seeded by the series' name: the same answer whatever runs beside it, and in whatever order. */
export function tell(job: Job): Told {
  const began = process.cpuUsage();
  const { name, levels } = job;
  const told = job.model === undefined ? combined(job) : alone(job, job.model);
  const { steps, total } = atLevels(told, [...levels, 0]);
  const middle = total.bounds.pop()!.low;
  for (const step of steps) step.pop();
  const { user, system } = process.cpuUsage(began);
  return { name, point: told.point, steps, total, middle, models: told.models, notes: told.notes, seconds: (user + system) / 1e6 };
}

function combined({ name, series, horizon, season, events }: Job): Forecast {
  return forecast({ series, horizon, events, seed: seedOf(name), ...(season === undefined ? {} : { season }) });
}

function alone({ name, series, horizon, season, events }: Job, id: string): Pick<Forecast, "point" | "paths" | "count" | "models" | "notes"> {
  const model = models.find((each) => each.id === id);
  if (!model) throw new Usage(`There is no model ${id}; there are ${models.map((each) => each.id).join(", ")}.`);
  const task = { series, horizon, season: season ?? SEASON[series.grain], events };
  const fit = model.suits(task) ? model.fit(task) : null;
  const count = 1000;
  // Where it doesn't suit, the floor stands in, as it would in a combination.
  const used = fit ?? seasonalNaive.fit(task)!;
  return { point: used.point, paths: used.simulate(count, randomFrom(seedOf(name))), count, models: [{ id: fit ? id : seasonalNaive.id, weight: 1, mase: null }], notes: [] };
}

/** As `tell`, with a fault told instead of thrown: one series must not end a run of a thousand. */
export function tellSafely(job: Job): Told {
  try {
    return tell(job);
  } catch (error) {
    return { name: job.name, point: new Float64Array(0), steps: [], total: { value: 0, bounds: [] }, middle: 0, models: [], notes: [], seconds: 0, fault: (error as Error).stack ?? String(error) };
  }
}
