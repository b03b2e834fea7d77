// Which metric takes which cut, derived from the marts; and why not, by name.
import { columnsOf, metric, type Metric, type MetricId } from "#lib/metrics/catalogue.ts";
import { martFor, roleOf, type Cut, type MartColumn } from "#lib/metrics/marts.ts";
import { AppError } from "#lib/core/errors.ts";

export function canCut(entry: Metric, wanted: readonly Cut[]): boolean {
  if (entry.kind === "ratio" && entry.only && !wanted.every((cut) => entry.only!.includes(cut))) return false;
  return columnsOf(entry).every((column) => martFor(column, wanted) !== null);
}

/** Why a metric refuses a set of cuts: a words id under metrics.refusals. */
export type Refusal = "counts_twice" | "whole_order" | "not_together" | "once_only" | "not_told" | "whole_shop" | "no_orders";

/** Columns that count orders; the others that a product can't have belong to the order as a whole. */
const orderCounts: ReadonlySet<MartColumn> = new Set<MartColumn>(["orders", "new_customers", "returning_orders", "known_orders", "paid_orders"]);
/** Cuts that stand within an order. */
const withinOrder: readonly Cut[] = ["product", "category"];

export function refusal(entry: Metric, wanted: readonly Cut[]): Refusal | null {
  if (canCut(entry, wanted)) return null;
  if (entry.kind === "distinct") return "once_only";
  // Each cut is fine alone, but no mart has them side by side.
  if (wanted.every((cut) => canCut(entry, [cut]))) return "not_together";
  if (entry.kind === "ratio" && entry.only) return "whole_shop";
  const columns = columnsOf(entry);
  const isWithin = wanted.some((cut) => withinOrder.includes(cut) && !canCut(entry, [cut])) && columns.every((column) => roleOf(column) === "orders");
  if (!isWithin) return "not_told";
  return columns.some((column) => orderCounts.has(column)) ? "counts_twice" : "whole_order";
}

const because: Record<Refusal, (label: string, cuts: string) => string> = {
  counts_twice: (label, cut) => `${label} can't be shown by ${cut}: an order with two of them would count twice. Leave out the cut, or take net sales or units.`,
  whole_order: (label, cut) => `${label} can't be shown by ${cut}: it belongs to the order as a whole. Leave out the cut, or take net sales or units.`,
  not_together: (label, cut) => `${label} can't be cut by ${cut} at the same time. Take one of them.`,
  once_only: (label, cut) => `${label} can't be shown by ${cut}: each customer counts once in a period, so the parts would not add up.`,
  not_told: (label, cut) => `${label} can't be shown by ${cut}: where the figure comes from doesn't tell it. Leave out the cut, or take another figure.`,
  whole_shop: (label, cut) => `${label} can't be shown by ${cut}: it sets the whole shop's sales against all spend. Leave out the cut, or take ROAS or cost per order.`,
  no_orders: (label) => `${label} isn't made of orders, so it has no list of them. Take a figure of sales.`,
};

export function refuse(entry: Metric, reason: Refusal, named: string): AppError {
  return new AppError("refused", `metrics.${reason}`, because[reason](entry.label, named), { metric: entry.label, cut: named });
}

/** Throws AppError "refused" naming the metric and the cut when a number would not add up. */
export function assertCuttable(ids: readonly MetricId[], wanted: readonly Cut[]): void {
  for (const id of ids) {
    const entry = metric(id);
    const reason = refusal(entry, wanted);
    if (!reason) continue;
    const offending = reason === "not_together" ? wanted.filter((cut) => cut !== "store") : wanted.filter((cut) => !canCut(entry, [cut]));
    const named = offending.map((cut) => cut.replace("customer_type", "new/returning")).join(" and ");
    throw refuse(entry, reason, named);
  }
}
