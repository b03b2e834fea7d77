// Exact amounts while a file is read: millionths as bigint, the precision of the ledger.
import { roundDivide, type Micros } from "#lib/core/micros.ts";

/** What stands before the decimals. */
export type DecimalMark = "." | ",";

export { formatMicros, roundDivide, type Micros } from "#lib/core/micros.ts";

const million = 1_000_000n;
const powers = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

/**
 * Reads a number as a shop's export writes it: "2.55" → 2550000n; with mark ",": "1.234,5" → 1234500000n.
 * Takes a sign before or after, brackets for negative, one currency sign, thousands in threes and exponents
 * ("1E-05"). Rounds half away from zero past six decimals. Null when it is no number (also for "") or above a million millions.
 */
export function parseMicros(text: string, mark: DecimalMark): Micros | null {
  const micros = plain(text, mark) ?? dressed(text, mark);
  return micros !== null && isKeepable(micros) ? micros : null;
}

/** A million millions: more is no amount of a shop, and a ledger of such would not hold their sum. */
const largest = 10n ** 18n;

function isKeepable(micros: Micros): boolean {
  return micros < largest && micros > -largest;
}

/** Digits with at most one mark and six decimals, up to 15 digits: nearly every cell. */
function plain(text: string, mark: DecimalMark): Micros | null {
  const length = text.length;
  if (length === 0 || length > 15) return null;
  const point = mark.charCodeAt(0);
  let at = text.charCodeAt(0) === 45 ? 1 : 0;
  const negative = at === 1;
  let value = 0;
  let decimals = -1;
  let digits = 0;
  for (; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) {
      value = value * 10 + code - 48;
      digits++;
      if (decimals >= 0) decimals++;
    } else if (code === point && decimals === -1) decimals = 0;
    else return null;
  }
  if (digits === 0 || decimals > 6) return null;
  const scaled = value * powers[Math.max(0, decimals)]!;
  const micros = Number.isSafeInteger(scaled) ? BigInt(scaled) : BigInt(value) * BigInt(powers[Math.max(0, decimals)]!);
  return negative ? -micros : micros;
}

function dressed(text: string, mark: DecimalMark): Micros | null {
  let t = text.trim().replace(/\u2212/g, "-");
  if (t.length === 0 || t.length > 60) return null;
  let negative = false;
  if (/^\(.*\)$/.test(t)) [negative, t] = [true, t.slice(1, -1)];
  t = t.replace(/^(-?)\s*(?:[A-Z]{3}|\p{Sc})\s*(-?)/u, "$1$2").replace(/\s*(?:[A-Z]{3}|\p{Sc})(-?)$/u, "$1").trim();
  if (/^[+-]/.test(t)) [negative, t] = [negative !== (t[0] === "-"), t.slice(1)];
  else if (t.endsWith("-")) [negative, t] = [!negative, t.slice(0, -1)];
  const group = mark === "." ? "[,\\s'\\u2019\\u00a0\\u202f]" : "[.\\s'\\u2019\\u00a0\\u202f]";
  const shape = new RegExp(`^(\\d{1,3}(?:${group}\\d{3})+|\\d*)(?:\\${mark}(\\d*))?(?:[eE]([+-]?\\d{1,2}))?$`).exec(t);
  if (!shape) return null;
  const whole = shape[1]!.replace(/\D/g, "");
  const fraction = shape[2] ?? "";
  if (whole === "" && fraction === "") return null;
  const exponent = Number(shape[3] ?? 0) + 6 - fraction.length;
  let value = BigInt(whole + fraction);
  if (exponent >= 0) value *= 10n ** BigInt(exponent);
  else value = roundDivide(value, 10n ** BigInt(-exponent));
  return negative ? -value : value;
}

/** Product of two amounts in millionths: 6 × 2.55 = 15.3. Null when it is more than an amount can be. */
export function timesMicros(a: Micros, b: Micros): Micros | null {
  const product = a * b;
  const micros = product % million === 0n ? product / million : roundDivide(product, million);
  return isKeepable(micros) ? micros : null;
}
