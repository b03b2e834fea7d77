import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatMicros, parseMicros, timesMicros } from "#lib/core/decimal.ts";
import { markOf } from "#lib/imports/detect.ts";
import { countryName } from "#lib/imports/country.ts";
import { judgeLastDay } from "#lib/imports/last-day.ts";
import { safeCell } from "#lib/imports/rejects.ts";
import { shareOut, splitVat } from "#lib/imports/vat.ts";
import { dayReader, DateEvidence, parseWhen } from "#lib/core/when.ts";
import { sized } from "#test/support/size.ts";

const money = (text: string, mark: "." | "," = ".") => { const micros = parseMicros(text, mark); return micros === null ? null : formatMicros(micros); };

describe("an amount in a cell", () => {
  test.each([
    ["2.55", "2.55"], ["-12", "-12"], ["0.001", "0.001"], [".5", "0.5"], ["1,234.50", "1234.5"], ["£2.55", "2.55"], ["EUR 10.00", "10"], ["10.00 €", "10"],
    ["(12.00)", "-12"], ["12.00-", "-12"], ["1E-05", "0.00001"], ["34.0400000000000063", "34.04"], ["123456789012.123456", "123456789012.123456"], ["−5", "-5"], ["1 234.5", "1234.5"],
  ])("%s is %s", (text, expected) => expect(money(text)).toBe(expected));
  test.each([["1.234,50", "1234.5"], ["2,5", "2.5"], ["-0,99", "-0.99"]])("with a decimal comma %s is %s", (text, expected) => expect(money(text, ",")).toBe(expected));
  test.each(["", "-", "abc", "1.2.3", "12,34.5", "1,23,456", "--5", "NaN", "1e400", "0x10", "1000000000000"])("%j is none", (text) => expect(money(text)).toBeNull());
  test("comes back as it was written, at any size with six decimals", () => {
    fc.assert(fc.property(fc.bigInt({ min: 1n - 10n ** 18n, max: 10n ** 18n - 1n }), (micros) => { expect(parseMicros(formatMicros(micros), ".")).toBe(micros); }));
  });
  test("times a quantity is exact: 6 × 2.55 is 15.3", () => {
    expect(formatMicros(timesMicros(6_000_000n, 2_550_000n)!)).toBe("15.3");
    expect(timesMicros(10n ** 17n, 10n ** 17n)).toBeNull();
  });
});

describe("VAT in prices", () => {
  test("12 at 20 % is 10 and 2; net and tax always add up to the price", () => {
    expect(splitVat(12_000_000n, 20_000_000n)).toEqual({ net: 10_000_000n, tax: 2_000_000n });
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 0n, max: 99_000_000n }), (price, rate) => { const { net, tax } = splitVat(price, rate); expect(net + tax).toBe(price); }));
  });
  test("an order's tax shared over its parts adds up to it exactly, discounts included", () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.array(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 10n }), { minLength: 1, maxLength: 8 }), (total, weights) => { expect(shareOut(total, weights).reduce((a, b) => a + b, 0n)).toBe(total); }));
  });
});

describe("a date in a cell", () => {
  test.each([
    ["12/1/2010 8:26", "mdy", "2010-12-01 08:26:00", null], ["1/12/2010", "dmy", "2010-12-01 00:00:00", null], ["01.12.2010 08:26", null, "2010-12-01 08:26:00", null],
    ["2026-11-12 17:44:12 +0100", null, "2026-11-12 17:44:12", "+01:00"], ["2026-11-12T17:44:12.123Z", null, "2026-11-12 17:44:12", "Z"], ["20261112", null, null, null],
    ["12 Nov 2026", null, "2026-11-12 00:00:00", null], ["Nov 12, 2026 5:30 PM", null, "2026-11-12 17:30:00", null], ["3/4/26 12:05 AM", "mdy", "2026-03-04 00:05:00", null],
    ["2/30/2026", "mdy", null, null], ["2026-02-29", null, null, null], ["13/1/2026", "mdy", null, null], ["3/4/2026", null, null, null], ["1/1/1850", "mdy", null, null],
  ] as const)("%s (%s) is %s", (text, order, local, offset) => expect(parseWhen(text, order)).toEqual(local === null ? null : { local, offset }));
  test("the order of day and month is told by the first day above 12, and stays open when none is there", () => {
    const verdict = (...texts: string[]) => { const evidence = new DateEvidence(); texts.forEach((text) => evidence.add(text)); return evidence.verdict(); };
    expect([verdict("3/4/2026", "3/14/2026"), verdict("3/4/2026", "14/3/2026"), verdict("3/4/2026", "5/6/2026"), verdict("2026-03-04"), verdict("14/3/2026", "3/14/2026")]).toEqual(["mdy", "dmy", "ambiguous", "none", "ambiguous"]);
  });
  test("an instant belongs to the shop's day: 23:30 UTC is the next day in Berlin", () => {
    expect(dayReader("Europe/Berlin")("2026-11-12 23:30:00Z")).toBe("2026-11-13");
    expect(dayReader("America/St_Johns")("2026-11-13 03:29:00Z")).toBe("2026-11-12");
  });
});

