// Prices that hold VAT are split exactly: net and tax at six decimals, their sum the price.
import { roundDivide, type Micros } from "#lib/imports/decimal.ts";

/** 12 at 20 % (20000000n) → net 10, tax 2. A return keeps its sign. */
export function splitVat(amount: Micros, rate: Micros): { net: Micros; tax: Micros } {
  const hundred = 100_000_000n;
  const net = roundDivide(amount * hundred, hundred + rate);
  return { net, tax: amount - net };
}

/**
 * Shares `total` over `weights` in proportion, exactly: each share is the step of the rounded running sum,
 * so the shares add up to the total even where weights are negative (a discount). All weights 0: all to the first.
 */
export function shareOut(total: Micros, weights: readonly Micros[]): Micros[] {
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum === 0n) return weights.map((_, at) => (at === 0 ? total : 0n));
  let running = 0n;
  let given = 0n;
  return weights.map((weight) => {
    running += weight;
    const upTo = sum > 0n ? roundDivide(total * running, sum) : roundDivide(-total * running, -sum);
    const share = upTo - given;
    given = upTo;
    return share;
  });
}
