import { describe, expect, test } from "vitest";
import { effectDays, effectSum, asTaken } from "#lib/projections/event-effect.ts";
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
  const factor = (offset: number, value: number) => ({ offset, factor: value, low: value * 0.9, high: value * 1.1 });
  // Learned of promotions of three days: first, middle, last.
  const effect = { type: "promotion", seen: 2, pulledForward: 0.1, factors: [factor(-2, 0.95), factor(-1, 0.95), factor(0, 1.5), factor(1, 1.2), factor(2, 1.3), ...[3, 4, 5, 6, 7].map((offset) => factor(offset, 0.8))] };
  const factors = (event: { from: string; to: string; size?: number }) => effectDays(effect, event).map((one) => [one.day.slice(5), one.part, Math.round(one.factor * 1e6) / 1e6]);
  test("its factors stand on the days counted from its first", () => {
    expect(factors({ from: "2026-05-05", to: "2026-05-08" })).toEqual([
      ["05-03", "before", 0.95], ["05-04", "before", 0.95], ["05-05", "on", 1.5], ["05-06", "on", 1.2], ["05-07", "on", 1.3],
      ["05-08", "after", 0.8], ["05-09", "after", 0.8], ["05-10", "after", 0.8], ["05-11", "after", 0.8], ["05-12", "after", 0.8],
    ]);
  });
  test("a longer one has more middle days, one of a day neither a first nor a last; what follows comes after its own end", () => {
    expect(factors({ from: "2026-05-05", to: "2026-05-10" }).slice(2, 8)).toEqual([["05-05", "on", 1.5], ["05-06", "on", 1.2], ["05-07", "on", 1.2], ["05-08", "on", 1.2], ["05-09", "on", 1.3], ["05-10", "after", 0.8]]);
    expect(factors({ from: "2026-05-05", to: "2026-05-06" }).slice(1, 4)).toEqual([["05-04", "before", 0.95], ["05-05", "on", 1.2], ["05-06", "after", 0.8]]);
  });
  test("one twice as deep has each factor twice over; it is as deep as the projection took it", () => {
    expect(factors({ from: "2026-05-05", to: "2026-05-08", size: 2 })[2]).toEqual(["05-05", "on", 2.25]);
    const event = { from: "2026-05-05", to: "2026-05-08" };
    const kept = { inputs: { hash: "", days: 1, events: [{ type: "promotion", ...event, size: 2 }] } };
    expect([asTaken(event, "promotion", kept as never).size, asTaken(event, "mailing", kept as never).size]).toEqual([2, 1]);
  });
  test("of 4 on a day with factor 1.5 a third is the event's, what it takes from the days around stands apart; days that are over don't count", () => {
    const ahead = { first: "2026-05-07", mean: [4, 5] };
    expect(effectSum(effectDays(effect, { from: "2026-05-05", to: "2026-05-08" }), ahead)).toEqual({ on: 4 * (1 - 1 / 1.3), around: 5 * (1 - 1 / 0.8) });
    expect(effectSum(effectDays(effect, { from: "2026-04-01", to: "2026-04-03" }), ahead)).toEqual({ on: null, around: null });
  });
});
