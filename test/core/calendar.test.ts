import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sized } from "#test/support/size.ts";
import { addDays, daysBetween, weekday } from "#lib/core/day.ts";
import { calendarRows, calendarYear, fiscalPlace, fiscalYearBefore, isoWeek, nrfYear, weeksInYear, type FiscalCalendar } from "#lib/core/calendar.ts";

const kinds: FiscalCalendar[] = [
  calendarYear, nrfYear,
  { kind: "months", startMonth: 7, label: "end" },
  { kind: "iso", pattern: "4-4-5" },
  { kind: "weeks", pattern: "5-4-4", endMonth: 12, endWeekday: 6, rule: "last", label: "end" },
  { kind: "weeks", pattern: "4-4-5", endMonth: 8, endWeekday: 5, rule: "nearest", label: "end" },
];

describe("fiscal calendars", () => {
  test("ISO weeks: 3 January 2021 lies in week 53 of 2020, 31 December 2024 in week 1 of 2025", () => {
    expect([isoWeek("2021-01-03"), isoWeek("2024-12-31"), isoWeek("2026-01-01")]).toEqual([{ year: 2020, week: 53 }, { year: 2025, week: 1 }, { year: 2026, week: 1 }]);
  });
  test("the retail (NRF) years that have 53 weeks are 2012, 2017, 2023, 2028 and 2034", () => {
    const long = Array.from({ length: 26 }, (_, i) => 2010 + i).filter((year) => weeksInYear(nrfYear, `${year}-06-15`) === 53);
    expect(long).toEqual([2012, 2017, 2023, 2028, 2034]);
  });
  test("retail year 2023 began on 29 January 2023 and 2024 on 4 February 2024", () => {
    expect([fiscalPlace(nrfYear, "2023-02-01").fiscal_year_start, fiscalPlace(nrfYear, "2024-03-01").fiscal_year_start]).toEqual(["2023-01-29", "2024-02-04"]);
    expect([fiscalPlace(nrfYear, "2024-02-03").fiscal_year, fiscalPlace(nrfYear, "2024-02-03").fiscal_week]).toEqual([2023, 53]);
  });
  test("after a 53-week year the comparison moves back 53 weeks, so that holidays align", () => {
    expect(fiscalYearBefore(nrfYear, "2024-11-29")).toBe("2023-11-24"); // Black Friday to Black Friday
    expect(fiscalYearBefore(nrfYear, "2025-11-28")).toBe("2024-11-29");
  });
  test("4-5-4 gives periods of four, five and four weeks; the 53rd week joins the twelfth", () => {
    const rows = calendarRows(nrfYear, "2023-01-29", "2024-02-04");
    const length = new Map<number, number>();
    for (const row of rows) length.set(row.fiscal_period, (length.get(row.fiscal_period) ?? 0) + 1);
    expect([...length.values()].map((days) => days / 7)).toEqual([4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5, 5]);
  });
  test("a July-to-June year is named after its end", () => {
    const calendar: FiscalCalendar = { kind: "months", startMonth: 7, label: "end" };
    expect(fiscalPlace(calendar, "2026-11-21")).toMatchObject({ fiscal_year: 2027, fiscal_quarter: 2, fiscal_period: 5, fiscal_year_start: "2026-07-01", fiscal_quarter_start: "2026-10-01", fiscal_period_start: "2026-11-01" });
  });
  test("in every calendar each day has one place and starts never lie after their day", () => {
    fc.assert(fc.property(fc.constantFrom(...kinds), fc.integer({ min: 9_200, max: 29_000 }), (calendar, n) => {
      const day = addDays("1970-01-01", n);
      const today = fiscalPlace(calendar, day);
      const next = fiscalPlace(calendar, addDays(day, 1));
      expect([today.fiscal_week_start, today.fiscal_period_start, today.fiscal_quarter_start, today.fiscal_year_start].every((start) => start <= day)).toBe(true);
      expect(today.fiscal_year_start <= today.fiscal_quarter_start && today.fiscal_quarter_start <= today.fiscal_period_start).toBe(true);
      // A start changes exactly on the day that it names.
      for (const key of ["fiscal_week_start", "fiscal_period_start", "fiscal_quarter_start", "fiscal_year_start"] as const) {
        expect(next[key] === today[key] || next[key] === addDays(day, 1)).toBe(true);
      }
      if (calendar.kind === "weeks") expect(weekday(today.fiscal_year_start)).toBe((calendar.endWeekday % 7) + 1);
      if (calendar.kind !== "months") expect(daysBetween(today.fiscal_year_start, day)).toBeLessThan(371);
    }), { numRuns: sized(1_000, 50_000) });
  });
});
