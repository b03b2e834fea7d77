// Amounts of vendors as millionths: the quick reading of usual ones is held to plain arithmetic on digits.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatMicros, readMicros, roundDivide } from "#lib/core/micros.ts";
import { sized } from "#test/support/size.ts";

/** By the digits alone, exact for any length. */
function reckoned(text: string): bigint | null {
  const told = /^\s*([+-]?)(\d{1,18})(?:\.(\d{0,30}))?\s*$/.exec(text);
  if (!told) return null;
  const [, sign, whole, part = ""] = told;
  const value = roundDivide(BigInt(whole! + part) * 1_000_000n, 10n ** BigInt(part.length));
  return sign === "-" ? -value : value;
}

describe("millionths", () => {
  test("every amount is read as its digits say, and what is no amount is refused", () => {
    const digits = (most: number) => fc.array(fc.constantFrom(..."0123456789"), { minLength: 0, maxLength: most }).map((letters) => letters.join(""));
    const amount = fc.tuple(fc.constantFrom("", "-", "+", " ", "--", "x"), digits(12), fc.constantFrom("", ".", "..", ","), digits(9), fc.constantFrom("", " ", "-", "€")).map((parts) => parts.join(""));
    fc.assert(fc.property(amount, (text) => { expect(readMicros(text)).toBe(reckoned(text)); }), { numRuns: sized(3_000, 30_000) });
  });
  test("the edges of the quick reading", () => {
    for (const text of ["999999999.999999", "-999999999.999999", "1000000000", "0.0000005", "-0", "0.000001", "", ".", "-", "-.5", "5.", "."]) expect([text, readMicros(text)]).toEqual([text, reckoned(text)]);
    expect([readMicros(24.5), readMicros(1e-7), readMicros("-1e-2"), readMicros("1e3")]).toEqual([24_500_000n, 0n, -10_000n, 1_000_000_000n]);
  });
  test("written out it is the same amount", () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (micros) => { expect(readMicros(formatMicros(micros))).toBe(micros); }));
  });
});
