import { describe, expect, test } from "vitest";
import { addDays, daysBetween, fromNumber, toNumber, weekday } from "#lib/core/day.ts";
import { structural } from "#lib/forecast/models/structural.ts";
import { randomFrom } from "#lib/forecast/random.ts";
import type { EventSpan } from "#lib/forecast/series.ts";
import { factor, inverse, solve } from "#lib/forecast/structural/cholesky.ts";
import { datesOf } from "#lib/forecast/structural/dates.ts";
import { retailYear } from "#lib/forecast/structural/retail-year.ts";
import { blackFriday, cover, easter, shapes } from "#lib/forecast/structural/occasions.ts";

const noise = randomFrom(7);
/** Days from `start` on; `shape` gives the factor of a day of 100. */
function shop(start: string, length: number, shape: (day: string, step: number) => number, sigma = 0.05) {
  return Array.from({ length }, (_, step) => 100 * shape(addDays(start, step), step) * Math.exp(sigma * noise.normal()));
}
const learn = (start: string, values: (number | null)[], horizon: number, events: EventSpan[] = []) =>
  structural.fit({ series: { start, grain: "day", values }, season: 7, horizon, events })!;

describe("small systems", () => {
  test("factor, solve and inverse agree on a matrix worked by hand", () => {
    // [[4,2],[2,3]]: L = [[2,0],[1,√2]]; inverse = [[3,−2],[−2,4]] / 8; A·x = (8,7) gives (1.25, 1.5)
    const a = Float64Array.from([4, 2, 2, 3]);
    expect(factor(a, 2)).toBe(true);
    expect([a[0], a[2], a[3]]).toEqual([2, 1, Math.SQRT2]);
    const b = Float64Array.from([8, 7]);
    solve(a, 2, b);
    expect(b[0]).toBeCloseTo(1.25, 12);
    expect(b[1]).toBeCloseTo(1.5, 12);
    [0.375, -0.25, -0.25, 0.5].forEach((value, at) => expect(inverse(a, 2)[at]).toBeCloseTo(value, 12));
  });
  test("a matrix that isn't positive definite is refused", () => {
    expect(factor(Float64Array.from([1, 2, 2, 1]), 2)).toBe(false);
  });
});

describe("public occasions", () => {
  test("Easter and Black Friday fall where the calendar says", () => {
    expect([1997, 1998, 2024, 2025, 2038].map((year) => fromNumber(easter(year)))).toEqual(["1997-03-30", "1998-04-12", "2024-03-31", "2025-04-20", "2038-04-25"]);
    expect([2023, 2024, 2025].map((year) => fromNumber(blackFriday(year)))).toEqual(["2023-11-24", "2024-11-29", "2025-11-28"]);
  });
  test("a shape covers its days of every year within the steps asked for", () => {
    const gifts = shapes.find((shape) => shape.occasion === "christmas" && shape.part === "gifts")!;
    expect(cover(gifts, 0, 365)).toEqual(Array.from({ length: 15 }, (_, day) => 338 + day));
  });
});

describe("places in the calendar", () => {
  test("days are counted through months and leap years", () => {
    const places = datesOf("2023-12-30", 65);
    expect(places.slice(0, 3)).toEqual([{ year: 2023, day: 30, days: 31 }, { year: 2023, day: 31, days: 31 }, { year: 2024, day: 1, days: 31 }]);
    expect(places.at(-2)).toEqual({ year: 2024, day: 2, days: 31 });
    expect(places.filter(({ days }) => days === 29)).toHaveLength(29);
  });
  test("the retail year runs on over New Year's Eve and is highest in the first half of December", () => {
    const log = (day: string) => retailYear(toNumber(day), Number(day.slice(0, 4)));
    expect(log("2025-12-31")).toBeCloseTo(-0.05, 12);
    expect(log("2026-01-01")).toBeCloseTo(-0.05 + 0.03 / 5, 12);
    expect(log("2026-12-12")).toBe(0.35);
    expect(log("2026-06-01")).toBeCloseTo(-0.06, 12);
  });
});

