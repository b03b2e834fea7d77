import { describe, expect, test } from "vitest";
import { addDays, weekday } from "#lib/core/day.ts";
import { backtest, originsOf } from "#lib/forecast/backtest.ts";
import { rescale, type Widths } from "#lib/forecast/calibrate.ts";
import { closedDays } from "#lib/forecast/closed.ts";
import { combine, pathsOf, weigh } from "#lib/forecast/combine.ts";
import { forecast, hear } from "#lib/forecast/forecast.ts";
import { models } from "#lib/forecast/models/index.ts";
import { seasonalNaive } from "#lib/forecast/models/seasonal-naive.ts";
import { prepare } from "#lib/forecast/prepare.ts";
import { randomFrom } from "#lib/forecast/random.ts";
import { spread, sums } from "#lib/forecast/totals.ts";

const start = "2024-01-01"; // a Monday
const draws = randomFrom(3);
const days = (length: number, shape: (day: string, step: number) => number, sigma = 0.1) => Array.from({ length }, (_, step) => 100 * shape(addDays(start, step), step) * Math.exp(sigma * draws.normal()));
const task = (values: (number | null)[], horizon: number) => ({ series: { start, grain: "day" as const, values }, season: 7, horizon, events: [] });

describe("what was known", () => {
  test("a spike planted after an earlier day changes nothing that is said of that day", () => {
    const plain = days(200, () => 1), { at, horizon } = originsOf(200, 28, 7);
    const origin = at[1]!, spiked = [...plain];
    for (let step = origin; step < 200; step++) spiked[step] = 1e6;
    const [first, second] = [plain, spiked].map((values) => backtest(task(values, 28), models, 1).find((each) => each.at === origin)!);
    expect(first!.said.length).toBeGreaterThan(2);
    for (const [index, said] of first!.said.entries()) {
      expect([...second!.said[index]!.point]).toEqual([...said.point]);
      expect([...second!.said[index]!.paths]).toEqual([...said.paths]);
    }
    expect(horizon).toBe(28);
    expect(second!.came[0]).toBe(1e6);
  });
  test("the past is asked for no more steps than it can answer", () => {
    expect(originsOf(56, 90, 7)).toMatchObject({ horizon: 20 });
    expect(originsOf(14, 30, 7).at).toEqual([]);
    for (const length of [20, 56, 200, 1000]) for (const at of originsOf(length, 30, 7).at) expect(at + originsOf(length, 30, 7).horizon).toBeLessThanOrEqual(length);
  });
});

describe("days on which the shop is shut", () => {
  test("a weekday that is always 0 is 0 in point and on every path, and the others don't suffer", () => {
    const answer = forecast({ series: { start, grain: "day", values: days(180, (day) => (weekday(day) === 7 ? 0 : 1)) }, horizon: 28, paths: 100 });
    answer.days.forEach((day, step) => {
      if (weekday(day) === 7) for (let path = 0; path < 100; path++) expect(answer.paths[path * 28 + step]).toBe(0);
      else expect(answer.point[step]).toBeGreaterThan(80);
      if (weekday(day) === 7) expect(answer.point[step]).toBe(0);
    });
    expect(answer.notes).toContainEqual({ code: "closed-weekdays", values: { weekdays: "7" } });
  });
  test("a Christmas that was shut last year is shut this year; a week shut in spring isn't repeated", () => {
    const values = days(700, (day) => ((day >= "2024-12-24" && day <= "2025-01-02") || (day >= "2025-03-10" && day <= "2025-03-16") ? 0 : 1));
    const closed = closedDays({ start, grain: "day", values }, 150);
    const shut = [...closed.shut.keys()].filter((step) => closed.shut[step]).map((step) => addDays(start, 700 + step));
    expect(shut[0]).toBe("2025-12-24");
    expect(shut.at(-1)).toBe("2026-01-02");
    expect(shut).toHaveLength(10);
    expect(closed.values[addIndex("2025-03-12")]).toBeNull();
  });
  test("a last day that is cut short is set aside and said", () => {
    const values = days(100, () => 1);
    values[99] = 8;
    const prepared = prepare(task(values, 7))!;
    expect(prepared.task.series.values[99]).toBeNull();
    expect(prepared.notes.map((note) => note.code)).toEqual(["last-cut"]);
  });
  test("of days the last four years are looked at, and what came before changes nothing", () => {
    const late = days(1461, (_, step) => 1 + 0.1 * Math.sin(step));
    const whole = prepare({ ...task([...new Array<number>(3000).fill(7), ...late], 7) })!.task.series;
    expect(whole.start).toBe(addDays(start, 3000));
    expect(whole.values).toEqual(late);
    expect(prepare(task([5, ...new Array<null>(2000).fill(null)], 7))).toBeNull();
  });
  test("an outage that is marked is left out of learning", () => {
    const values = days(200, (_, step) => (step >= 150 && step < 170 ? 0.01 : 1));
    const events = [{ type: "outage", from: addDays(start, 150), to: addDays(start, 170), ignore: true }];
    const prepared = prepare({ ...task(values, 7), events })!;
    for (let step = 150; step < 170; step++) expect(prepared.task.series.values[step]).toBeNull();
    for (const value of forecast({ series: { start, grain: "day", values }, horizon: 14, events, paths: 50 }).point) expect(value).toBeGreaterThan(85);
  });
});

