// One series of a run of the forecaster: what goes in, what is told about it, and how long it took.
import { forecast, type Note } from "#lib/forecast/forecast.ts";
import { atLevels, type AtLevels } from "#lib/forecast/levels.ts";
import { seedOf } from "#lib/forecast/random.ts";
import type { EventSpan, TimeSeries } from "#lib/forecast/series.ts";

export interface Job {
  name: string;
  series: TimeSeries;
  horizon: number;
  season?: number | undefined;
  events: readonly EventSpan[];
  levels: readonly number[];
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
  const { name, series, horizon, season, events, levels } = job;
  const told = forecast({ series, horizon, events, seed: seedOf(name), ...(season === undefined ? {} : { season }) });
  const { steps, total } = atLevels(told, [...levels, 0]);
  const middle = total.bounds.pop()!.low;
  for (const step of steps) step.pop();
  const { user, system } = process.cpuUsage(began);
  return { name, point: told.point, steps, total, middle, models: told.models, notes: told.notes, seconds: (user + system) / 1e6 };
}

/** As `tell`, with a fault told instead of thrown: one series must not end a run of a thousand. */
export function tellSafely(job: Job): Told {
  try {
    return tell(job);
  } catch (error) {
    return { name: job.name, point: new Float64Array(0), steps: [], total: { value: 0, bounds: [] }, middle: 0, models: [], notes: [], seconds: 0, fault: (error as Error).stack ?? String(error) };
  }
}
