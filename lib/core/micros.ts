// Exact amounts while they are read: millionths as bigint, the precision of the ledger. For many amounts a second;
// lib/core/money.ts does the same on text for a few.

/** Millionths of a unit. */
export type Micros = bigint;

const powers = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

/**
 * Reads a number as an API writes it: "129.90" → 129900000n, 24.5 → 24500000n, "-1e-2" too. Rounds half away from
 * zero past six decimals. Null for what is no number.
 */
export function readMicros(told: string | number): Micros | null {
  const text = typeof told === "number" ? String(told) : told;
  const plain = readPlain(text);
  if (plain !== null) return BigInt(plain);
  const whole = /^\s*([+-]?)(\d{1,18})(?:\.(\d{0,30}))?(?:[eE]([+-]?\d{1,2}))?\s*$/.exec(text);
  if (!whole) return null;
  const digits = BigInt(whole[2]! + (whole[3] ?? ""));
  const exponent = Number(whole[4] ?? 0) + 6 - (whole[3] ?? "").length;
  const value = exponent >= 0 ? digits * 10n ** BigInt(exponent) : roundDivide(digits, 10n ** BigInt(-exponent));
  return whole[1] === "-" ? -value : value;
}

/** Up to nine digits and six decimals, as nearly all amounts are: letter by letter, a third of a pattern's price. Null for any other. */
function readPlain(text: string): number | null {
  const isNegative = text.charCodeAt(0) === 45;
  const start = isNegative ? 1 : 0;
  let value = 0;
  let point = -1;
  for (let at = start; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (digit === -2 && point < 0) point = at;
    else return null;
  }
  const end = point < 0 ? text.length : point;
  const places = point < 0 ? 0 : text.length - point - 1;
  if (end === start || end - start > 9 || places > 6 || (point >= 0 && places === 0)) return null;
  // Fifteen digits at most: exact.
  const micros = value * powers[places]!;
  return isNegative ? -micros : micros;
}

/** a ÷ b to the nearest integer, halves away from zero; b > 0. */
export function roundDivide(a: bigint, b: bigint): bigint {
  const half = b / 2n;
  return a >= 0n ? (a + half) / b : -((-a + half) / b);
}

/** "15.3" for 15300000n: what COPY and JSON take. */
export function formatMicros(micros: Micros): string {
  const small = Number(micros);
  if (small % 1_000_000 === 0 && small < 1e15 && small > -1e15) return String(small / 1_000_000);
  const negative = micros < 0n;
  const digits = (negative ? -micros : micros).toString().padStart(7, "0");
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 48 && end > digits.length - 6) end--;
  const point = digits.length - 6;
  return `${negative ? "-" : ""}${digits.slice(0, point)}${end === point ? "" : `.${digits.slice(point, end)}`}`;
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