describe("the regression", () => {
  test("a Black Friday that moves is found on its own day of the next year", () => {
    const start = "2021-01-01", friday = (day: string) => day === fromNumber(blackFriday(Number(day.slice(0, 4))));
    const values = shop(start, 1400, (day) => (friday(day) ? 4 : 1));
    const fit = learn(start, values, 60);
    const steps = Array.from(fit.point.keys());
    const best = steps.reduce((top, step) => (fit.point[step]! > fit.point[top]! ? step : top), 0);
    expect(addDays(start, 1400 + best)).toBe("2024-11-29");
    expect(fit.point[best]! / 100).toBeGreaterThan(3);
    expect(fit.point[best]! / 100).toBeLessThan(5);
    // The date of the year before is an ordinary day.
    expect(fit.point[best - 5]! / 100).toBeLessThan(1.3);
  });
  test("a promotion's lift and what it takes from the days after are learned and expected of the next one", () => {
    const start = "2023-01-02", events: EventSpan[] = [];
    for (let time = 1; time <= 13; time++) events.push({ type: "promo", from: addDays(start, 31 * time + ((time * 7) % 11)), to: addDays(start, 31 * time + ((time * 7) % 11) + 5) });
    const on = (day: string) => events.some((span) => day >= span.from && day < span.to);
    const after = (day: string) => !on(day) && events.some((span) => day >= span.to && day < addDays(span.to, 5));
    const values = shop(start, 396, (day) => (on(day) ? 1.6 : after(day) ? 0.8 : 1));
    const effect = learn(start, values, 30, events).effects![0]!;
    expect(effect).toMatchObject({ type: "promo", seen: 12 });
    const factors = new Map(effect.factors.map((each) => [each.offset, each]));
    for (const offset of [0, 2, 4]) expect(factors.get(offset)!.factor).toBeGreaterThan(1.5);
    for (const offset of [0, 2, 4]) expect(factors.get(offset)!.factor).toBeLessThan(1.7);
    expect(factors.get(6)!.factor).toBeCloseTo(0.8, 1);
    expect(factors.get(-1)!.factor).toBeCloseTo(1, 1);
    // 5 days × 0.2 lost of 5 days × 0.6 gained: a third.
    expect(effect.pulledForward).toBeGreaterThan(0.2);
    expect(effect.pulledForward).toBeLessThan(0.45);
    const { point } = learn(start, values, 30, events), next = daysBetween(start, events[12]!.from) - 396;
    expect(point[next + 1]! / point[next + 15]!).toBeGreaterThan(1.4);
  });
  test("after a lasting fall the new level is expected, not the old one", () => {
    const fit = learn("2024-01-01", shop("2024-01-01", 300, (_, step) => (step < 240 ? 1 : 0.5)), 30);
    for (const value of fit.point) { expect(value).toBeGreaterThan(42); expect(value).toBeLessThan(60); }
  });
  test("one huge day doesn't move the days to come", () => {
    const values = shop("2024-01-01", 300, () => 1);
    values[290] = 100_000;
    const fit = learn("2024-01-01", values, 30);
    for (const value of fit.point) { expect(value).toBeGreaterThan(85); expect(value).toBeLessThan(120); }
  });
  test("weekdays keep their shape", () => {
    const fit = learn("2024-01-01", shop("2024-01-01", 140, (day) => (weekday(day) === 7 ? 2 : 1)), 14);
    expect(fit.point[6]! / fit.point[5]!).toBeGreaterThan(1.8);
    expect(fit.point[6]! / fit.point[5]!).toBeLessThan(2.2);
  });
  test("a type that history doesn't hold has been seen 0 times and changes nothing", () => {
    const values = shop("2024-01-01", 200, () => 1);
    const plain = learn("2024-01-01", values, 14), fit = learn("2024-01-01", values, 14, [{ type: "launch", from: addDays("2024-01-01", 205), to: addDays("2024-01-01", 208) }]);
    expect(fit.effects).toMatchObject([{ type: "launch", seen: 0 }]);
    expect([...fit.point]).toEqual([...plain.point]);
  });
});
