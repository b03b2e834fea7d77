import { expect, test } from "vitest";
import { minimise, stepped } from "#lib/forecast/minimise.ts";

const valley = (x: Float64Array) => (1 - x[0]!) ** 2 + 100 * (x[1]! - x[0]! ** 2) ** 2;

test("Rosenbrock's valley is walked to its end at (1, 1), by slopes and by small steps", () => {
  const exact = { value: valley, slope: (x: Float64Array, _: number, gradient: Float64Array) => { gradient[0] = -2 * (1 - x[0]!) - 400 * x[0]! * (x[1]! - x[0]! ** 2); gradient[1] = 200 * (x[1]! - x[0]! ** 2); } };
  for (const objective of [exact, stepped(valley)]) {
    const { x, value } = minimise(objective, Float64Array.of(-1.2, 1), 200, 1e-12);
    expect(value).toBeLessThan(1e-6);
    expect(Math.abs(x[0]! - 1) + Math.abs(x[1]! - 1)).toBeLessThan(0.01);
  }
});
test("places that aren't allowed are never the answer, and a start that isn't is handed back", () => {
  const walled = stepped((x) => (x[0]! < 2 ? Infinity : x[0]!));
  const { x } = minimise(walled, Float64Array.of(9), 100);
  expect(x[0]).toBeGreaterThanOrEqual(2);
  expect(x[0]).toBeLessThan(9);
  expect(minimise(walled, Float64Array.of(1)).value).toBe(Infinity);
});
