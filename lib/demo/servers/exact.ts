// Exact amounts as whole micros: the demo's orders stay far under the nine billion where a double would round.

const SCALE = 1_000_000;

/** micros("129.90") is 129900000. Decimals after the sixth are cut. */
export function micros(text: string): number {
  const negative = text.startsWith("-");
  const [whole, fraction = ""] = (negative ? text.slice(1) : text).split(".") as [string, string?];
  const value = Number(whole) * SCALE + Number(fraction.slice(0, 6).padEnd(6, "0"));
  return negative ? -value : value;
}

/** amount(129900000) is "129.90": two places, half away from zero. */
export function amount(value: number, places = 2): string {
  const unit = 10 ** (6 - places);
  const steps = Math.floor((Math.abs(value) + unit / 2) / unit);
  const text = String(steps).padStart(places + 1, "0");
  const body = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
  return value < 0 && steps > 0 ? `-${body}` : body;
}

/** plain(129900000) is "129.9": no zeros at the end, as GA4 writes numbers. */
export function plain(value: number): string {
  return amount(value, 6).replace(/\.?0+$/, "");
}

/** A part of an amount: value × top ÷ bottom, to whole micros. */
export function share(value: number, top: number, bottom: number): number {
  return bottom === 0 ? 0 : Math.round(value * (top / bottom));
}
