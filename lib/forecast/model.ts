// What a model is: it learns from a task and answers with sample paths. A new model is one file in models/ and one line in models/index.ts.
import type { Random } from "#lib/forecast/random.ts";
import type { EventSpan, TimeSeries } from "#lib/forecast/series.ts";

/** A series to be continued. Models see its values and all spans, also later ones: what will happen, never what it brought. */
export interface Task {
  series: TimeSeries;
  /** Steps of the short season: 7 for days, 12 for months, 1 for none. */
  season: number;
  horizon: number;
  events: readonly EventSpan[];
}

/** What one event type does, learned: a factor on an ordinary day (1.4 is +40 %) by offset from its first day. */
export interface EventEffect {
  type: string;
  /** Spans seen in history. 0: nothing could be learned, the factor is a guess and says so. */
  seen: number;
  /** Factor by day of the span, with lead and lag around it: offset 0 is its first day, −1 the day before. */
  factors: readonly { offset: number; factor: number; low: number; high: number }[];
  /** Share of the gain that came from days around it (pull-forward), 0–1; null when it can't be told. */
  pulledForward: number | null;
}

/** A learned model. */
export interface Fit {
  /** The best single value of each step: the median of its paths where those are skewed. Length = horizon. */
  point: Float64Array;
  /** `count` joint futures, row after row: value of path p at step s is [p × horizon + s]. */
  simulate(count: number, random: Random): Float64Array;
  effects?: readonly EventEffect[];
}

export interface Model {
  id: string;
  /** False when the series is too short, of another grain, or otherwise not for this model. */
  suits(task: Task): boolean;
  /**
   * Null when nothing sound could be learned. Never throws for a series that `suits`.
   * @param earlier this model's own fit of a shorter piece of the same series, as a place to start from: the same answer for less work
   */
  fit(task: Task, earlier?: Fit | null): Fit | null;
}
