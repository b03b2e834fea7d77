// A series in a unit of its own, so that pounds and pence, one or a million of them, give the same projection.
import type { TimeSeries } from "#lib/forecast/series.ts";

/**
 * Digits that values keep in their unit. Dividing leaves noise in the 16th, which an optimiser between two equally good answers
 * can turn into another answer; no sale is known to a billionth.
 */
const DIGITS = 9;

/** Mean of what was sold on days with sales; 1 when there were none. */
export function unitOf(values: TimeSeries["values"]): number {
  let [mean, count] = [0, 0];
  // A running mean can't overflow where a sum would.
  for (const value of values) if (value !== null && value > 0 && value < Infinity) mean += (value - mean) / ++count;
  return count === 0 ? 1 : mean;
}

/** Values in their unit; what is no number is missing. */
export function inUnit(values: TimeSeries["values"], unit: number): (number | null)[] {
  return values.map((value) => (value === null || !Number.isFinite(value) ? null : Number((value / unit).toPrecision(DIGITS))));
}
