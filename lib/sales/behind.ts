// Which part of the ledger a metric is made of: what its list of orders shows and adds up.
import { metric, type MetricId } from "#lib/metrics/catalogue.ts";
import { assertCuttable, refusal, refuse, type Refusal } from "#lib/metrics/cutting.ts";
import type { FilterCut } from "#lib/metrics/query.ts";

export const eventKinds = ["sale", "edit", "discount", "return", "shipping", "tax", "fee", "gift_card", "adjustment"] as const;
export type EventKind = (typeof eventKinds)[number];

/** money and pieces: orders with events of these kinds in the window, and their sum; placed: orders placed in it, and their count. */
export type Behind = { sums: "money" | "pieces"; kinds: readonly EventKind[]; only?: "paid"; metric: MetricId } | { sums: "placed"; only: "new" | "paid" | null; metric: MetricId };

const net: readonly EventKind[] = ["sale", "edit", "discount", "return"];
const orders: Behind = { sums: "placed", only: null, metric: "orders" };
const paid: Behind = { sums: "placed", only: "paid", metric: "paid_orders" };
const money = (metric: MetricId, ...kinds: EventKind[]): Behind => ({ sums: "money", kinds, metric });

/** `metric` is what the list's total must equal: an average leads to its numerator, a share to its orders. */
const listed: Partial<Record<MetricId, Behind>> = {
  gross_sales: money("gross_sales", "sale", "edit"), discounts: money("discounts", "discount"), returns: money("returns", "return"),
  net_sales: money("net_sales", ...net), shipping: money("shipping", "shipping"), tax: money("tax", "tax"), fees: money("fees", "fee"),
  total_sales: money("total_sales", ...net, "shipping", "tax", "fee"), gift_cards: money("gift_cards", "gift_card"), adjustments: money("adjustments", "adjustment"),
  aov: money("net_sales", ...net), refund_rate: money("returns", "return"), discount_rate: money("discounts", "discount"),
  units: { sums: "pieces", kinds: ["sale"], metric: "units" }, units_per_order: { sums: "pieces", kinds: ["sale"], metric: "units" },
  orders, customers: orders, returning_share: orders,
  new_customers: { sums: "placed", only: "new", metric: "new_customers" }, ncac: { sums: "placed", only: "new", metric: "new_customers" },
  conversion_rate: orders, revenue_per_session: money("net_sales", ...net), mer: money("net_sales", ...net),
  paid_orders: paid, cpa: paid, over_claim: paid,
  paid_net_sales: { ...money("paid_net_sales", ...net), only: "paid" } as Behind, roas: { ...money("paid_net_sales", ...net), only: "paid" } as Behind,
};

/** What a figure's orders are; visits, spend and searches have none, and the list refuses them. */
export function behind(id: MetricId): Behind {
  return listed[id] ?? orders;
}

export type Filters = Partial<Record<FilterCut, readonly string[]>>;

/**
 * Why a figure's orders can't be listed under these filters, null when they can: as its own number is refused.
 * Filters that only no mart holds side by side are fine, as the ledger holds every one of them.
 */
export function refusedFilters(id: MetricId, filters: Filters): Refusal | null {
  if (!listed[id]) return "no_orders";
  const reasons = [id, behind(id).metric].map((one) => refusal(metric(one), filtersOf(filters)));
  return reasons.find((reason) => reason !== null && reason !== "not_together") ?? null;
}

/** Throws AppError "refused", in the words that the number itself is refused with. */
export function assertListable(id: MetricId, filters: Filters): void {
  if (!listed[id]) throw refuse(metric(id), "no_orders", "");
  if (refusedFilters(id, filters)) assertCuttable([id], filtersOf(filters));
}

function filtersOf(filters: Filters): FilterCut[] {
  return Object.keys(filters) as FilterCut[];
}
