import { expect, test } from "vitest";
import { fromNumber, toNumber } from "#lib/core/day.ts";
import { grainOf, toSeries } from "#lib/forecast/long.ts";
import { dayOf, valueOf } from "#lib/forecast/long-cells.ts";
import { LongTable } from "#lib/forecast/long-table.ts";

function table(rows: [string, string, string][]) {
  const made = new LongTable();
  rows.forEach(([name, ds, y], index) => made.add(index + 2, name, ds, y));
  return { series: [...made.take()], made };
}

test("rows in any order become a series by day, its holes and blanks missing values", () => {
  const { series } = table([["b", "2026-01-05", "5"], ["a", "2026-03-01", "1"], ["b", "2026-01-01", "1"], ["b", "2026-01-02", ""], ["b", "2026-01-04", "4"]]);
  expect(series.map(({ name, start, grain, values }) => ({ name, start, grain, values }))).toEqual([
    { name: "b", start: "2026-01-01", grain: "day", values: [1, null, null, 4, 5] },
    { name: "a", start: "2026-03-01", grain: "day", values: [1] },
  ]);
});

test("a day told twice keeps its first row; the other is named with both rows", () => {
  const { series, made } = table([["a", "2026-01-02", "1"], ["a", "2026-01-01", "2"], ["a", "2026-01-02", "3"], ["a", "2026-01-02", "4"]]);
  expect(series[0]!.values).toEqual([2, 1]);
  expect(made.faults).toEqual([{ row: 4, column: "ds", reason: '"a" has 2026-01-02 in row 2 already' }, { row: 5, column: "ds", reason: '"a" has 2026-01-02 in row 2 already' }]);
  expect(made.kept).toBe(2);
});

test("rows that can't be read are left out by row and column, the others stay", () => {
  const { series, made } = table([["a", "2026-02-30", "1"], ["a", "2026-02-01", "1,5"], ["", "2026-02-01", "1"], ["a", "2026-02-02", "7"]]);
  expect(made.faults.map(({ row, column }) => [row, column])).toEqual([[2, "ds"], [3, "y"], [4, "series"]]);
  expect(series).toHaveLength(1);
  expect(series[0]!.values).toEqual([7]);
});

test("the grain is read off the dates: weeks lie whole weeks apart, months keep their day or their end", () => {
  expect(grainOf(["2026-01-01", "2026-01-02"])).toBe("day");
  expect(grainOf(["2026-01-05", "2026-01-12", "2026-02-02"])).toBe("week");
  expect(grainOf(["2026-02-01", "2026-03-01"])).toBe("month");
  expect(grainOf(["2026-01-31", "2026-02-28", "2026-03-31"])).toBe("month");
  expect(grainOf(["2026-01-05"])).toBe("day");
  expect(grainOf(["2026-01-05", "2026-01-12", "2026-01-13"])).toBe("day");
});

test("a projection goes on in the file's own way of dating: month ends stay month ends, weeks keep their weekday", () => {
  const of = (days: string[]) => toSeries(days.map(toNumber), days.map(() => 1));
  const ends = of(["2025-11-30", "2025-12-31", "2026-02-28"]);
  expect(ends).toMatchObject({ grain: "month", start: "2025-11-01", values: [1, 1, null, 1] });
  expect([0, 2, 4, 5, 27].map(ends.dated)).toEqual(["2025-11-30", "2026-01-31", "2026-03-31", "2026-04-30", "2028-02-29"]);
  const weeks = of(["2026-01-07", "2026-01-21"]);
  expect(weeks).toMatchObject({ grain: "week", start: "2026-01-07", values: [1, null, 1] });
  expect(weeks.dated(3)).toBe("2026-01-28");
  expect(of(["2026-01-15", "2026-02-15"]).dated(2)).toBe("2026-03-15");
});

test("a date that slipped by a century doesn't make a series of a hundred thousand days", () => {
  const days = ["1926-11-20", "2026-11-19", "2026-11-20"].map(toNumber);
  const { values, start, dated } = toSeries(days, [1, 2, 3]);
  expect(values).toHaveLength(10_000);
  expect(values.slice(-2)).toEqual([2, 3]);
  expect(dated(0)).toBe(start);
  expect(dated(10_000)).toBe("2026-11-21");
});

test("days are read with or without a midnight, months without a day; numbers with a point or an exponent", () => {
  for (const text of ["2026-11-20", " 2026-11-20 ", "2026-11-20 00:00:00", "2026-11-20T00:00:00Z", "2026-11-20T00:00:00.000+00:00"]) expect(fromNumber(dayOf(text)!), text).toBe("2026-11-20");
  expect(fromNumber(dayOf("2026-11")!)).toBe("2026-11-01");
  for (const text of ["", "20/11/2026", "2026-13-01", "2026-11-20 13:00:00", "1826-11-20"]) expect(dayOf(text), text).toBeNull();
  for (const [text, value] of [["1.5", 1.5], ["-3", -3], ["1e12", 1e12], [".5", 0.5], ["", Number.NaN], ["NA", Number.NaN]] as const) expect(valueOf(text), text).toBe(value);
  for (const text of ["1,5", "12 €", "1e999", "Infinity", "0x10", "."]) expect(valueOf(text), text).toBeNull();
});
