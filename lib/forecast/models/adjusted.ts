// Smoothing on what is left once the calendar is taken out: year, month, public occasions and own events as the regression learned them,
// in the spirit of MSTL (Bandara, Hyndman & Bergmeir, 2021), where seasons are taken out one by one and the rest is smoothed.
import type { Fit, Model, Task } from "#lib/forecast/model.ts";
import { dayAt, RECENT } from "#lib/forecast/series.ts";
import { calendarOf } from "#lib/forecast/models/structural.ts";

/** Smaller calendars than a hundredth are noise: the plain model says the same. */
const TELLING = 0.01;

interface AdjustedFit extends Fit { inner: Fit }

/** `inner` learns from the series divided by its calendar; its point and paths are multiplied by the calendar to come. */
export function adjusted(inner: Model): Model {
  return {
    id: `${inner.id}-adjusted`,
    suits: (task) => task.series.grain === "day" && inner.suits(task) && telling(calendarOf(task)),
    fit(task: Task, earlier?: Fit | null): AdjustedFit | null {
      const calendar = calendarOf(task)!, length = task.series.values.length;
      // A level without calendar is that of the last year, so that what is smoothed keeps the series' size.
      const base = calendar.reduce((sum, value) => sum + value, 0) / calendar.length;
      const factor = calendar.map((value) => Math.exp(value - base));
      const from = Math.max(0, length - RECENT);
      const values = task.series.values.slice(from).map((value, step) => (value === null ? null : value / factor[from + step]!));
      const fit = inner.fit({ ...task, series: { ...task.series, start: dayAt(task.series, from), values } }, (earlier as AdjustedFit | null | undefined)?.inner);
      if (!fit) return null;
      const ahead = factor.subarray(length);
      return {
        inner: fit,
        point: fit.point.map((value, step) => value * ahead[step]!),
        simulate: (count, random) => fit.simulate(count, random).map((value, at) => value * ahead[at % task.horizon]!),
      };
    },
  };
}

function telling(calendar: Float64Array | null): boolean {
  return calendar !== null && calendar.some((value) => Math.abs(value - calendar[0]!) > TELLING);
}
