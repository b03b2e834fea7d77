import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressOf, readView, scopeOnly, viewDefaults } from "#app/view.ts";
import { scopeOf } from "#app/ui/shell/scope.ts";
import { fromLeft, fromTop, labelled, linePath, ticks } from "#app/ui/chart/scale.ts";
import { stepPeriod } from "#lib/core/period-step.ts";
import { addDays, fromNumber } from "#lib/core/day.ts";
import { periodPresets } from "#lib/core/period.ts";
import { metricIds } from "#lib/metrics/catalogue.ts";
import { cuts, grains } from "#lib/metrics/marts.ts";
import type { MetricQuery } from "#lib/metrics/query.ts";

const day = fc.integer({ min: 10_000, max: 20_000 }).map(fromNumber);
const window = fc.tuple(day, fc.integer({ min: 0, max: 700 })).map(([from, length]) => ({ from, through: addDays(from, length) }));
const query: fc.Arbitrary<MetricQuery> = fc.record({
  metrics: fc.uniqueArray(fc.constantFrom(...metricIds), { minLength: 1, maxLength: 4 }),
  stores: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 3 })),
  period: fc.oneof(fc.constantFrom(...periodPresets).map((preset) => ({ preset })), window),
  compare: fc.oneof(fc.constantFrom("previous", "weekdays", "year", "none").map((kind) => ({ kind }) as MetricQuery["compare"]), window.map((days) => ({ kind: "custom" as const, ...days }))),
  grain: fc.option(fc.constantFrom(...grains)),
  by: fc.uniqueArray(fc.constantFrom(...cuts), { maxLength: 2 }),
  filters: fc.dictionary(fc.constantFrom("country", "product", "channel"), fc.uniqueArray(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 3 })),
  currency: fc.constant(null), sort: fc.option(fc.constantFrom(...metricIds).map((metric) => ({ metric, descending: true }))), limit: fc.constant(null),
});

describe("a page's state lives in its address", () => {
  test("every view goes into an address and comes back the same", async () => {
    await fc.assert(fc.asyncProperty(query, async (given) => {
      const search = new URL(addressOf("/", given), "http://x").searchParams;
      const back = await readView(Promise.resolve(record(search)));
      expect(back.problem).toBeNull();
      expect(back.query).toEqual(given);
    }), { numRuns: 300 });
  });
  test("the usual view has the shortest address", () => {
    expect(addressOf("/", viewDefaults)).toBe("/");
  });
  test("an address that can't be read shows the usual view and names what is wrong", async () => {
    const { query: shown, problem } = await readView(Promise.resolve({ period: "next_year" }));
    expect(shown).toEqual(viewDefaults);
    expect(problem?.parameter).toBe("period");
  });
  test.each([[{ country: "\u0000" }, "country"], [{ after: "2026-03-01.1.\u0000" }, "after"], [{ product: ["A", "B\u001b"] }, "product"], [{ "a\u0000": "1" }, "?"]])("control characters in an address are refused by parameter: %j", async (asked, parameter) => {
    const { query: shown, problem } = await readView(Promise.resolve(asked), ["after"]);
    expect(shown).toEqual(viewDefaults);
    expect(problem?.parameter).toBe(parameter);
  });
  test("going to another page keeps the store and the days, not the filters", () => {
    const from = new URL(addressOf("/breakdown", { ...viewDefaults, stores: [2], period: { preset: "ytd" }, compare: { kind: "year" }, filters: { country: ["DE"] }, by: ["country"] }), "http://x").searchParams;
    expect(scopeOf(from)).toBe("?store=2&period=ytd&compare=year");
    expect(scopeOnly({ ...viewDefaults, filters: { country: ["DE"] } })).toEqual(viewDefaults);
  });
});

describe("arrow keys move the period", () => {
  test.each([
    [{ from: "2011-08-01", to: "2011-09-01" }, -1, { from: "2011-07-01", to: "2011-08-01" }],
    [{ from: "2011-01-01", to: "2011-04-01" }, 1, { from: "2011-04-01", to: "2011-07-01" }],
    [{ from: "2011-08-01", to: "2011-08-08" }, -1, { from: "2011-07-25", to: "2011-08-01" }],
  ] as const)("%j by %i is %j", (period, direction, expected) => {
    expect(stepPeriod(period, direction)).toEqual(expected);
  });
});

const cents = fc.integer({ min: -1e11, max: 1e11 }).map((amount) => amount / 100);
describe("a chart's scale", () => {
  test.each([[0, 412, [0, 200, 400, 600]], [0, 0, [0, 1]], [-30, 70, [-50, -25, 0, 25, 50, 75]], [0, 0.9, [0, 0.25, 0.5, 0.75, 1]]])("from %d to %d: %j", (low, high, expected) => {
    expect(ticks(low, high)).toEqual(expected);
  });
  test("covers what it is given, zero included", () => {
    fc.assert(fc.property(cents, cents, (a, b) => {
      const scale = ticks(Math.min(a, b), Math.max(a, b));
      expect(scale).toContain(0);
      expect(scale[0]!).toBeLessThanOrEqual(Math.min(0, a, b) + 1e-6);
      expect(scale.at(-1)!).toBeGreaterThanOrEqual(Math.max(0, a, b) - 1e-6);
    }));
  });
  test("places and paths", () => {
    expect([fromTop(0, [0, 50, 100]), fromTop(100, [0, 50, 100]), fromLeft(0, 1), fromLeft(2, 3)]).toEqual([100, 0, 50, 100]);
    expect(linePath([0, 50, null, 100], [0, 100])).toBe("M0 100L33.33 50M100 0h0.01");
    expect(labelled(31, 7)).toEqual([0, 5, 10, 15, 20, 25, 30]);
  });
});

function record(search: URLSearchParams): Record<string, string[]> {
  return Object.fromEntries([...new Set(search.keys())].map((name) => [name, search.getAll(name)]));
}
