import { describe, expect, test } from "vitest";
import { readAmount } from "#app/(dashboard)/goals/amount.ts";
import { yearRows } from "#app/(dashboard)/goals/year-rows.ts";
import { calendarYear, nrfYear, type FiscalCalendar } from "#lib/core/calendar.ts";

describe("amounts as people type them", () => {
  test.each<[string, string, string | null]>([
    ["412000", "en-GB", "412000"], ["412,000", "en-GB", "412000"], ["412,000.50", "en-GB", "412000.50"], ["€ 412.000,50", "de-DE", "412000.50"], ["412.000,50", "en-GB", "412000.50"],
    ["1,500", "en-GB", "1500"], ["1,500", "de-DE", "1.500"], ["1.500", "de-DE", "1500"], ["2.5", "de-DE", "2.5"], ["2,5 %", "en-GB", "2.5"], ["412 000,5", "fr-FR", "412000.5"], ["412’000", "de-CH", "412000"],
    ["$1,234,567", "en-US", "1234567"], ["EUR 300", "en-GB", "300"], ["−300", "en-GB", "-300"], [".5", "en-GB", "0.5"], ["", "en-GB", ""], ["  ", "en-GB", ""],
    ["abc", "en-GB", null], ["1e5", "en-GB", null], ["1,23,4", "en-GB", null], ["1.2.3", "en-GB", null], ["12-3", "en-GB", null], ["1,2345", "de-DE", "1.2345"],
  ])("%s in %s is %s", (text, locale, amount) => expect(readAmount(text, locale)).toBe(amount));
});

describe("the rows of a business year", () => {
  const shape = (fiscal: FiscalCalendar, year: number) => yearRows(fiscal, year);
  test("months with their quarters, then the year", () => {
    const rows = shape(calendarYear, 2026);
    expect(rows.map(({ kind, number }) => `${kind} ${number}`)).toEqual(["period 1", "period 2", "period 3", "quarter 1", "period 4", "period 5", "period 6", "quarter 2", "period 7", "period 8", "period 9", "quarter 3", "period 10", "period 11", "period 12", "quarter 4", "year 2026"]);
    expect(rows[15]!.period).toEqual({ from: "2026-10-01", to: "2027-01-01" });
    expect(rows[16]!.period).toEqual({ from: "2026-01-01", to: "2027-01-01" });
  });
  test.each<[string, FiscalCalendar]>([["a year from July", { kind: "months", startMonth: 7, label: "end" }], ["retail weeks", nrfYear], ["ISO weeks", { kind: "iso", pattern: "4-4-5" }]])("%s: quarters are made of their periods, the year of its quarters, years touch", (_, fiscal) => {
    for (const year of [2023, 2024, 2026]) {
      const rows = shape(fiscal, year);
      const whole = rows.at(-1)!.period;
      const quarters = rows.filter(({ kind }) => kind === "quarter");
      expect([quarters[0]!.period.from, quarters[3]!.period.to]).toEqual([whole.from, whole.to]);
      expect(rows.filter(({ kind }) => kind === "period")).toHaveLength(12);
      expect(shape(fiscal, year + 1).at(-1)!.period.from).toBe(whole.to);
    }
  });
});
