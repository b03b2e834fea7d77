// A table of exchange rates, in either of the two shapes that are published: a line for each pair and day
// (day, base, quote, rate), or a line a day with a column for each currency, as the European Central Bank does.
import { isDay, type Day } from "#lib/core/day.ts";
import { parseWhen } from "#lib/core/when.ts";

/** One unit of `base` is worth `rate` of `quote` on `day`. */
export interface Rate { day: Day; base: string; quote: string; rate: string }

export const rateColumns = ["day", "base", "quote", "rate"] as const;
const isCurrency = (text: string): boolean => /^[A-Z]{3}$/.test(text);
const isRate = (text: string): boolean => /^\d{1,12}(\.\d{1,12})?$/.test(text) && Number(text) > 0;
/** How a bank writes that it published none. */
const none = new Set(["", "N/A", "-"]);

/** Reads the rows below a header; null where the header is neither shape. A row's rates; null where it can't be read. */
export function rateReader(header: readonly string[]): ((cells: readonly string[]) => Rate[] | null) | null {
  const names = header.map((cell) => cell.replace("\ufeff", "").trim());
  const at = rateColumns.map((name) => names.findIndex((caption) => caption.toLowerCase() === name));
  if (!at.includes(-1)) return (cells) => pairRow(at.map((position) => (cells[position] ?? "").trim()));
  const quotes = names.slice(1).map((name) => name.toUpperCase());
  // A column a currency, and none for the euro: then all are told for one euro.
  const isWide = /^(date|day)$/i.test(names[0] ?? "") && quotes.some(isCurrency) && quotes.every((quote) => quote === "" || isCurrency(quote)) && !quotes.includes("EUR");
  return isWide ? (cells) => wideRow(quotes, cells.map((cell) => cell.trim())) : null;
}

function dayOf(cell: string | undefined): Day | null {
  const day = parseWhen(cell ?? "", null)?.local.slice(0, 10) ?? "";
  return isDay(day) ? day : null;
}

function pairRow([dayCell, base = "", quote = "", rate = ""]: readonly string[]): Rate[] | null {
  const day = dayOf(dayCell);
  return day && isCurrency(base) && isCurrency(quote) && base !== quote && isRate(rate) ? [{ day, base, quote, rate }] : null;
}

function wideRow(quotes: readonly string[], [dayCell, ...values]: readonly string[]): Rate[] | null {
  const day = dayOf(dayCell);
  if (!day) return null;
  const told = quotes.flatMap((quote, position) => (quote === "" || none.has(values[position] ?? "") ? [] : [{ day, base: "EUR", quote, rate: values[position]! }]));
  return told.every(({ rate }) => isRate(rate)) ? told : null;
}
