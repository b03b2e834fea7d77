import { describe, expect, test } from "vitest";
import type { Task } from "#lib/forecast/model.ts";
import { profile, REACH } from "#lib/forecast/models/profile.ts";
import { randomFrom } from "#lib/forecast/random.ts";
import { FAR } from "#lib/forecast/series.ts";

const week = [10, 20, 30, 40, 50, 60, 0];
const task = (values: (number | null)[], horizon = 14): Task => ({ series: { start: "2025-01-06", grain: "day", values }, season: 7, horizon, events: [] });
const weeks = (count: number, height = (_week: number) => 1) => Array.from({ length: 7 * count }, (_, at) => week[at % 7]! * height(Math.floor(at / 7)));
const fit = (values: (number | null)[], horizon?: number) => profile.fit(task(values, horizon))!;

describe("an ordinary week", () => {
  test("by hand: each weekday's median, as high as the median of the last three weeks", () => {
    // Weekdays 10 to 60 with mean 30; the last three weeks stand at 2, 4 and 3 times that: three.
    const { point } = fit(weeks(20, (at) => [2, 4, 3][at - 17] ?? 1));
    [...week, ...week].forEach((sold, step) => expect(point[step]).toBeCloseTo(3 * sold, 9));
  });
  test("one great sale, a week of outage and days that are missing don't move it", () => {
    const values: (number | null)[] = weeks(20);
    values[130] = 5_000;
    for (let at = 119; at < 126; at++) values[at] = 0;
    for (const at of [133, 134]) values[at] = null;
    const { point } = fit(values);
    week.forEach((sold, step) => expect(point[step]).toBeCloseTo(sold, 9));
  });
  test("paths lie around the point, widen with the distance and repeat with the seed", () => {
    const random = randomFrom(8);
    let height = 1;
    const values = weeks(52, () => (height *= Math.exp(0.1 * random.normal())));
    const { point, simulate } = fit(values, 60);
    const paths = simulate(2_000, randomFrom(1));
    const spread = (step: number) => { const at = Float64Array.from({ length: 2_000 }, (_, path) => paths[path * 60 + step]! / point[step]!).sort(); return { low: at[200]!, middle: at[1_000]!, high: at[1_800]! }; };
    expect(Math.abs(spread(1).middle - 1)).toBeLessThan(0.15);
    expect(spread(57).high / spread(57).low).toBeGreaterThan(1.2 * (spread(1).high / spread(1).low));
    expect(simulate(2_000, randomFrom(1))).toEqual(paths);
    expect(paths.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
  });
  test("a shop that once stood at next to nothing sends no path beyond all measure", () => {
    const { point, simulate } = fit(weeks(30, (at) => (at < 12 ? 1e-12 : 1)), 60);
    const most = Math.max(...point);
    expect(simulate(500, randomFrom(2)).every((value) => value <= 100 * most)).toBe(true);
  });
  test("it speaks of days, from eight weeks on and for less than a quarter of a year", () => {
    expect(profile.suits(task(weeks(8)))).toBe(true);
    expect(profile.suits(task(weeks(7)))).toBe(false);
    expect(profile.suits(task(weeks(20), REACH * FAR))).toBe(false);
    expect(profile.suits({ ...task(weeks(20)), series: { start: "2025-01-01", grain: "week", values: weeks(20) } })).toBe(false);
    expect(profile.fit(task(new Array<number>(70).fill(0)))).toBeNull();
  });
});
