// Amounts as people type and paste them.

/**
 * Exact decimal text, "" for an empty field, null for what is no amount. Signs of money, spaces and separators of
 * thousands are left out: "€ 412.000,50" and "412,000.50" are "412000.50". Where one separator could be either, the
 * reader's own decides: "1,500" is 1500 in English and 1.5 in German.
 */
export function readAmount(text: string, locale: string): string | null {
  const bare = text.normalize("NFKC").replace(/[\s'’\u00a0\u202f]|\p{Sc}|[A-Z]{3}|%/gu, "").replace(/[−–]/g, "-");
  if (bare === "") return "";
  const decimal = decimalOf(bare, locale);
  const plain = [...bare].filter((letter) => letter !== "," && letter !== "." || letter === decimal).join("").replace(",", ".");
  return /^-?(\d+(\.\d{1,6})?|\.\d{1,6})$/.test(plain) && isGrouped(bare, decimal) ? plain.replace(/^(-?)\./, "$10.") : null;
}

/** Which of "," and "." parts the whole from the rest; null when neither does. */
function decimalOf(text: string, locale: string): string | null {
  const [comma, dot] = [text.lastIndexOf(","), text.lastIndexOf(".")];
  if (comma >= 0 && dot >= 0) return comma > dot ? "," : ".";
  const only = comma >= 0 ? "," : dot >= 0 ? "." : null;
  if (only === null || text.split(only).length > 2) return null;
  const own = new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === "decimal")?.value;
  return only === own || !/[.,]\d{3}$/.test(text) ? only : null;
}

/** Separators of thousands stand before three digits each: "1,23,4" is a slip. */
function isGrouped(text: string, decimal: string | null): boolean {
  const whole = decimal === null ? text : text.slice(0, text.lastIndexOf(decimal));
  return /^-?\d*([.,]\d{3})*$/.test(whole);
}
