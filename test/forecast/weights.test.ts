import { expect, test } from "vitest";
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

test("weights of all grains follow the past by its square: (1/2)^(2 × 3/4) after three earlier days twice as wrong", () => {
  const origins = [origin(2, 1), origin(2, 1), origin(2, 1)];
  const ratio = (grain: "day" | "week" | "month") => { const weights = weigh(["theta", "arima"], grain, origins); return weights.get("theta")! / weights.get("arima")!; };
  expect(ratio("month")).toBeCloseTo(0.5 ** 1.5, 10);
  expect(ratio("week")).toBeCloseTo(0.5 ** 1.5, 10);
  expect(ratio("day")).toBeCloseTo(0.5 ** 1.5, 10);
});
test("without a past all count the same, the floor and the regression of months a quarter", () => {
  const weights = weigh(["theta", "arima", "structural", "seasonal-naive"], "month", []);
  [0.4, 0.4, 0.1, 0.1].forEach((weight, at) => expect([...weights.values()][at]).toBeCloseTo(weight, 10));
});
