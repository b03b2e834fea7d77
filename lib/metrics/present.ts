// Value → text in the reader's locale. Browser-safe. "–" is unknown; zero is said only when it is known.
import { change } from "#lib/core/money.ts";
import { metric, type MetricId } from "#lib/metrics/catalogue.ts";

export const unknown = "–";

export interface Look {
  locale: string;
  currency: string;
  /** short: "€412k" for charts and axes; whole: no decimals for big cards; exact: cents. */
  size?: "short" | "whole" | "exact";
  /** The value is at most this. */
  isBound?: boolean | undefined;
}

/** Ad platforms tell a small share only as less than this. */
const leastShare = 0.1;

/** The text of a metric's value: money with its sign and currency, shares as percent, counts grouped. */
export function present(id: MetricId, value: string | null | undefined, look: Look): string {
  if (value === null || value === undefined) return unknown;
  if (look.isBound) return Number(value) <= leastShare ? `< ${present(id, String(leastShare), { ...look, isBound: false })}` : `≤ ${present(id, value, { ...look, isBound: false })}`;
  const entry = metric(id);
  const number = Number(value);
  switch (entry.unit) {
    case "money": return moneyText(number, look);
    case "percent": return new Intl.NumberFormat(look.locale, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(number);
    case "count": return new Intl.NumberFormat(look.locale, look.size === "short" ? { notation: "compact", maximumFractionDigits: 1 } : { maximumFractionDigits: 0 }).format(number);
    case "times": return `${new Intl.NumberFormat(look.locale, { minimumFractionDigits: number < 10 ? 2 : 1, maximumFractionDigits: number < 10 ? 2 : 1 }).format(number)} ×`;
    case "rank": return new Intl.NumberFormat(look.locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(number);
    case "milliseconds": return number >= 1000
      ? new Intl.NumberFormat(look.locale, { style: "unit", unit: "second", unitDisplay: "narrow", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(number / 1000)
      : new Intl.NumberFormat(look.locale, { style: "unit", unit: "millisecond", unitDisplay: "narrow", maximumFractionDigits: 0 }).format(number);
    case "number": return new Intl.NumberFormat(look.locale, { minimumFractionDigits: 1, maximumFractionDigits: 2 }).format(number);
  }
}

/** Money text. An average order shows cents even on a card: it is small and they matter; nothing has none. */
export function moneyText(value: number, look: Look): string {
  const base: Intl.NumberFormatOptions = { style: "currency", currency: look.currency, currencyDisplay: "narrowSymbol" };
  if (look.size === "short") return new Intl.NumberFormat(look.locale, { ...base, notation: "compact", maximumSignificantDigits: 3, minimumSignificantDigits: 1, trailingZeroDisplay: "stripIfInteger" }).format(value);
  if (look.size === "whole" && (value === 0 || Math.abs(value) >= 1000)) return new Intl.NumberFormat(look.locale, { ...base, maximumFractionDigits: 0, minimumFractionDigits: 0 }).format(value);
  return new Intl.NumberFormat(look.locale, base).format(value);
}

export interface Delta {
  /** "+6.2 %", "−0.4 pt", "new"; unknown when it can't be said. */
  text: string;
  direction: "up" | "down" | "flat" | "unknown";
  /** For the business. */
  verdict: "better" | "worse" | "neutral";
}

/**
 * Change against the comparison. Shares change in points, places by places, everything else relative to the size of what
 * was; from zero there is no percentage: "new".
 */
export function presentDelta(id: MetricId, value: string | null | undefined, before: string | null | undefined, locale: string, words: { new: string; points: string }): Delta {
  const entry = metric(id);
  if (value === null || value === undefined || before === null || before === undefined) return { text: unknown, direction: "unknown", verdict: "neutral" };
  const difference = Number(value) - Number(before);
  // A place is said with one decimal: less than that is no move.
  const least = entry.unit === "rank" ? 0.05 : 0;
  const direction = difference > least ? "up" : difference < -least ? "down" : "flat";
  const verdict = direction === "flat" || entry.good === "none" ? "neutral" : direction === entry.good ? "better" : "worse";
  if (entry.unit === "percent") {
    const points = new Intl.NumberFormat(locale, { signDisplay: "exceptZero", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(difference * 100);
    return { text: `${points} ${words.points}`, direction, verdict };
  }
  // A place in a list moves by places.
  if (entry.unit === "rank") return { text: new Intl.NumberFormat(locale, { signDisplay: "exceptZero", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(direction === "flat" ? 0 : difference), direction, verdict };
  const relative = change(value, before);
  if (relative === null) return { text: direction === "flat" ? percent(0, locale) : words.new, direction, verdict };
  // Eleven times as much is read as such; "+1,000.0%" is not.
  if (relative >= 10) return { text: `×${new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(relative + 1)}`, direction, verdict };
  return { text: percent(relative, locale), direction, verdict };
}

function percent(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", signDisplay: "exceptZero", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
}
