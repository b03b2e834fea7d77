// Money of the demo is whole cents inside and decimal text at the rim.

/** 12345 is "123.45"; -5 is "-0.05". */
export function text(cents: number): string {
  const whole = Math.abs(cents);
  return `${cents < 0 ? "-" : ""}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, "0")}`;
}

/** "123.45" is 12345. For text that text() made. */
export function cents(amount: string): number {
  const [whole, fraction = ""] = amount.replace("-", "").split(".");
  const value = Number(whole) * 100 + Number(fraction.padEnd(2, "0").slice(0, 2));
  return amount.startsWith("-") ? -value : value;
}

/** The tax inside a price: taxWithin(11900, 0.19) is 1900. */
export function taxWithin(price: number, rate: number): number {
  return Math.round((price * rate) / (1 + rate));
}
