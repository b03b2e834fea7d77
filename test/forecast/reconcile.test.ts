import fc from "fast-check";
import { expect, test } from "vitest";
import { forecast } from "#lib/forecast/forecast.ts";
import { randomFrom } from "#lib/forecast/random.ts";
import { reconcile } from "#lib/forecast/reconcile.ts";
import { quantile, sums } from "#lib/forecast/totals.ts";
import { sized } from "#test/support/size.ts";

const size = fc.record({ horizon: fc.integer({ min: 1, max: 9 }), count: fc.integer({ min: 1, max: 40 }), parts: fc.integer({ min: 1, max: 6 }), zeros: fc.double({ min: 0, max: 1, noNaN: true }), seed: fc.integer() });

/** Values from nothing to a million, so many of them zero. */
function rows(length: number, zeros: number, random: ReturnType<typeof randomFrom>): Float64Array {
  return Float64Array.from({ length }, () => (random.uniform() < zeros ? 0 : Math.exp(14 * random.uniform())));
}

test("parts add up to the whole at every step of every path, are never negative, and keep the whole untouched", () => {
  fc.assert(fc.property(size, ({ horizon, count, parts, zeros, seed }) => {
    const random = randomFrom(seed);
    const whole = rows(count * horizon, zeros / 2, random);
    const before = whole.slice();
    const out = reconcile(whole, Array.from({ length: parts }, () => rows(count * horizon, zeros, random)), horizon, randomFrom(seed));
    expect(whole).toEqual(before);
    expect(out).toHaveLength(parts);
    whole.forEach((value, at) => {
      const together = out.reduce((sum, part) => sum + part[at]!, 0);
      expect(Math.abs(together - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, value));
      for (const part of out) expect(part[at]).toBeGreaterThanOrEqual(0);
    });
    for (const part of out) expect([...sums(part, horizon, 0, horizon)].every(Number.isFinite)).toBe(true);
  }), { numRuns: sized(200, 5000) });
});

test("the same seed deals the same paths", () => {
  const random = randomFrom(1);
  const [whole, ...parts] = Array.from({ length: 4 }, () => rows(400, 0.1, random));
  expect(reconcile(whole!, parts, 4, randomFrom(5))).toEqual(reconcile(whole!, parts, 4, randomFrom(5)));
});

/** `count` paths of `horizon` steps, one level a path with a spread of its own. */
function level(count: number, horizon: number, mean: number, spread: number, random: ReturnType<typeof randomFrom>): Float64Array {
  const out = new Float64Array(count * horizon);
  for (let path = 0; path < count; path++) out.fill(Math.max(0, mean * (1 + spread * random.normal())), path * horizon, (path + 1) * horizon);
  return out;
}

const width = (sample: Float64Array) => { const sorted = sample.sort(); return (quantile(sorted, 0.9) - quantile(sorted, 0.1)) / quantile(sorted, 0.5); };

test("parts rise and fall with the whole as far as its range says, and keep ranges near their own", () => {
  const random = randomFrom(2);
  const [count, horizon] = [2000, 5];
  // Four equal parts of ±20 % each: alone they would give a whole of ±10 %. The whole's own range decides which it is.
  const parts = Array.from({ length: 4 }, () => level(count, horizon, 100, 0.2, random));
  const own = width(sums(parts[0]!, horizon, 0, horizon));
  const correlations = [0.1, 0.15, 0.2].map((spread) => {
    const whole = level(count, horizon, 400, spread, random);
    const out = reconcile(whole, parts, horizon, randomFrom(3));
    const kept = width(sums(out[0]!, horizon, 0, horizon));
    expect(kept / own).toBeGreaterThan(0.85);
    expect(kept / own).toBeLessThan(1.2);
    return correlation(sums(out[0]!, horizon, 0, horizon), sums(out[1]!, horizon, 0, horizon));
  });
  expect(correlations[0]!).toBeLessThan(0.2);
  expect(correlations[1]!).toBeGreaterThan(0.25);
  expect(correlations[2]!).toBeGreaterThan(0.85);
});

function correlation(one: Float64Array, two: Float64Array): number {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [a, b] = [mean(one), mean(two)];
  const product = (left: Float64Array, leftMean: number, right: Float64Array, rightMean: number) => left.reduce((sum, value, at) => sum + (value - leftMean) * (right[at]! - rightMean), 0);
  return product(one, a, two, b) / Math.sqrt(product(one, a, one, a) * product(two, b, two, b));
}

test("a part that sells nothing stays at nothing, and a whole that the parts don't reach goes by their usual shares", () => {
  const [whole, shut, three, one] = [[40, 40, 40, 400], [0, 0, 0, 0], [30, 30, 0, 30], [10, 10, 0, 10]].map((values) => Float64Array.from(values));
  const out = reconcile(whole!, [shut!, three!, one!], 2, randomFrom(1));
  expect(out[0]).toEqual(shut);
  const steps = Array.from(whole!, (_, at) => [out[1]![at]!, out[2]![at]!]);
  for (const [larger, smaller] of steps) expect(larger! / (larger! + smaller!)).toBeCloseTo(0.75, 9);
});

test("a shop's channels, its products and its new and returning customers each give the shop's projection, path by path", () => {
  const random = randomFrom(7);
  const days = 120;
  const streams = [0.5, 0.3, 0.2].map((share, stream) => Array.from({ length: days }, (_, day) => Math.max(0, 1000 * share * (1 + 0.2 * Math.sin((2 * Math.PI * (day + stream)) / 7) + 0.1 * random.normal()))));
  const told = (values: number[], seed: number) => forecast({ series: { start: "2026-01-01", grain: "day", values }, horizon: 14, paths: 200, seed });
  const shop = told(streams[0]!.map((_, day) => streams.reduce((sum, stream) => sum + stream[day]!, 0)), 1);
  for (const cut of [streams, [streams[0]!, streams[1]!.map((value, day) => value + streams[2]![day]!)]]) {
    const out = reconcile(shop.paths, cut.map((values, index) => told(values, index + 2).paths), 14, randomFrom(9));
    for (const [from, to] of [[0, 1], [0, 7], [3, 14]] as const) {
      const whole = sums(shop.paths, 14, from, to);
      const parts = out.map((part) => sums(part, 14, from, to));
      whole.forEach((sum, path) => expect(parts.reduce((all, part) => all + part[path]!, 0)).toBeCloseTo(sum, 6));
    }
    // A half of the shop stays near its half.
    const share = sums(out[0]!, 14, 0, 14).reduce((sum, value) => sum + value, 0) / sums(shop.paths, 14, 0, 14).reduce((sum, value) => sum + value, 0);
    expect(share).toBeGreaterThan(0.47);
    expect(share).toBeLessThan(0.53);
  }
});
