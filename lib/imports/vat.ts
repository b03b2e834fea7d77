// Prices that hold VAT are split exactly: net and tax at six decimals, their sum the price.
import { roundDivide, type Micros } from "#lib/core/micros.ts";

export { shareOut } from "#lib/core/micros.ts";

/** 12 at 20 % (20000000n) → net 10, tax 2. A return keeps its sign. */
export function splitVat(amount: Micros, rate: Micros): { net: Micros; tax: Micros } {
  const hundred = 100_000_000n;
  const net = roundDivide(amount * hundred, hundred + rate);
  return { net, tax: amount - net };
}
