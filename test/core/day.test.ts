import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, addMonths, dayAt, daysBetween, daysIn, isDay, weekday, weekStart, quarterStart } from "#lib/core/day.ts";

const anyDay = fc.integer({ min: -20_000, max: 40_000 }).map((n) => addDays("1970-01-01", n));

describe("days", () => {
  test("a day that the calendar doesn't have is no day", () => {
    expect(["2026-02-30", "2026-13-01", "26-01-01", "2026-1-1", "2100-02-29"].map(isDay)).toEqual([false, false, false, false, false]);
    expect(["2024-02-29", "2026-11-21"].map(isDay)).toEqual([true, true]);
  });
  test("21 November 2026 is a Saturday, and its week begins on the 16th", () => {
    expect([weekday("2026-11-21"), weekStart("2026-11-21"), weekStart("2026-11-16")]).toEqual([6, "2026-11-16", "2026-11-16"]);
  });
  test("a month back from the 31st ends on the month's last day", () => {
    expect([addMonths("2026-03-31", -1), addMonths("2024-03-31", -1), addMonths("2026-01-15", -1), addMonths("2026-11-30", 3)]).toEqual(["2026-02-28", "2024-02-29", "2025-12-15", "2027-02-28"]);
  });
  test("quarters begin in January, April, July and October", () => {
    expect(["2026-03-31", "2026-04-01", "2026-12-31"].map(quarterStart)).toEqual(["2026-01-01", "2026-04-01", "2026-10-01"]);
  });
  test("an instant belongs to the day of the zone that is asked", () => {
    const instant = new Date("2026-11-21T04:30:00Z");
    expect([dayAt(instant, "America/Los_Angeles"), dayAt(instant, "Asia/Kolkata"), dayAt(instant, "Pacific/Kiritimati")]).toEqual(["2026-11-20", "2026-11-21", "2026-11-21"]);
  });
  test("adding and subtracting days are each other's undoing", () => {
    fc.assert(fc.property(anyDay, fc.integer({ min: -5000, max: 5000 }), (day, n) => addDays(addDays(day, n), -n) === day && daysBetween(day, addDays(day, n)) === n));
  });
  test("a window holds its first day and not its last", () => {
    expect(daysIn("2026-02-27", "2026-03-02")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
    expect(daysIn("2026-03-02", "2026-03-02")).toEqual([]);
  });
});
