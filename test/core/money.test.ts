import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { add, change, divide, isDecimal, multiply, negate, sum, trim } from "#lib/core/money.ts";
import { sized } from "#test/support/size.ts";
import { split } from "#lib/core/split.ts";

describe("money", () => {
  test("0.1 + 0.2 is 0.3, and 1.005 × 100 is 100.5", () => {
    expect([add("0.1", "0.2"), multiply("1.005", "100"), sum(["0.10", "0.20", "-0.30"])]).toEqual(["0.3", "100.5", "0"]);
  });
  test("trim drops zeros at the end and keeps the sign", () => {
    expect([trim("-218550.040000"), trim("0.000"), trim("1200"), negate("5.10")]).toEqual(["-218550.04", "0", "1200", "-5.1"]);
  });
  test("dividing by zero is unknown", () => expect(divide("5", "0")).toBeNull());
  test("a change from zero has no percentage; from a loss it keeps the direction", () => {
    expect([change("5", "0"), change("110", "100"), change("-50", "-100"), change("5", null)]).toEqual([null, 0.1, 0.5, null]);
  });
  test("only plain decimals are amounts", () => {
    expect(["1e5", "1,5", "", "-", "NaN", ".5"].some(isDecimal)).toBe(false);
  });
});

describe("splitting", () => {
  test("10.00 in three parts is 3.34, 3.33 and 3.33", () => expect(split("10", ["1", "1", "1"], 2)).toEqual(["3.34", "3.33", "3.33"]));
  test("no weight at all splits evenly; no parts, nothing", () => {
    expect(split("-0.03", ["0", "0"], 2)).toEqual(["-0.02", "-0.01"]);
    expect(split("5", [])).toEqual([]);
  });
  test("the parts always sum to the whole, to the last digit, and none has another sign", () => {
    const amount = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }).map((n) => { const s = (n < 0n ? -n : n).toString().padStart(7, "0"); return `${n < 0n ? "-" : ""}${s.slice(0, -6)}.${s.slice(-6)}`; });
    fc.assert(fc.property(amount, fc.array(fc.integer({ min: 0, max: 1e9 }).map((n) => (n / 1000).toFixed(3)), { minLength: 1, maxLength: 30 }), (total, weights) => {
      const parts = split(total, weights, 6);
      expect(trim(sum(parts))).toBe(trim(total));
      expect(parts.every((part) => Number(part) === 0 || part.startsWith("-") === total.startsWith("-"))).toBe(true);
    }), { numRuns: sized(500, 20_000) });
  });
});
