import { describe, expect, test } from "vitest";
import { seasonal, seasonalIndices } from "#lib/forecast/decompose.ts";
import { slope, smooth, theta } from "#lib/forecast/models/theta.ts";
import type { Task } from "#lib/forecast/model.ts";
import { randomFrom } from "#lib/forecast/random.ts";

const task = (values: (number | null)[], season: number, horizon: number): Task => ({ series: { start: "2024-01-01", grain: season === 12 ? "month" : "day", values }, season, horizon, events: [] });
const fit = (values: (number | null)[], season = 1, horizon = 8) => theta.fit(task(values, season, horizon))!;
const noise = (count: number, seed = 3) => { const random = randomFrom(seed); return Array.from({ length: count }, () => random.normal()); };

describe("theta", () => {
  test("the forecast rises by half the slope of the line through the past", () => {
    const values = noise(60).map((error, at) => 100 + 2 * at + 5 * error);
    const { point } = fit(values);
    const drift = slope(Float64Array.from(values), Float64Array.from(values.keys())) / 2;
    for (let step = 1; step < 8; step++) expect(point[step]! - point[step - 1]!).toBeCloseTo(drift, 6);
    expect(drift).toBeCloseTo(1, 1);
  });
  test("smoothing: squared errors are least where a fine search says, with the level solved for", () => {
    const values = Float64Array.of(3, 5, 9, 4, 6, 8, 3, 7);
    const squares = (alpha: number, start: number) => { let level = start, sum = 0; for (const value of values) { const error = value - level; sum += error * error; level += alpha * error; } return sum; };
    let best = Infinity;
    for (let alpha = 0.0001; alpha < 1; alpha += 0.01) for (let start = 2; start < 10; start += 0.02) best = Math.min(best, squares(alpha, start));
    const found = smooth(values);
    expect(found.errors.reduce((sum, error) => sum + error * error, 0)).toBeLessThanOrEqual(best);
    expect(squares(found.alpha, found.start)).toBeCloseTo(best, 2);
  });
  test("a season is found where there is one, and not in noise", () => {
    const wave = noise(70).map((error, at) => 50 + (at % 7) * 10 + error);
    expect(seasonal(wave, 7)).toBe(true);
    expect(seasonal(noise(70), 7)).toBe(false);
    expect(seasonal(new Array<number>(70).fill(4), 7)).toBe(false);
  });
  test("indices of a pure season are its shares, and average to one", () => {
    const shares = [0.5, 0.8, 1, 1.2, 1.5];
    const indices = seasonalIndices(Array.from({ length: 40 }, (_, at) => 10 * shares[at % 5]!), 5);
    shares.forEach((share, place) => expect(indices[place]).toBeCloseTo(share, 10));
  });
  test("a shop shut on one weekday is forecast as shut on it, and its open days aren't pulled down by the zeros", () => {
    const { point } = fit(noise(140).map((error, at) => (at % 7 === 5 ? 0 : 100 + error)), 7, 14);
    [5, 12].forEach((step) => expect(point[step]).toBeLessThan(1));
    [0, 1, 2, 3, 4, 6].forEach((step) => expect(point[step]).toBeGreaterThan(97));
  });
  test("paths are around the point, widen with the distance and repeat with the seed", () => {
    const values = noise(120).reduce<number[]>((walk, error) => [...walk, (walk.at(-1) ?? 100) + error], []);
    const { point, simulate } = fit(values, 1, 20);
    const paths = simulate(2000, randomFrom(1));
    const at = (step: number) => Float64Array.from({ length: 2000 }, (_, path) => paths[path * 20 + step]!).sort();
    expect(Math.abs(at(0)[1000]! - point[0]!)).toBeLessThan(0.3);
    expect(at(19)[1800]! - at(19)[200]!).toBeGreaterThan(3 * (at(0)[1800]! - at(0)[200]!));
    expect(simulate(50, randomFrom(1))).toEqual(simulate(50, randomFrom(1)));
  });
  test("a thousandfold series has a thousandfold forecast", () => {
    const values = noise(100).map((error, at) => 40 + (at % 7) * 3 + at / 5 + 4 * error);
    const one = fit(values, 7), thousand = fit(values.map((value) => value * 1234.5), 7);
    one.point.forEach((value, step) => expect(thousand.point[step]! / 1234.5 / value).toBeCloseTo(1, 8));
  });
});
