import { describe, expect, test } from "vitest";
import { learn } from "#lib/forecast/ets/learn.ts";
import { Recursion } from "#lib/forecast/ets/recursion.ts";
import { PLACES, shapes, stretch, type Shape } from "#lib/forecast/ets/shape.ts";
import type { Task } from "#lib/forecast/model.ts";
import { ets } from "#lib/forecast/models/ets.ts";
import { randomFrom } from "#lib/forecast/random.ts";
import { scaled } from "#lib/forecast/scale.ts";

const random = randomFrom(5);
const values = Float64Array.from({ length: 30 }, (_, at) => (1 + at / 60) * (1 + 0.3 * Math.sin((at * Math.PI) / 2)) * (1 + 0.05 * random.normal()));

describe("exponential smoothing", () => {
  test("the gradient of every shape's likelihood is what small steps say", () => {
    for (const shape of shapes(4, 30, true)) {
      const season = shape.season === "N" ? 1 : 4;
      const recursion = new Recursion(values, shape, season);
      const x = Float64Array.of(stretch(0.3), stretch(0.2), stretch(0.15), stretch(0.5), 1, 0.01, ...(season === 1 ? [0] : [0.02, 0.28, -0.03, -0.27].map((lift) => (shape.season === "M" ? 1 + lift : lift))));
      const gradient = new Float64Array(x.length), other = new Float64Array(x.length);
      recursion.objective.slope(x, recursion.objective.value(x), gradient);
      for (let at = 0; at < x.length; at++) {
        const by = 1e-6;
        const up = Float64Array.from(x), down = Float64Array.from(x);
        up[at]! += by; down[at]! -= by;
        other[at] = (recursion.forward(up) - recursion.forward(down)) / (2 * by);
        if (!(shape.season === "N" && at === 6)) expect(gradient[at], `${JSON.stringify(shape)} ${at}`).toBeCloseTo(other[at]!, 3);
      }
    }
  });
  test("worked by hand: ETS(A,A,A) and ETS(M,N,M) over three values", () => {
    // α = ½ (squashed from 0), β = ½ α = ¼, γ = ½ (1 − α) = ¼; to four decimals α's bounds don't show.
    const x = Float64Array.of(0, 0, 0, 0, 10, 1, 2, -2);
    // q 11 ŷ 13 d 1 → l 11.5, b 1.25, s 2.25; q 12.75 ŷ 10.75 d −0.75 → l 12.375, b 1.0625; q 13.4375 ŷ 15.6875 d 0.3125
    const additive = new Recursion(Float64Array.of(14, 10, 16), { error: "A", trend: "A", season: "A" }, 2);
    expect(additive.forward(x)).toBeCloseTo(3 * Math.log(1 + 0.75 ** 2 + 0.3125 ** 2), 4);
    [1, -0.75, 0.3125].forEach((error, at) => expect(additive.errors[at]).toBeCloseTo(error, 4));
    // ŷ 10 × 1.5 = 15, e 0.2 → l 10 + ½ (18/1.5 − 10) = 11, s 1.5 + ¼ (1.8 − 1.5) = 1.575; ŷ 11 × 0.5 = 5.5, e 0.2 → l 12.1, s 0.525; ŷ 12.1 × 1.575 = 19.0575
    const multiplied = new Recursion(Float64Array.of(18, 6.6, 19.0575), { error: "M", trend: "N", season: "M" }, 2);
    const value = multiplied.forward(Float64Array.of(0, 0, 0, 0, 10, 0, 1.5, 0.5));
    [0.2, 0.2, 0].forEach((error, at) => expect(multiplied.errors[at]).toBeCloseTo(error, 4));
    expect(value).toBeCloseTo(3 * Math.log(0.08) + 2 * Math.log(15 * 5.5 * 19.0575), 3);
  });
  test("US accidental deaths, 1973–78: ETS(A,N,A) is the likeliest form, at least as likely as the one R's ets finds (α 0.597, AICc 1149.59)", () => {
    const deaths = [9007, 8106, 8928, 9137, 10017, 10826, 11317, 10744, 9713, 9938, 9161, 8927, 7750, 6981, 8038, 8422, 8714, 9512, 10120, 9823, 8743, 9129, 8710, 8680, 8162, 7306, 8124, 7870, 9387, 9556, 10093, 9620, 8285, 8466, 8160, 8034, 7717, 7461, 7767, 7925, 8623, 8945, 10078, 9179, 8037, 8488, 7874, 8647, 7792, 6957, 7726, 8106, 8890, 9299, 10625, 9302, 8314, 8850, 8265, 8796, 7836, 6892, 7791, 8192, 9115, 9434, 10484, 9827, 9110, 9070, 8633, 9240];
    const { values, scale } = scaled(deaths);
    const found = shapes(12, deaths.length, true).map((shape) => learn(values, values, shape, 12)!).sort((a, b) => a.aicc - b.aicc)[0]!;
    expect(found.shape).toEqual({ error: "A", trend: "N", season: "A" });
    expect(found.smoothing.alpha).toBeCloseTo(0.597, 1);
    expect(found.smoothing.gamma).toBeLessThan(0.002);
    const aicc = found.aicc + 2 * deaths.length * Math.log(scale);
    expect(aicc).toBeLessThan(1149.59);
    expect(aicc).toBeGreaterThan(1135);
  });
  test("the search ends at a place from which no small step leads down", () => {
    const shape: Shape = { error: "A", trend: "D", season: "A" };
    const found = learn(values, values, shape, 4)!;
    const recursion = new Recursion(values, shape, 4);
    const { alpha, beta, gamma, phi } = found.smoothing;
    expect([alpha > 0 && alpha < 1, beta < alpha, gamma < 1 - alpha, phi >= 0.8 && phi <= 0.98]).toEqual([true, true, true, true]);
    const crude = Float64Array.of(stretch(0.2), stretch(0.1), stretch(0.1), stretch(0.8), 1, 0.01, 0, 0.3, 0, -0.3);
    expect(crude.length).toBe(PLACES.season + 4);
    expect(found.errors.reduce((sum, error) => sum + error * error, 0)).toBeLessThan(recursion.forward(crude) && recursion.errors.reduce((sum, error) => sum + error * error, 0));
  });
  const task = (series: (number | null)[], season: number, horizon: number): Task => ({ series: { start: "2020-01-01", grain: "month", values: series }, season, horizon, events: [] });
  const sales = Array.from({ length: 84 }, (_, at) => (100 + at) * (1 + 0.4 * Math.sin((at * Math.PI) / 6)) * Math.exp(0.05 * random.normal()));
  test("a growing season that grows with its level goes on to grow", () => {
    const { point } = ets.fit(task(sales, 12, 12))!;
    for (let step = 0; step < 12; step++) expect(point[step]! / ((184 + step) * (1 + 0.4 * Math.sin((step * Math.PI) / 6)))).toBeCloseTo(1, 0);
    expect(Math.max(...point) / Math.min(...point)).toBeGreaterThan(2);
  });
  test("a thousandfold series has a thousandfold forecast, point and paths", () => {
    const one = ets.fit(task(sales, 12, 18))!, many = ets.fit(task(sales.map((value) => value * 777.7), 12, 18))!;
    one.point.forEach((value, step) => expect(many.point[step]! / 777.7 / value).toBeCloseTo(1, 8));
    const paths = one.simulate(50, randomFrom(1)), others = many.simulate(50, randomFrom(1));
    paths.forEach((value, at) => expect(Math.abs(others[at]! / 777.7 - value)).toBeLessThan(1e-6 * (1 + value)));
  });
  test("gaps are passed over, and no series of any kind brings NaN, a negative or an explosion", () => {
    const kinds: Record<string, (number | null)[]> = {
      gaps: sales.map((value, at) => (at % 5 === 2 ? null : value)), zeros: sales.map(() => 0), constant: sales.map(() => 7), falling: sales.map((_, at) => Math.max(0, 80 - at)),
      spike: sales.map((value, at) => (at === 80 ? value * 500 : value)), tiny: sales.map((_, at) => 1e-9 * (1 + (at % 3))), huge: sales.map((value) => value * 1e12),
      bursts: sales.map((value, at) => (at % 9 === 0 ? value : 0)), doubling: Array.from({ length: 30 }, (_, at) => 2 ** at), short: [1, 5, 2, 8, 3, 9, 4],
    };
    for (const [kind, series] of Object.entries(kinds)) {
      const fit = ets.fit(task(series, 12, 24))!;
      const most = Math.max(...series.map((value) => value ?? 0));
      for (const value of [...fit.point, ...fit.simulate(200, randomFrom(2))]) if (!(value >= 0 && value <= 10.001 * most)) throw new Error(`${kind}: ${value}`);
    }
  });
});

describe("from one day of the past to the next", () => {
  test("shapes that were out of the question aren't tried again, and the answer stays", () => {
    const draw = randomFrom(11);
    const sold = Array.from({ length: 400 }, (_, at) => (100 + at / 10) * [0.5, 0.8, 1, 1.1, 1.2, 1.4, 1][at % 7]! * Math.exp(0.05 * draw.normal()));
    const task = (length: number): Task => ({ series: { start: "2024-01-01", grain: "day", values: sold.slice(0, length) }, season: 7, horizon: 14, events: [] });
    const earlier = ets.fit(task(370))!;
    expect((earlier as unknown as { out: Set<string> }).out.size).toBeGreaterThan(2);
    const [cold, warm] = [ets.fit(task(400))!, ets.fit(task(400), earlier)!];
    cold.point.forEach((value, step) => expect(warm.point[step]! / value).toBeCloseTo(1, 3));
    // Where zeros leave none of the others, all are tried.
    expect(ets.fit({ ...task(400), series: { ...task(400).series, values: sold.map((value, at) => (at > 380 && at % 7 === 0 ? 0 : value)) } }, earlier)).not.toBeNull();
  });
});
