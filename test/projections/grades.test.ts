import { describe, expect, test } from "vitest";
import { grade, gradeTotals, worseLeads, type Gradable } from "#lib/projections/grades.ts";

/** Said on 1 November (data through 31 October): 10 a day, range 8 to 12; the naive repeats 9 and 13. */
const said: Gradable = {
  asOf: "2026-11-01", first: "2026-11-01", models: ["theta"], p50: [10, 10, 10, 10], p10: [8, 8, 8, 8], p90: [12, 12, 12, 12], naive: [9, 13], scale: 4, rate: 1,
  totals: [{ grain: "month", from: "2026-10-30", to: "2026-11-03", known: 20, p10: 36, p50: 40, p90: 44 }],
};
const came = new Map<string, number | null>([["2026-10-30", 10], ["2026-10-31", 10], ["2026-11-01", 12], ["2026-11-02", 6], ["2026-11-03", null], ["2026-11-04", 22]]);

describe("grades", () => {
  test("are shares of what came: |errors| ÷ |came|, signed errors ÷ |came|, |errors| ÷ scale", () => {
    // Errors 10 − 12 = −2, 10 − 6 = 4, (unknown day left out), 10 − 22 = −12.
    const all = grade([{ one: said, actual: came }], { from: 1, to: 7 });
    expect(all).toMatchObject({ projections: 1, days: 3 });
    expect(all.wape).toBeCloseTo(18 / 40, 12);
    expect(all.bias).toBeCloseTo(-10 / 40, 12);
    expect(all.mase).toBeCloseTo((2 + 4 + 12) / 4 / 3, 12);
    // 12 lies on the edge of 8 to 12, 6 and 22 outside.
    expect(all.inside80).toBeCloseTo(1 / 3, 12);
    // The naive said 9, 13, (9), 13: errors −3, 7, −9.
    expect(all.naive.wape).toBeCloseTo(19 / 40, 12);
    expect(all.naive.bias).toBeCloseTo(-5 / 40, 12);
  });

  test("count days ahead from the last day that was known", () => {
    expect(grade([{ one: said, actual: came }], { from: 2, to: 2 })).toMatchObject({ days: 1, wape: 4 / 6 });
    expect(grade([{ one: said, actual: came }], { from: 8, to: 30 })).toMatchObject({ projections: 0, days: 0, wape: null, mase: null, inside80: null });
  });

  test("of stores in several currencies are pooled at their rates; errors against each one's scale have none", () => {
    const other = { ...said, rate: 0.5, scale: 2 };
    const both = grade([{ one: said, actual: came }, { one: other, actual: came }], { from: 1, to: 1 });
    expect(both.wape).toBeCloseTo((2 + 1) / (12 + 6), 12);
    expect(both.mase).toBeCloseTo((2 / 4 + 2 / 2) / 2, 12);
  });

  test("of totals wait until the period is over, and know what was known then", () => {
    // 10 + 10 + 12 + 6 = 38; said 40. The naive: 20 known + 9 + 13 = 42.
    expect(gradeTotals([{ one: said, actual: came }], "month", "2026-11-02")).toEqual({ grain: "month", count: 1, error: 2 / 38, inside80: 1, naive: 4 / 38 });
    expect(gradeTotals([{ one: said, actual: came }], "month", "2026-11-01")).toMatchObject({ count: 0, error: null });
  });

  test("say where repeating last week was nearer, once there are days enough to say so", () => {
    const scores = { bias: 0, mase: 1 };
    const of = (days: number, ours: number, naive: number) => ({ projections: 1, days, wape: ours, inside80: 0.8, ...scores, naive: { wape: naive, ...scores } });
    expect(worseLeads([{ lead: "1-7", grade: of(40, 0.3, 0.2) }, { lead: "8-30", grade: of(40, 0.2, 0.3) }])).toEqual([{ lead: "1-7", ours: 0.3, naive: 0.2 }]);
    expect(worseLeads([{ lead: "1-7", grade: of(5, 0.3, 0.2) }])).toEqual([]);
  });
});
