import { describe, expect, test } from "vitest";
import { effectDays, effectSum } from "#lib/projections/event-effect.ts";
import { oddsOf } from "#lib/projections/odds.ts";
import { outlineOf, spanOf } from "#lib/projections/outline.ts";
import { totalOf, type Figure } from "#lib/projections/read.ts";

/** 1–3 May told as 10, 20, 30; two paths over 4–6 May: 1, 2, 3 and 5, 6, 7. */
const actual = new Map<string, number | null>([["2026-05-01", 10], ["2026-05-02", 20], ["2026-05-03", 30]]);
const kept = { first: "2026-05-04", seriesFrom: "2026-05-01", mean: [3, 4, 5] };
const figure = { through: "2026-05-03", first: "2026-05-04", paths: { first: "2026-05-04", steps: 3, values: Float32Array.from([1, 2, 3, 5, 6, 7]) }, kept: [kept], actual, halves: null } as unknown as Figure;
const period = { from: "2026-05-01", to: "2026-05-07" };

describe("a projection as a line", () => {
  test("days that are over have what happened, days ahead their range, never both", () => {
    const rows = outlineOf(figure, period, "days", [], false);
    expect(rows.map((row) => row.actual)).toEqual([10, 20, 30, null, null, null]);
    expect(rows.map((row) => row.total?.p50 ?? null)).toEqual([null, null, null, 3, 4, 5]);
  });
  test("a running total adds what was and, path by path, what is to come; its end is the period's", () => {
    const rows = outlineOf(figure, period, "total", [5, 5, 5, 5, 5, 5], false);
    expect(rows.map((row) => row.actual)).toEqual([10, 30, 60, null, null, null]);
    expect(rows.at(-1)!.total).toMatchObject({ p50: totalOf(figure, period)!.p50, known: 60 });
    expect(rows.at(-1)!.total!.p50).toBe(72);
    expect(rows.map((row) => row.plan)).toEqual([5, 10, 15, 20, 25, 30]);
  });
  test("a plan with a day missing is no plan for that stretch; a level is not added up", () => {
    expect(outlineOf(figure, period, "total", [5, null, 5, 5, 5, 5], false).map((row) => row.plan)).toEqual([5, null, null, null, null, null]);
    expect(outlineOf(figure, period, "days", [2, 2, 2, 2, 2, 2], true).map((row) => row.plan)).toEqual([2, 2, 2, 2, 2, 2]);
  });
  test("weeks are drawn whole; one that isn't told or reached as a whole is left out", () => {
    expect(spanOf(period, "weeks")).toEqual({ from: "2026-04-27", to: "2026-05-11" });
    expect(outlineOf(figure, period, "weeks", [], false).map((row) => [row.actual, row.total])).toEqual([[null, null], [null, null]]);
  });
});

describe("the chance to reach a goal", () => {
  test("is the share of futures that do, with the pace it asks for", () => {
    const total = totalOf(figure, period)!;
    expect(oddsOf(figure, period, total, 70)).toEqual({ chance: 0.5, requiredPerDay: 10 / 3, expectedPerDay: 4 });
    expect(oddsOf(figure, period, total, 50)).toMatchObject({ chance: 1, requiredPerDay: 0 });
    expect(oddsOf(figure, period, total, null)).toMatchObject({ chance: null, requiredPerDay: null, expectedPerDay: 4 });
  });
});

describe("an event's effect on its own days", () => {
  const effect = { type: "promotion", seen: 2, pulledForward: 0.1, factors: [{ offset: -1, factor: 1, low: 1, high: 1 }, { offset: 0, factor: 1.5, low: 1.2, high: 1.8 }, { offset: 1, factor: 0.8, low: 0.7, high: 0.9 }] };
  test("its factors stand on the days counted from its first", () => {
    expect(effectDays(effect, { from: "2026-05-05" }).map((one) => one.day)).toEqual(["2026-05-04", "2026-05-05", "2026-05-06"]);
  });
  test("of 4 on a day with factor 1.5 a third is the event's, what it takes from the next day is taken off; days that are over don't count", () => {
    expect(effectSum(effect, { from: "2026-05-05" }, kept as never)).toBeCloseTo(4 * (1 - 1 / 1.5) + 5 * (1 - 1 / 0.8), 9);
    expect(effectSum(effect, { from: "2026-04-01" }, kept as never)).toBeNull();
  });
});
