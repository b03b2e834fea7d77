import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, daysBetween, weekday } from "#lib/core/day.ts";
import { calendarYear, nrfYear } from "#lib/core/calendar.ts";
import { periodPresets, resolveComparison, resolvePreset, type PeriodPreset } from "#lib/core/period.ts";

const span = { firstDay: "2024-01-01", completeTo: "2026-11-21" };
const preset = (name: PeriodPreset) => resolvePreset(name, span, calendarYear);
const compared = (name: PeriodPreset, kind: "previous" | "weekdays" | "year") => resolveComparison(kind, preset(name), name, calendarYear);

describe("periods", () => {
  test("presets end with the last complete day", () => {
    expect(preset("last_7")).toEqual({ from: "2026-11-14", to: "2026-11-21" });
    expect(preset("mtd")).toEqual({ from: "2026-11-01", to: "2026-11-21" });
    expect(preset("qtd")).toEqual({ from: "2026-10-01", to: "2026-11-21" });
    expect(preset("last_month")).toEqual({ from: "2026-10-01", to: "2026-11-01" });
    expect(preset("last_week")).toEqual({ from: "2026-11-09", to: "2026-11-16" });
    expect(preset("all")).toEqual({ from: "2024-01-01", to: "2026-11-21" });
  });
  test("on the last day of a month the month to date is the whole month, and it is the last month too", () => {
    const closed = { ...span, completeTo: "2026-11-01" };
    expect(resolvePreset("mtd", closed, calendarYear)).toEqual({ from: "2026-10-01", to: "2026-11-01" });
    expect(resolvePreset("last_month", closed, calendarYear)).toEqual({ from: "2026-10-01", to: "2026-11-01" });
  });
  test("to date is like for like: 1–20 November meets 1–20 October, and 1–20 November a year before", () => {
    expect(compared("mtd", "previous")).toEqual({ from: "2026-10-01", to: "2026-10-21" });
    expect(compared("mtd", "year")).toEqual({ from: "2025-11-01", to: "2025-11-21" });
    expect(compared("qtd", "previous")).toEqual({ from: "2026-07-01", to: "2026-08-21" });
  });
  test("a whole month meets the whole month before, whatever their lengths", () => {
    expect(resolveComparison("previous", { from: "2026-03-01", to: "2026-04-01" }, null, calendarYear)).toEqual({ from: "2026-02-01", to: "2026-03-01" });
    expect(compared("last_month", "previous")).toEqual({ from: "2026-09-01", to: "2026-10-01" });
  });
  test("matching weekdays lie 52 weeks before", () => {
    expect(compared("last_30", "weekdays")).toEqual({ from: "2025-10-23", to: "2025-11-22" });
  });
  test("a fiscal year of weeks is compared week by week", () => {
    const year = resolvePreset("fytd", span, nrfYear);
    expect(year).toEqual({ from: "2026-02-01", to: "2026-11-21" });
    expect(resolveComparison("year", year, "fytd", nrfYear)).toEqual({ from: "2025-02-02", to: "2025-11-22" });
  });
  test("a year of 53 weeks is never compared with its own days", () => {
    const iso = { kind: "iso", pattern: "4-4-5" } as const;
    const data = { firstDay: "2020-01-01", completeTo: "2027-01-04" };
    const year = resolvePreset("fytd", data, iso); // ISO 2026 has 53 weeks
    expect(year).toEqual({ from: "2025-12-29", to: "2027-01-04" });
    expect(resolveComparison("year", year, "fytd", iso)).toEqual({ from: "2024-12-30", to: "2025-12-29" });
  });
  test("every comparison lies before its period, and matching weekdays keep weekday and length", () => {
    fc.assert(fc.property(fc.constantFrom(...periodPresets), fc.constantFrom("previous" as const, "weekdays" as const, "year" as const), fc.integer({ min: 0, max: 3000 }), (name, kind, n) => {
      const data = { firstDay: "2020-01-01", completeTo: addDays("2020-02-01", n) };
      const period = resolvePreset(name, data, calendarYear);
      const before = resolveComparison(kind, period, name, calendarYear)!;
      expect(before.from < period.from && before.to > before.from).toBe(true);
      if (kind === "weekdays") {
        expect(weekday(before.from)).toBe(weekday(period.from));
        expect(daysBetween(before.from, before.to)).toBe(daysBetween(period.from, period.to));
      }
      if (kind === "previous") expect(before.to <= period.from).toBe(true);
    }));
  });
});