const addIndex = (day: string) => Math.round((Date.parse(day) - Date.parse(start)) / 86_400_000);

describe("several models, one answer", () => {
  const said = (id: string, value: number) => ({ model: { ...seasonalNaive, id }, fit: { point: new Float64Array(2).fill(value), simulate: () => new Float64Array(0) }, point: new Float64Array(2).fill(value), paths: Float64Array.from([value, value, 2 * value, 2 * value]) });
  test("weights follow the past: who was twice as wrong counts for little", () => {
    const origin = { at: 10, came: Float64Array.from([10, 10]), prepared: prepare(task([10, 10, 10], 2))!, said: [said("a", 11), said("b", 12), said("c", 14)] };
    const weights = weigh(["a", "b", "c"], "day", [origin, { ...origin, at: 12 }]);
    expect([...weights.values()].reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    // Mean log losses against the middle one over 2 origins and 1 of belief: ±ln 2 × 2/3; to the power −2, a little more two days ahead.
    const factor = 2 ** ((2 / 3) * (2 + (4 * 2) / 182.625));
    expect(weights.get("a")! / weights.get("b")!).toBeCloseTo(factor, 6);
    expect(weights.get("b")! / weights.get("c")!).toBeCloseTo(factor, 6);
  });
  test("paths lie around the common point, by each model's share", () => {
    const combined = combine([said("a", 100), said("b", 200)], new Map([["a", 0.5], ["b", 0.5]]), 2, 4, 100);
    // A fifth of the usual 100 is added before the geometric mean and taken off again.
    const middle = Math.sqrt(120 * 220) - 20;
    for (const value of combined.point) expect(value).toBeCloseTo(middle, 9);
    const paths = pathsOf(combined);
    expect(paths[0]).toBeCloseTo(middle, 9);
    expect(paths[2]! / middle).toBeGreaterThan(1.9);
  });
  test("one model's zero or one that runs away leaves the others' answer nearly where it was", () => {
    const among = (value: number) => combine([said("a", 100), said("b", 100), said("c", value)], new Map([["a", 0.45], ["b", 0.45], ["c", 0.1]]), 2, 4, 100).point[0]!;
    expect(among(0)).toBeGreaterThan(75);
    expect(among(10_000)).toBeLessThan(200);
  });
  test("far ahead days add up to their paths' total, though the middle of a skewed day is below its mean", () => {
    const values = days(800, () => 1, 0.35);
    const { said: far } = hear(task(values, 250), prepare(task(values, 250))!, 400, 1), regression = far.find(({ model }) => model.id === "structural")!;
    const total = (amounts: Float64Array) => amounts.reduce((sum, value) => sum + value, 0);
    expect(total(regression.point) / spread(sums(regression.paths, 250, 0, 250)).p50).toBeCloseTo(1, 6);
    expect(total(regression.point) / total(regression.fit.point)).toBeGreaterThan(1.03);
  });
  test("a year ahead nothing that doesn't know the year is asked where another does", () => {
    const said365 = (id: string, value: number) => ({ ...said(id, value), point: new Float64Array(365).fill(value) });
    const ids = ["structural", "theta", "theta-adjusted"], values = new Array<number>(30).fill(10);
    const origin = { at: 30, came: new Float64Array(365).fill(10), prepared: prepare(task(values, 365))!, said: ids.map((id) => said365(id, 11)) };
    expect(weigh(ids, "day", [origin]).get("theta")).toBe(0);
    expect(weigh(["structural", "theta"], "day", [origin]).get("theta")).toBeGreaterThan(0);
  });
  test("widening the whole widens totals and leaves the middle", () => {
    const make = (by: Widths) => {
      const combined = combine([{ ...said("a", 100), paths: Float64Array.from({ length: 2000 }, (_, at) => 100 * Math.exp(0.2 * Math.sin(at >> 1))) }], new Map([["a", 1]]), 2, 1000, 100);
      rescale(combined, by);
      return spread(sums(pathsOf(combined), 2, 0, 2));
    };
    const plain = make({ whole: 1, step: 1 }), wide = make({ whole: 2, step: 1 });
    expect((wide.p90 - wide.p10) / (plain.p90 - plain.p10)).toBeGreaterThan(1.9);
    expect(wide.p50 / plain.p50).toBeCloseTo(1, 2);
  });
});

describe("sales few and far between", () => {
  // A channel of a shop: nothing on three days in ten, then 5 to 5,000; widened ranges of such days once told it eight times as large.
  const draw = randomFrom(31);
  const sold = Array.from({ length: 800 }, () => (draw.uniform() < 0.3 ? 0 : Math.round(100 * 600 * Math.exp(1.1 * draw.normal())) / 100));
  test("what is to come lies at what was: no multiple of it, whatever the horizon", () => {
    const usual = sold.slice(-365).reduce((sum, value) => sum + value, 0) / 365;
    for (const horizon of [30, 90, 365]) {
      const { paths, count } = forecast({ series: { start: "2024-08-01", grain: "day", values: sold }, horizon, paths: 400, seed: 4 });
      const mean = paths.reduce((sum, value) => sum + value, 0) / count / horizon;
      expect([horizon, mean / usual > 0.6, mean / usual < 1.7]).toEqual([horizon, true, true]);
    }
  });
  test("widening days keeps each path's total", () => {
    const prepared = prepare({ series: { start: "2024-08-01", grain: "day", values: sold }, season: 7, horizon: 28, events: [] })!;
    const said = hear({ ...prepared.task }, prepared, 50, 5).said;
    const combined = combine(said, new Map(said.map(({ model }) => [model.id, 1])), 28, 50, prepared.scale);
    const totals = () => sums(combined.deviations.map((deviation, at) => (combined.point[at % 28]! + combined.shift) * Math.exp(deviation)), 28, 0, 28);
    const before = totals();
    rescale(combined, { whole: 1, step: 1.8 });
    totals().forEach((total, path) => expect(total / before[path]!).toBeCloseTo(1, 9));
  });
});

describe("the whole answer", () => {
  test("the same seed gives the same answer, another seed other paths", () => {
    const series = { start, grain: "day" as const, values: days(120, () => 1) };
    const [a, b, c] = [1, 1, 2].map((seed) => forecast({ series, horizon: 10, seed, paths: 60 }));
    expect([...a!.paths]).toEqual([...b!.paths]);
    expect([...a!.paths]).not.toEqual([...c!.paths]);
  });
  test("its past is reported beside the naive one, and ranges hold what came about as often as they say", () => {
    const { backtest: past } = forecast({ series: { start, grain: "day", values: days(300, (day) => (weekday(day) > 5 ? 1.6 : 1)) }, horizon: 28, paths: 100 });
    expect(past!.origins).toBe(4);
    expect(past!.mase!).toBeLessThan(past!.naive.mase!);
    expect(past!.wape!).toBeGreaterThan(0.03);
    expect(past!.wape!).toBeLessThan(0.12);
  });
  test("eight weeks of history are answered with the note that little is known", () => {
    const answer = forecast({ series: { start, grain: "day", values: days(40, () => 1) }, horizon: 30, paths: 50 });
    expect(answer.notes.map((note) => note.code)).toContain("short");
    for (const value of answer.point) { expect(value).toBeGreaterThan(70); expect(value).toBeLessThan(140); }
  });
  test("what little can be said of is said: sparse sales, gaps, another level, an event never seen, nothing at all", () => {
    const notes = (values: (number | null)[], events: { type: string; from: string; to: string }[] = []) => Object.fromEntries(forecast({ series: { start, grain: "day", values }, horizon: 14, paths: 20, events }).notes.map((note) => [note.code, note.values]));
    expect(notes(days(120, (_, step) => (step % 5 < 2 ? 1 : 0)))).toMatchObject({ sparse: { share: 0.6 } });
    expect(notes(days(120, () => 1).map((value, step) => (step % 4 === 1 ? null : value)))).toMatchObject({ gaps: { share: 0.25 } });
    const shifted = notes(days(120, (_, step) => (step < 92 ? 1 : 3)));
    expect(shifted.shifted!.times as number).toBeGreaterThan(2.7);
    expect(shifted.shifted!.times as number).toBeLessThan(3.3);
    expect(notes(days(120, () => 1), [{ type: "launch", from: addDays(start, 125), to: addDays(start, 127) }])).toEqual({ unseen: { type: "launch" } });
    expect(notes([0, 0, 0])).toEqual({ "only-zeros": {} });
    expect(notes([null, null])).toEqual({ nothing: {} });
    expect(notes(days(120, () => 1))).toEqual({});
  });
});