test("a comma before one or two digits marks decimals; before three it says nothing", () => {
  expect(["1,5", "1.234,50", "1,234", "1,234.50", "1.234.567", "12"].map(markOf)).toEqual([",", ",", null, ".", ",", null]);
});

test("codes and short names of countries become one name; what isn't known stays as given", () => {
  expect(["DE", "de", "UK", "USA", "EIRE", "Unspecified", ""].map(countryName)).toEqual(["Germany", "Germany", "United Kingdom", "United States", "EIRE", "Unspecified", null]);
});

test("the last day looks cut when it is less than half a usual one and ends hours early", () => {
  const week = (lines: number, lastMinute: number) => ({ lines, lastMinute });
  const days = new Map([["2026-11-04", week(100, 1_200)], ["2026-11-11", week(90, 1_210)], ["2026-11-18", week(110, 1_190)]]);
  expect(judgeLastDay(new Map([...days, ["2026-11-25", week(30, 700)]]))).toMatchObject({ day: "2026-11-25", looksCut: true, usualLines: 100 });
  expect(judgeLastDay(new Map([...days, ["2026-11-25", week(30, 1_150)]]))?.looksCut).toBe(false);
  expect(judgeLastDay(new Map([...days, ["2026-11-25", week(80, 700)]]))?.looksCut).toBe(false);
  expect(judgeLastDay(new Map([["2026-11-25", week(1, 1)]]))?.looksCut).toBe(false);
});

test("a formula behind a mark that another spreadsheet cuts cells at is neutralised too; numbers between such marks are not harmed", () => {
  expect(["Cap;=1+1", 'x;"=1+1"', "a\t@x", "a, -cmd|x", "a;-5;+b", "1;-5,20;+3%", "x\n=1"].map(safeCell)).toEqual([`"Cap;'=1+1"`, `"x;""'=1+1"""`, `"a\t'@x"`, `"a, '-cmd|x"`, `"a;-5;'+b"`, '"1;-5,20;+3%"', `"x\n'=1"`]);
  // However a spreadsheet cuts a line of it, no cell begins a formula.
  fc.assert(fc.property(fc.array(fc.constantFrom("=1", "+x", "-", "@", ";", ",", "\t", '"', " ", "\n", "5", "-5", "a"), { maxLength: 12 }), (parts) => {
    for (const mark of [";", ",", "\t"]) for (const cell of `1,${safeCell(parts.join(""))}`.split(mark)) expect(cell.replace(/^[" \n]+/, "")).not.toMatch(/^(=|@|[+-](?![\d,;\t]|$))/); // a sign alone, or before another mark, runs nothing: "-,5" is a number or no formula
  }), { numRuns: sized(2_000, 50_000) });
  // Long runs of marks end at all: the pattern doesn't back up without bound.
  for (const long of [",".repeat(5_000), " ".repeat(5_000), `+${"1,".repeat(2_500)}`, ',"'.repeat(2_500)]) expect(safeCell(long).length).toBeGreaterThan(4_999);
});

test("cells that a spreadsheet would run are neutralised, negative numbers are not harmed", () => {
  expect(['=1+1', "+49 30", "-5", "-5,20", "@x", "a,b", "-cmd|x", "\t=1"].map(safeCell)).toEqual(["'=1+1", "'+49 30", "-5", '"-5,20"', "'@x", '"a,b"', "'-cmd|x", `"'\t'=1"`]);
});
