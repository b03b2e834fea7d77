// What may never come out of the forecaster, whatever goes in; and what has to come out whoever asks.
import { describe, expect, test } from "vitest";
import { forecast } from "#lib/forecast/forecast.ts";
import { atLevels } from "#lib/forecast/levels.ts";
import { sums } from "#lib/forecast/totals.ts";
import { kinds, madeSeries, type Made } from "#test/support/made-series.ts";
import { sized } from "#test/support/size.ts";

const most = 20;

/** Largest sum of `span` neighbouring values; a shorter history is stretched to the span. What isn't known counts as nothing, what is negative too. */
function largestPeriod(values: readonly (number | null)[], span: number): number {
  const known = values.map((value) => (value !== null && Number.isFinite(value) ? Math.max(0, value) : 0));
  const size = Math.min(span, known.length);
  let largest = 0;
  for (let from = 0; from + size <= known.length; from++) largest = Math.max(largest, known.slice(from, from + size).reduce((sum, value) => sum + value, 0));
  return size === 0 ? 0 : (largest * span) / size;
}

/** What is wrong with a projection, in words; empty when nothing is. */
function wrongs({ series, horizon, events, season, seed }: Made): string[] {
  const told = forecast({ series, horizon, events, seed, paths: 200, ...(season === undefined ? {} : { season }) });
  const bounds = atLevels(told, [80, 95]);
  const wrong: string[] = [];
  const sound = (name: string, values: ArrayLike<number>) => {
    for (let at = 0; at < values.length; at++) if (!(values[at]! >= 0 && values[at]! < Infinity)) return wrong.push(`${name} has ${values[at]}`);
    return 0;
  };
  if (told.point.length !== horizon || told.days.length !== horizon || told.paths.length !== horizon * told.count || told.count !== 200) wrong.push("its shape");
  sound("point", told.point);
  sound("paths", told.paths);
  sound("bounds", bounds.steps.flat().flatMap(({ low, high }) => [low, high]));
  const limit = most * largestPeriod(series.values, horizon) * (1 + 1e-9);
  for (const [name, total] of [["points' sum", bounds.total.value], ["a path's sum", Math.max(0, ...sums(told.paths, horizon, 0, horizon))]] as const) if (total > limit) wrong.push(`${name} ${total} is over ${limit}`);
  for (const { low, high } of [...bounds.steps.flat(), ...bounds.total.bounds]) if (low > high) wrong.push(`a range from ${low} to ${high}`);
  if (told.models.length > 0 && Math.abs(told.models.reduce((sum, { weight }) => sum + weight, 0) - 1) > 1e-9) wrong.push("weights that don't sum to 1");
  for (const value of [told.backtest?.wape, told.backtest?.mase, told.backtest?.bias, told.backtest?.totalsInside80]) if (value !== null && value !== undefined && !Number.isFinite(value)) wrong.push(`a grade of ${value}`);
  return wrong;
}

describe("never", () => {
  test("a value that is negative or no number, nor a total over 20 times the largest equal period seen, on any series", { timeout: 3_600_000 }, () => {
    const count = sized(200, 10_000);
    const failed: string[] = [];
    for (let index = 0; index < count; index++) {
      const made = madeSeries(index);
      const wrong = wrongs(made);
      if (wrong.length > 0) failed.push(`series ${index} (${made.kind}, ${made.series.grain}, ${made.series.values.length} values, ${made.horizon} ahead): ${wrong.slice(0, 3).join("; ")}`);
    }
    expect(failed).toEqual([]);
    expect(count).toBeGreaterThanOrEqual(6 * Object.keys(kinds).length);
  });
});

/** Every seventh of them: different kinds, grains and horizons. */
const some = Array.from({ length: sized(30, 300) }, (_, index) => madeSeries(index * 7 + 3));

describe("properties", () => {
  test("the same seed gives the same answer, bit for bit; another seed other paths around the same points", () => {
    for (const { series, horizon, events, seed } of some.slice(0, 12)) {
      const [one, two, other] = [seed, seed, seed + 1].map((each) => forecast({ series, horizon, events, seed: each, paths: 50 }));
      expect(two).toEqual(one);
      expect(other!.days).toEqual(one!.days);
    }
  });
  const factors = [1e-3, 7.3, 1e6];
  for (const [turn, factor] of factors.entries()) {
    // In npm test each series takes one of the units in turn; npm run prove tries every unit on each.
    const scaledOnes = some.filter((_, index) => index % sized(factors.length, 1) === turn % sized(factors.length, 1));
    test(`a series in a unit of ${factor} gives the same projection in that unit`, () => {
      expect(scaledOnes.length).toBeGreaterThanOrEqual(10);
      const off = scaledOnes.flatMap(({ kind, series, horizon, events, seed }) => {
        const one = forecast({ series, horizon, events, seed, paths: 50 });
        const scaled = forecast({ series: { ...series, values: series.values.map((value) => (value === null ? null : value * factor)) }, horizon, events, seed, paths: 50 });
        const size = Math.max(...one.point, ...sums(one.paths, horizon, 0, horizon).map((sum) => sum / horizon), Number.MIN_VALUE);
        const worst = Math.max(...Array.from(one.point, (value, at) => Math.abs(scaled.point[at]! / factor - value) / size), ...Array.from(one.paths, (value, at) => Math.abs(scaled.paths[at]! / factor - value) / size));
        return worst <= 1e-6 ? [] : [`${kind}, ${series.grain}, ${series.values.length} values, seed ${seed}: ${worst}`];
      });
      expect(off).toEqual([]);
    });
  }
  test("the totals of the paths are the sums of the days' paths, and adding up months gives the quarter on every path", () => {
    const { series, seed } = madeSeries(Object.keys(kinds).indexOf("closed Sundays"));
    const { paths } = forecast({ series, horizon: 90, seed, paths: 100 });
    const [quarter, ...months] = [[0, 90], [0, 31], [31, 59], [59, 90]].map(([from, to]) => sums(paths, 90, from!, to!));
    quarter!.forEach((sum, path) => expect(months.reduce((all, month) => all + month[path]!, 0)).toBeCloseTo(sum, 6));
  });
});
