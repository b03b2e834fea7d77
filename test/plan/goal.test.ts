import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, daysIn } from "#lib/core/day.ts";
import { sum } from "#lib/core/money.ts";
import type { MetricId } from "#lib/metrics/catalogue.ts";
import { composed, goalOfDay, spreadGoal, type Goal } from "#lib/plan/goal.ts";

let id = 0;
const goal = (from: string, to: string, amount: string, metric: MetricId = "net_sales", currency: string | null = "EUR"): Goal =>
  ({ id: ++id, storeId: 1, metric, period: { from, to }, amount, currency, madeBy: "Mia", madeAt: new Date(0), replacedAt: null });
const q4 = { from: "2026-10-01", to: "2027-01-01" };
const months = [goal("2026-10-01", "2026-11-01", "10"), goal("2026-11-01", "2026-12-01", "20.5"), goal("2026-12-01", "2027-01-01", "30")];

describe("the goal of a period", () => {
  test("is its own before anything else", () => {
    expect(composed([...months, goal(q4.from, q4.to, "99")], q4)).toEqual({ amount: "99", currency: "EUR", by: "set" });
  });
  test("is the sum of shorter goals that fill it", () => {
    expect(composed(months, q4)).toEqual({ amount: "60.5", currency: "EUR", by: "parts" });
  });
  test("is unknown where a part is missing or parts are in two currencies", () => {
    expect(composed(months.slice(1), q4)).toBeNull();
    expect(composed([...months.slice(0, 2), goal("2026-12-01", "2027-01-01", "30", "net_sales", "USD")], q4)).toBeNull();
  });
  test("is its days of the shortest longer goal", () => {
    const year = goal("2026-01-01", "2027-01-01", "365");
    expect(composed([year], { from: "2026-11-01", to: "2026-11-08" })).toEqual({ amount: "7", currency: "EUR", by: "share" });
    expect(composed([year, goal("2026-11-01", "2026-12-01", "300")], { from: "2026-11-01", to: "2026-11-08" })!.amount).toBe("70");
  });
  test("of a ratio is a level: the same in every part, and unknown over parts that differ", () => {
    const rate = (from: string, to: string, amount: string) => goal(from, to, amount, "conversion_rate", null);
    expect(composed([rate(q4.from, q4.to, "0.03")], { from: "2026-11-01", to: "2026-11-08" })!.amount).toBe("0.03");
    expect(composed([rate("2026-10-01", "2026-11-01", "0.03"), rate("2026-11-01", "2027-01-01", "0.04")], q4)).toBeNull();
    expect(composed([rate("2026-10-01", "2026-11-01", "0.03"), rate("2026-11-01", "2027-01-01", "0.03")], q4)!.amount).toBe("0.03");
  });
});

describe("a goal over its days", () => {
  test("adds up to the goal to the last digit, whatever the weights", () => {
    fc.assert(fc.property(fc.bigInt(-(10n ** 15n), 10n ** 15n), fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 }), (units, list) => {
      const amount = `${units < 0n ? "-" : ""}${(units < 0n ? -units : units) / 1_000_000n}.${String((units < 0n ? -units : units) % 1_000_000n).padStart(6, "0")}`;
      const whole = goal("2026-01-01", addDays("2026-01-01", list.length), amount);
      const days = spreadGoal(whole, new Map(daysIn(whole.period.from, whole.period.to).map((day, at) => [day, list[at]!])));
      expect(Number(sum(days.values()))).toBe(Number(amount));
      expect(days.size).toBe(list.length);
    }));
  });
  test("follows the weights: a closed Sunday gets nothing", () => {
    const week = goal("2026-11-16", "2026-11-23", "600");
    const days = spreadGoal(week, new Map(daysIn("2026-11-16", "2026-11-22").map((day) => [day, 1])));
    expect(days.get("2026-11-22")).toBe("0");
    expect(days.get("2026-11-16")).toBe("100");
  });
  test("of a ratio is its level on every day", () => {
    expect([...spreadGoal(goal("2026-11-01", "2026-11-03", "0.03", "conversion_rate", null), null).values()]).toEqual(["0.03", "0.03"]);
  });
  test("a day follows its month's goal before its year's", () => {
    const year = goal("2026-01-01", "2027-01-01", "365");
    expect(goalOfDay([year, ...months], "2026-11-05")).toBe(months[1]);
    expect(goalOfDay([year, ...months], "2026-09-05")).toBe(year);
    expect(goalOfDay(months, "2026-09-05")).toBeNull();
  });
});
