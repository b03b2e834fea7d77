import { expect, test } from "vitest";
import { benchForecast } from "#scripts/bench/forecast.ts";
import { judge } from "#scripts/bench/forecast/goals.ts";
import type { Ours } from "#scripts/bench/forecast/ours.ts";
import { table } from "#scripts/bench/forecast/table.ts";
import { sampled, type BenchTask } from "#scripts/bench/forecast/tasks.ts";
import { score } from "#lib/forecast/score.ts";
import { atLevels } from "#lib/forecast/levels.ts";

const values = Array.from({ length: 60 }, (_, day) => 100 + 10 * (day % 7));
const task = (id: string, group = "shop-daily 30"): BenchTask => ({ id, dataset: group.split(" ")[0]!, group, name: id, history: { start: "2026-01-01", grain: "day", values }, actual: new Float64Array(30).fill(130), horizon: 30, season: 7, scale: 10, events: [] });

/** A projection that is off by `off` every day and whose ranges reach `reach` to each side. */
function told(id: string, off: number, reach: number, seconds = 0.1): Ours {
  const bounds = (size: number, width: number) => [80, 95].map((level) => ({ level, low: size - width, high: size + width }));
  const one = task(id);
  const point = one.actual.map((value) => value + off);
  const steps = Array.from(point, (value) => bounds(value, reach));
  const total = { value: point.reduce((sum, value) => sum + value, 0), bounds: bounds(30 * (130 + off), 30 * reach) };
  const side = (index: number, end: "low" | "high") => steps.map((step) => step[index]![end]);
  const outlook = { point, lo80: side(0, "low"), hi80: side(0, "high"), lo95: side(1, "low"), hi95: side(1, "high"), total: { lo80: total.bounds[0]!.low, hi80: total.bounds[0]!.high, lo95: total.bounds[1]!.low, hi95: total.bounds[1]!.high } };
  return { task: one, method: "storecast", score: score(outlook, one.actual, one.scale), seconds, told: { name: id, point, steps, total, middle: total.value, models: [], notes: [], seconds } };
}

test("without the benchmark's data the part is skipped by name, and nothing is judged", async () => {
  const lines = await benchForecast({ folder: "/nowhere/at/all", datasets: [], sample: undefined, processes: 1, models: [], keep: undefined, more: false, write: false });
  expect(lines).toHaveLength(1);
  expect(lines[0]!.value).toBe("skipped");
  expect(lines[0]!.note).toContain("/nowhere/at/all/reference/tasks-open.csv");
  expect(lines[0]!.ok).toBeUndefined();
});

test("goals hold and are missed as the figures say", () => {
  const verdict = (runs: Ours[]) => Object.fromEntries(judge(runs).map(({ name, ok }) => [name, ok]));
  const good = verdict([told("a", 8, 9), told("b", 8, 9), told("c", 8, 9), told("d", 8, 9), told("e", 8, 7)]);
  expect(good).toMatchObject({ "MASE shop-daily 30": true, "totals inside their 80 % range (shop, NN5, web)": true, "totals inside their 95 % range (shop, NN5, web)": false, "CPU seconds a daily series, to 90 days": true });
  const bad = verdict([told("a", 8.3, 5, 0.1), told("b", 8.3, 5, 1.1)]);
  expect(bad).toMatchObject({ "MASE shop-daily 30": false, "totals inside their 80 % range (shop, NN5, web)": false, "days inside their 80 % range (shop, NN5, web)": false, "CPU seconds a daily series, to 90 days": false });
});

test("a value that is negative or none is counted against the run", () => {
  const broken = told("a", 1, 1);
  broken.told.steps[3]![0]!.low = Number.NaN;
  expect(judge([broken, told("b", 1, 1)]).find(({ name }) => name.startsWith("projections with"))).toMatchObject({ value: "1", ok: false });
});

test("the table puts the nearest first, and methods that did only a part of the tasks below", () => {
  const other = (id: string, method: string, off: number) => ({ ...told(id, off, 1), method });
  const lines = table([told("a", 5, 1), told("b", 5, 1), other("a", "ets", 3), other("b", "ets", 3), other("a", "slow", 1)]);
  expect(lines.slice(2).map((line) => line.split("|")[1]!.trim())).toEqual(["ets", "**storecast**", "slow"]);
  expect(lines[2]!.split("|")[3]!.trim()).toBe("0.300");
});

test("a sample takes the same number of each set, spread over it", () => {
  const all = [..."abcdefghij"].map((id) => task(id)).concat([..."xyz"].map((id) => task(id, "nn5-daily 56")));
  expect(sampled(all, 3).map(({ id }) => id)).toHaveLength(6);
  expect(new Set(sampled(all, 3).map(({ group }) => group)).size).toBe(2);
  expect(sampled(all, 100)).toEqual(all);
});

test("bounds at levels are the paths' own quantiles, by day and of the sum", () => {
  const paths = Float64Array.from({ length: 202 }, (_, at) => (at % 2 === 0 ? at / 2 : 1000));
  const { steps, total } = atLevels({ paths, point: Float64Array.of(50, 1000), count: 101 }, [80]);
  expect(steps).toEqual([[{ level: 80, low: 10, high: 90 }], [{ level: 80, low: 1000, high: 1000 }]]);
  expect(total).toEqual({ value: 1050, bounds: [{ level: 80, low: 1010, high: 1090 }] });
});
