// What the amount of a row holds, where discount, shipping or tax stand in columns of their own beside it:
// counted as goods alone, an order's total would bring its tax and shipping twice.
import type { Micros } from "#lib/core/decimal.ts";

export const amountHolds = ["goods", "after_discount", "with_tax", "total"] as const;
/** Goods alone; goods after discount; goods with their tax; or all that was paid. */
export type AmountHolds = (typeof amountHolds)[number];

const told: Readonly<Record<string, AmountHolds>> = Object.fromEntries([
  ...["order total", "order_total", "total", "grand total", "total amount", "total price", "amount paid", "total paid", "gesamtbetrag", "gesamtsumme"].map((caption) => [caption, "total"]),
  ...["net sales", "net_sales", "net", "net amount", "net revenue"].map((caption) => [caption, "after_discount"]),
  ...["subtotal", "sub total", "gross", "gross sales", "gross amount", "unit price", "price"].map((caption) => [caption, "goods"]),
] as [string, AmountHolds][]);

const beside = ["discount", "shipping", "tax"];

/**
 * What an amount column of this caption holds. Null: it matters, since discount, shipping or tax stand beside it,
 * and the caption doesn't tell. Without an amount column, or nothing beside it: goods.
 */
export function holdsOf(caption: string | undefined, hasColumn: (field: string) => boolean, said: AmountHolds | undefined): AmountHolds | null {
  if (caption === undefined || !beside.some(hasColumn)) return "goods";
  return said ?? told[caption.trim().toLowerCase()] ?? null;
}

export interface Beside {
  /** Taken off, negative. */
  discount?: Micros | undefined;
  shipping?: Micros | undefined;
  tax?: Micros | undefined;
}

/** The goods before discount, without shipping and tax, so that they and what stands beside them add up to what was told. */
export function goodsIn(amount: Micros, holds: AmountHolds, { discount = 0n, shipping = 0n, tax = 0n }: Beside): Micros {
  switch (holds) {
    case "goods": return amount;
    case "after_discount": return amount - discount;
    case "with_tax": return amount - tax;
    case "total": return amount - tax - shipping - discount;
  }
}
