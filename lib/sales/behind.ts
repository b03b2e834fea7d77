// Which part of the ledger a metric is made of: what its list of orders shows and adds up.
import type { MetricId } from "#lib/metrics/catalogue.ts";

export const eventKinds = ["sale", "edit", "discount", "return", "shipping", "tax", "fee", "gift_card", "adjustment"] as const;
export type EventKind = (typeof eventKinds)[number];

/** money and pieces: orders with events of these kinds in the window, and their sum; placed: orders placed in it, and their count. */
export type Behind = { sums: "money" | "pieces"; kinds: readonly EventKind[]; metric: MetricId } | { sums: "placed"; only: "new" | null; metric: MetricId };

const net: readonly EventKind[] = ["sale", "edit", "discount", "return"];
const money = (metric: MetricId, ...kinds: EventKind[]): Behind => ({ sums: "money", kinds, metric });

/** `metric` is what the list's total must equal: an average leads to its numerator, a share to its orders. */
export const behind: Record<MetricId, Behind> = {
  gross_sales: money("gross_sales", "sale", "edit"), discounts: money("discounts", "discount"), returns: money("returns", "return"),
  net_sales: money("net_sales", ...net), shipping: money("shipping", "shipping"), tax: money("tax", "tax"), fees: money("fees", "fee"),
  total_sales: money("total_sales", ...net, "shipping", "tax", "fee"), gift_cards: money("gift_cards", "gift_card"), adjustments: money("adjustments", "adjustment"),
  aov: money("net_sales", ...net), refund_rate: money("returns", "return"), discount_rate: money("discounts", "discount"),
  units: { sums: "pieces", kinds: ["sale"], metric: "units" }, units_per_order: { sums: "pieces", kinds: ["sale"], metric: "units" },
  orders: { sums: "placed", only: null, metric: "orders" }, customers: { sums: "placed", only: null, metric: "orders" }, returning_share: { sums: "placed", only: null, metric: "orders" },
  new_customers: { sums: "placed", only: "new", metric: "new_customers" },
};
