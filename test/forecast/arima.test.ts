import { describe, expect, test } from "vitest";
import { learn } from "#lib/forecast/arima/learn.ts";
import { filter } from "#lib/forecast/arima/likelihood.ts";
import { differenced, fromPartials, polynomials, undoing } from "#lib/forecast/arima/orders.ts";
import { strong, wanders } from "#lib/forecast/arima/search.ts";
import { beforeEaster, easter, tradingDays, workingDays, yearly } from "#lib/forecast/calendar.ts";
import type { Task } from "#lib/forecast/model.ts";
import { arima, arimaLog } from "#lib/forecast/models/arima.ts";
import { randomFrom } from "#lib/forecast/random.ts";
import type { Grain } from "#lib/forecast/series.ts";

const deaths = Float64Array.of(9007, 8106, 8928, 9137, 10017, 10826, 11317, 10744, 9713, 9938, 9161, 8927, 7750, 6981, 8038, 8422, 8714, 9512, 10120, 9823, 8743, 9129, 8710, 8680, 8162, 7306, 8124, 7870, 9387, 9556, 10093, 9620, 8285, 8466, 8160, 8034, 7717, 7461, 7767, 7925, 8623, 8945, 10078, 9179, 8037, 8488, 7874, 8647, 7792, 6957, 7726, 8106, 8890, 9299, 10625, 9302, 8314, 8850, 8265, 8796, 7836, 6892, 7791, 8192, 9115, 9434, 10484, 9827, 9110, 9070, 8633, 9240);
const noise = (count: number, seed = 3) => { const random = randomFrom(seed); return Array.from({ length: count }, () => random.normal()); };
const task = (values: (number | null)[], grain: Grain, horizon: number): Task => ({ series: { start: "2016-01-01", grain, values }, season: grain === "month" ? 12 : 1, horizon, events: [] });

describe("ARIMA", () => {
  test("the likelihood of an AR(1) is the one worked by hand", () => {
    const y = Float64Array.of(1, 0.5, -0.3, 0.8), phi = 0.6;
    const squares = (1 - phi ** 2) * 1 + (0.5 - 0.6) ** 2 + (-0.3 - 0.3) ** 2 + (0.8 + 0.18) ** 2;
    expect(filter({ ar: Float64Array.of(phi), ma: new Float64Array(0) }, [y]).value).toBeCloseTo(4 * Math.log(squares / 4) - Math.log(1 - phi ** 2), 8);
  });
  test("the likelihood of an MA(1) over three values is that of its covariance matrix", () => {
    const theta = 0.5, own = 1 + theta ** 2, [a, b, c] = [0.4, -1, 0.7];
    const determinant = own * (own * own - 2 * theta * theta);
    const inverse = [[own * own - theta ** 2, -theta * own, theta ** 2], [-theta * own, own * own, -theta * own], [theta ** 2, -theta * own, own * own - theta ** 2]].map((row) => row.map((value) => value / determinant));
    const v = [a, b, c];
    const form = v.reduce((sum, left, i) => sum + v.reduce((inner, right, j) => inner + left * right * inverse[i]![j]!, 0), 0);
    expect(filter({ ar: new Float64Array(0), ma: Float64Array.of(theta) }, [Float64Array.from(v)]).value).toBeCloseTo(3 * Math.log(form / 3) + Math.log(determinant), 8);
  });
  test("US accidental deaths: the airline model that R's arima finds (ma −0.4303, seasonal ma −0.5528, σ² 99,347)", () => {
    const found = learn({ values: deaths, regressors: [], season: 12 }, { p: 0, d: 1, q: 1, P: 0, D: 1, Q: 1 })!;
    expect(found.polynomials.ma[0]).toBeCloseTo(-0.4303, 2);
    expect(found.polynomials.ma[11]).toBeCloseTo(-0.5528, 2);
    expect(found.polynomials.ma[12]).toBeCloseTo(0.4303 * 0.5528, 2);
    expect(found.filtered.variance / 99347).toBeCloseTo(1, 2);
  });
  test("a regressor's weight is found among wandering errors", () => {
    let level = 0;
    const pulse = Float64Array.from({ length: 132 }, (_, at) => (at % 7 === 0 ? 1 : 0));
    const values = Float64Array.from(noise(120), (error, at) => (level += error) + 3 * pulse[at]! + 20);
    const found = learn({ values, regressors: [pulse], season: 1 }, { p: 0, d: 1, q: 0, P: 0, D: 0, Q: 0 })!;
    expect(Math.abs(found.filtered.weights[0]! - 3)).toBeLessThan(0.6);
  });
  test("partial autocorrelations of any size give stationary models: φ₁ = π₁(1 − π₂), φ₂ = π₂", () => {
    const [p1, p2] = [Math.tanh(0.8), Math.tanh(-1.1)];
    const coefficients = fromPartials(Float64Array.of(0.8, -1.1));
    expect(coefficients[0]).toBeCloseTo(p1! * (1 - p2!), 10);
    expect(coefficients[1]).toBeCloseTo(p2!, 10);
  });
  test("seasons multiply in: (1 − ½B)(1 − 0.3B⁴) is 0.5, 0, 0, 0.3, −0.15", () => {
    const { ar } = polynomials({ p: 1, d: 0, q: 0, P: 1, D: 0, Q: 0 }, 4, Float64Array.of(Math.atanh(0.5), Math.atanh(0.3)));
    [0.5, 0, 0, 0.3, -0.15].forEach((value, at) => expect(ar[at]).toBeCloseTo(value, 10));
  });
  test("differences are undone by the weights of their polynomial", () => {
    const orders = { p: 0, d: 1, q: 0, P: 0, D: 1, Q: 0 };
    const values = Float64Array.from(noise(40));
    const changes = differenced(values, orders, 4), past = undoing(orders, 4);
    expect(Array.from(past, (weight) => weight + 0)).toEqual([1, 0, 0, 1, -1]);
    for (let at = 5; at < 40; at++) expect(changes[at - 5]! + past.reduce((sum, weight, lag) => sum + weight * values[at - 1 - lag]!, 0)).toBeCloseTo(values[at]!, 10);
  });
  test("a random walk wanders, noise doesn't; a strong season is one, noise isn't", () => {
    let level = 0;
    expect(wanders(Float64Array.from(noise(200), (error) => (level += error)))).toBe(true);
    expect(wanders(Float64Array.from(noise(200)))).toBe(false);
    expect(strong(Float64Array.from(noise(96), (error, at) => error + 4 * Math.sin((at * Math.PI) / 6)), 12)).toBe(true);
    expect(strong(Float64Array.from(noise(96)), 12)).toBe(false);
  });
});

