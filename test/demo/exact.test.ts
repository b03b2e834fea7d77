import Big from "big.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { amount, micros, plain, share } from "#lib/demo/servers/exact.ts";

const cents = fc.integer({ min: -900_000_000, max: 900_000_000 }).map((value) => (value / 100).toFixed(2));

test("amounts go to micros and back unchanged, and their sums are exact", () => {
  expect([micros("129.90"), micros("-0.5"), micros("7")]).toEqual([129_900_000, -500_000, 7_000_000]);
  fc.assert(fc.property(cents, cents, (a, b) => {
    expect(amount(micros(a)).replace(/^-0\.00$/, "0.00")).toBe(a.replace(/^-0\.00$/, "0.00"));
    expect(amount(micros(a) + micros(b))).toBe(new Big(a).plus(b).toFixed(2).replace(/^-0\.00$/, "0.00"));
  }));
});

test("amounts are rounded half away from zero, plain ones lose their last zeros", () => {
  expect([amount(1_005_000), amount(-1_005_000), amount(1_004_999), amount(-4_999), amount(1_500_000, 0)]).toEqual(["1.01", "-1.01", "1.00", "0.00", "2"]);
  expect([plain(129_900_000), plain(0), plain(-120_000), plain(100_000_000)]).toEqual(["129.9", "0", "-0.12", "100"]);
});

test("a share of nothing is nothing", () => {
  expect([share(10_000_000, 1, 3), share(5, 1, 0)]).toEqual([3_333_333, 0]);
});
