// Splitting an amount so that the parts add up to it exactly (largest remainder, Hare's method).
import Big from "big.js";

/**
 * Splits `total` over `weights` at `places` decimals. The parts sum to `total` to the last digit; the
 * digits left over by rounding go to the largest remainders, ties to the earlier part.
 * split("10", ["1","1","1"], 2) is ["3.34","3.33","3.33"]. All weights zero: even parts. Weights may
 * not be negative (RangeError); `total` may be.
 */
export function split(total: string, weights: readonly string[], places = 6): string[] {
  if (weights.length === 0) return [];
  const unit = new Big(10).pow(places);
  const amount = new Big(total).times(unit);
  if (!amount.round(0, Big.roundDown).eq(amount)) throw new RangeError(`${total} has more than ${places} decimals`);
  const sign = amount.lt(0) ? -1 : 1;
  let bigs = weights.map((weight) => new Big(weight));
  if (bigs.some((weight) => weight.lt(0))) throw new RangeError("a weight is negative");
  let whole = bigs.reduce((a, b) => a.plus(b), new Big(0));
  if (whole.eq(0)) {
    bigs = weights.map(() => new Big(1));
    whole = new Big(weights.length);
  }
  const size = amount.abs();
  const parts = bigs.map((weight, index) => {
    // mod before div: a quotient cut at 20 places could round up to the next unit.
    const exact = size.times(weight);
    const remainder = exact.mod(whole);
    return { index, floor: exact.minus(remainder).div(whole), remainder };
  });
  let left = Number(size.minus(parts.reduce((a, part) => a.plus(part.floor), new Big(0))).toFixed());
  for (const part of [...parts].sort((a, b) => b.remainder.cmp(a.remainder) || a.index - b.index)) {
    if (left-- <= 0) break;
    part.floor = part.floor.plus(1);
  }
  return parts.map((part) => part.floor.times(sign).div(unit).toFixed());
}