describe("the calendar of months and weeks", () => {
  test("Easter falls where the church has it", () => {
    expect([1818, 1943, 2000, 2024, 2025, 2038].map(easter)).toEqual(["1818-03-22", "1943-04-25", "2000-04-23", "2024-03-31", "2025-04-20", "2038-04-25"]);
  });
  test("March 2024 has five Fridays, Saturdays and Sundays; February 2024 a leap day", () => {
    const march = tradingDays({ start: "2024-03-01", grain: "month" }, 1).map((column) => column[0]);
    expect(march).toEqual([-1, -1, -1, -1, 0, 0, 0]);
    expect(workingDays({ start: "2024-03-01", grain: "month" }, 1)[0]![0]).toBe(21 - 2.5 * 10);
    expect([2023, 2024].map((year) => tradingDays({ start: `${year}-02-01`, grain: "month" }, 1)[6]![0])).toEqual([-0.25, 0.75]);
  });
  test("the week before Easter 2024 lies in March, that of 2021 in both months", () => {
    expect([...beforeEaster({ start: "2024-03-01", grain: "month" }, 2)]).toEqual([1, 0]);
    expect([...beforeEaster({ start: "2021-03-01", grain: "month" }, 2)]).toEqual([5 / 8, 3 / 8]);
  });
  test("weeks a year apart are at nearly the same place of its wave", () => {
    const [sine] = yearly({ start: "2020-01-06", grain: "week" }, 110, 1);
    expect(Math.abs(sine![52]! - sine![0]!)).toBeLessThan(0.03);
    expect(Math.max(...sine!)).toBeGreaterThan(0.99);
  });
});

describe("ARIMA as a model", () => {
  const months = noise(96).map((error, at) => { const [, , , , friday, saturday] = tradingDays({ start: "2016-01-01", grain: "month" }, 96); return 200 + at + 40 * Math.sin((at * Math.PI) / 6) + 6 * friday![at]! + 9 * saturday![at]! + 2 * error; });
  test("a month with one more Saturday is forecast higher where Saturdays sell more", () => {
    const columns = tradingDays({ start: "2016-01-01", grain: "month" }, 108);
    for (const model of [arima, arimaLog]) {
      const { point } = model.fit(task(months, "month", 12))!;
      for (let step = 0; step < 12; step++) {
        const at = 96 + step;
        expect(Math.abs(point[step]! - (200 + at + 40 * Math.sin((at * Math.PI) / 6) + 6 * columns[4]![at]! + 9 * columns[5]![at]!))).toBeLessThan(10);
      }
    }
  });
  test("weeks with a yearly wave go on with it", () => {
    const weeks = noise(200).map((error, at) => 100 + 30 * Math.sin((2 * Math.PI * at) / 52.18) + 3 * error);
    const { point } = arima.fit(task(weeks, "week", 26))!;
    point.forEach((value, step) => expect(Math.abs(value - (100 + 30 * Math.sin((2 * Math.PI * (200 + step)) / 52.18)))).toBeLessThan(9));
  });
  test("a thousandfold series has a thousandfold forecast", () => {
    for (const model of [arima, arimaLog]) {
      const one = model.fit(task(months, "month", 18))!.point, many = model.fit(task(months.map((value) => value * 777.7), "month", 18))!.point;
      one.forEach((value, step) => expect(many[step]! / 777.7 / value).toBeCloseTo(1, 7));
    }
  });
  test("no series of any kind brings NaN, a negative or more than ten times what was seen", () => {
    const kinds: Record<string, (number | null)[]> = {
      gaps: months.map((value, at) => (at % 5 === 2 ? null : value)), zeros: months.map(() => 0), constant: months.map(() => 7), line: months.map((_, at) => at), falling: months.map((_, at) => Math.max(0, 80 - at)),
      spike: months.map((value, at) => (at === 90 ? value * 500 : value)), tiny: months.map((_, at) => 1e-9 * (1 + (at % 3))), huge: months.map((value) => value * 1e12),
      bursts: months.map((value, at) => (at % 9 === 0 ? value : 0)), doubling: Array.from({ length: 40 }, (_, at) => 2 ** at), short: months.slice(0, 16), steps: months.map((_, at) => (at < 48 ? 1 : 1000)),
    };
    for (const [kind, series] of Object.entries(kinds)) for (const grain of ["month", "week"] as const) for (const model of [arima, arimaLog]) {
      if (!model.suits(task(series, grain, 24))) continue;
      const fit = model.fit(task(series, grain, 24));
      const most = Math.max(...series.map((value) => value ?? 0));
      for (const value of fit ? [...fit.point, ...fit.simulate(100, randomFrom(2))] : []) if (!(value >= 0 && value <= 10.001 * most)) throw new Error(`${model.id} ${kind} ${grain}: ${value}`);
    }
  });
});
