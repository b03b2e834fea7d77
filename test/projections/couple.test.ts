import { describe, expect, test } from "vitest";
import { follow } from "#lib/projections/couple.ts";
import { fromBytes, ratioOf, sumsOf, toBytes, type Paths } from "#lib/projections/paths.ts";
import { periodsWithin } from "#lib/projections/periods.ts";
import { calendarYear, nrfYear } from "#lib/core/calendar.ts";

/** Rows are paths, columns days. */
const paths = (first: string, ...rows: number[][]): Paths => ({ first, steps: rows[0]!.length, values: Float32Array.from(rows.flat()) });

describe("figures that belong together", () => {
  test("are dealt so that one follows the other, and keep their own values of each day", () => {
    const sales = paths("2026-11-01", [300, 100], [100, 200], [200, 300]);
    const orders = paths("2026-11-01", [1, 5], [2, 6], [3, 4]);
    // Day 1: most sales on path 0, then 2, then 1. Day 2: path 2, 1, 0.
    expect([...follow(orders, sales, null).values]).toEqual([3, 4, 1, 5, 2, 6]);
  });

  test("follow sales ÷ order value where that is told", () => {
    const sales = paths("2026-11-01", [300], [200]);
    const value = paths("2026-11-01", [100], [20]);
    expect([...follow(paths("2026-11-01", [9], [4]), sales, value).values]).toEqual([4, 9]);
  });

  test("keep the days that only one of them has", () => {
    const sales = paths("2026-11-02", [1], [2]);
    expect([...follow(paths("2026-11-01", [7, 8], [5, 6]), sales, null).values]).toEqual([7, 6, 5, 8]);
  });

  test("are divided on the days that both have; nothing by nothing is nothing", () => {
    const ratio = ratioOf(paths("2026-11-01", [10, 20], [30, 40]), paths("2026-11-02", [4, 1], [0, 1]));
    expect(ratio).toMatchObject({ first: "2026-11-02", steps: 1 });
    expect([...ratio.values]).toEqual([5, 0]);
  });
});

describe("paths", () => {
  test("come back from their bytes as they were, and sum over any days", () => {
    const one = paths("2026-11-01", [1.5, 2, 3], [4, 5, 6]);
    const back = fromBytes("2026-11-01", 3, toBytes(one));
    expect(back).toEqual(one);
    expect([...sumsOf(back, "2026-11-02", "2026-12-01")]).toEqual([5, 11]);
    expect([...sumsOf(back, "2026-12-02", "2026-12-03")]).toEqual([0, 0]);
  });
});

describe("the periods of a projection", () => {
  test("are those that end within it, the running one from its beginning", () => {
    const found = periodsWithin("2026-11-22", "2027-04-01", calendarYear);
    expect(found.filter((one) => one.grain === "month").map((one) => one.from)).toEqual(["2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01", "2027-03-01"]);
    expect(found.filter((one) => one.grain === "quarter")).toEqual([{ grain: "quarter", from: "2026-10-01", to: "2027-01-01" }, { grain: "quarter", from: "2027-01-01", to: "2027-04-01" }]);
    expect(found.filter((one) => one.grain === "year")).toEqual([{ grain: "year", from: "2026-01-01", to: "2027-01-01" }]);
    expect(found.some((one) => one.grain.startsWith("fiscal"))).toBe(false);
  });

  test("follow a fiscal calendar of weeks, its 53rd week included", () => {
    // The retail year 2023 had 53 weeks: 29 January 2023 to 3 February 2024.
    const found = periodsWithin("2023-11-01", "2024-05-06", nrfYear);
    expect(found.filter((one) => one.grain === "fiscal_year")).toEqual([{ grain: "fiscal_year", from: "2023-01-29", to: "2024-02-04" }]);
    expect(found.filter((one) => one.grain === "fiscal_quarter")).toEqual([{ grain: "fiscal_quarter", from: "2023-10-29", to: "2024-02-04" }, { grain: "fiscal_quarter", from: "2024-02-04", to: "2024-05-05" }]);
    const periods = found.filter((one) => one.grain === "fiscal_period");
    expect(periods.every((one, at) => at === 0 || one.from === periods[at - 1]!.to)).toBe(true);
  });
});
