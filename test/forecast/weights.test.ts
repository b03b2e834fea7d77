import { describe, expect, test } from "vitest";
import type { Origin } from "#lib/forecast/backtest.ts";
import { weigh } from "#lib/forecast/combine.ts";
import { prepare } from "#lib/forecast/prepare.ts";
import { arima } from "#lib/forecast/models/arima.ts";
import { theta } from "#lib/forecast/models/theta.ts";

/** One earlier day at which theta was off by `first` and arima by `second`. */
function origin(first: number, second: number): Origin {
  const prepared = prepare({ series: { start: "2020-01-01", grain: "month", values: new Array<number>(30).fill(10) }, season: 12, horizon: 2, events: [] })!;
  const said = [[theta, first], [arima, second]] as const;
  return { at: 30, prepared, came: Float64Array.of(10, 10), said: said.map(([model, off]) => { const point = Float64Array.of(10 + off, 10 + off); return { model, point, paths: new Float64Array(0), fit: { point, simulate: () => new Float64Array(0) } }; }) };
}

test("weights follow the past by its square, (1/2)^(2 × 3/4) after three earlier days twice as wrong; of days a little closer, the further ahead", () => {
  const origins = [origin(2, 1), origin(2, 1), origin(2, 1)];
  const ratio = (grain: "day" | "week" | "month") => { const weights = weigh(["theta", "arima"], grain, origins); return weights.get("theta")! / weights.get("arima")!; };
  expect(ratio("month")).toBeCloseTo(0.5 ** 1.5, 10);
  expect(ratio("week")).toBeCloseTo(0.5 ** 1.5, 10);
  // Two days ahead of half a year: to the power 2 + 4 × 2 / 182.625.
  expect(ratio("day")).toBeCloseTo(0.5 ** (0.75 * (2 + 8 / 182.625)), 10);
});
test("without a past all count the same, the floor and the regression of months a quarter", () => {
  const weights = weigh(["theta", "arima", "structural", "seasonal-naive"], "month", []);
  [0.4, 0.4, 0.1, 0.1].forEach((weight, at) => expect([...weights.values()][at]).toBeCloseTo(weight, 10));
});
describe("days", () => {
  const ids = ["structural", "theta", "theta-adjusted"];
  /** Weights for `horizon` days ahead after a past in which all did alike. */
  function ahead(horizon: number) {
    const one = origin(1, 1), came = new Float64Array(horizon).fill(10), point = came.map((value) => value + 1);
    return weigh(ids, "day", [{ ...one, came, said: [theta, arima].map((model) => ({ ...one.said[0]!, model, point })) }]);
  }
  test("what doesn't know the year is heard the less the further ahead, and from half a year on not at all", () => {
    const plain = [7, 30, 90, 180, 183, 365].map((horizon) => ahead(horizon).get("theta")!);
    for (let at = 1; at < plain.length; at++) expect(plain[at]).toBeLessThanOrEqual(plain[at - 1]!);
    expect(plain[0]).toBeGreaterThan(0.15);
    expect(plain.slice(-2)).toEqual([0, 0]);
  });
  test("one day more changes weights by no more than a hundredth: 182 and 183 days are told alike", () => {
    for (const horizon of [30, 90, 181, 182, 183]) for (const id of ids) expect(Math.abs(ahead(horizon + 1).get(id)! - ahead(horizon).get(id)!)).toBeLessThan(0.01);
  });
});
