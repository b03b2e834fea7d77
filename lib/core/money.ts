// Exact decimal amounts as text ("-12.345000"). Big.js does the arithmetic; Postgres does the sums.
import Big from "big.js";

/** Places that the ledger keeps: exact for ad micros and for currencies with three decimals. */
export const LEDGER_PLACES = 6;

// Half away from zero, as shops and Postgres' round(numeric) do.
Big.RM = Big.roundHalfUp;
Big.DP = 20;

/** True for plain decimals: "-0.5", "1200", no exponent, no separators. */
export function isDecimal(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}

/** add("0.1", "0.2") is "0.3". Throws on text that is no number. */
export function add(a: string, b: string): string {
  return new Big(a).plus(b).toFixed();
}

export function subtract(a: string, b: string): string {
  return new Big(a).minus(b).toFixed();
}

export function negate(a: string): string {
  return new Big(a).times(-1).toFixed();
}

/** Product rounded to the ledger's places: multiply("6", "2.55") is "15.3". */
export function multiply(a: string, b: string): string {
  return new Big(a).times(b).round(LEDGER_PLACES).toFixed();
}

/** a ÷ b at the ledger's places; null when b is zero: unknown is not zero. */
export function divide(a: string, b: string): string | null {
  const bottom = new Big(b);
  return bottom.eq(0) ? null : new Big(a).div(bottom).round(LEDGER_PLACES).toFixed();
}

/** -1, 0 or 1. */
export function compare(a: string, b: string): -1 | 0 | 1 {
  return new Big(a).cmp(b) as -1 | 0 | 1;
}

const trimmed = /^(?:0|-?[1-9]\d*(?:\.\d*[1-9])?|-?0\.\d*[1-9])$/;

/** Without zeros at the end: trim("-218550.040000") is "-218550.04", trim("0.000") is "0". */
export function trim(a: string): string {
  // Most amounts are short already: looking is a tenth of the price of reading.
  if (trimmed.test(a)) return a;
  return new Big(a).toFixed();
}

/** The exact sum of a list; "0" for none. */
export function sum(amounts: Iterable<string>): string {
  let total = new Big(0);
  for (const amount of amounts) total = total.plus(amount);
  return total.toFixed();
}

/** (current − previous) ÷ |previous| as a fraction, null when previous is zero or either is unknown. */
export function change(current: string | null, previous: string | null): number | null {
  if (current === null || previous === null) return null;
  const before = new Big(previous);
  return before.eq(0) ? null : Number(new Big(current).minus(before).div(before.abs()).toFixed(10));
}
