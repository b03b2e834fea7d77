// Which metric takes which cut, derived from the marts; and why not, by name.
import { columnsOf, metric, type Metric, type MetricId } from "#lib/metrics/catalogue.ts";
import { marts, martFor, type Cut, type MartColumn } from "#lib/metrics/marts.ts";
import { AppError } from "#lib/core/errors.ts";

export function canCut(entry: Metric, wanted: readonly Cut[]): boolean {
  return columnsOf(entry).every((column) => martFor(column, wanted) !== null);
}

/** Why a metric refuses a set of cuts: a words id under metrics.refusals. */
export type Refusal = "counts_twice" | "whole_order" | "not_together" | "once_only";

/** Columns that count orders; the others that a product can't have belong to the order as a whole. */
const orderCounts: ReadonlySet<MartColumn> = new Set<MartColumn>(["orders", "new_customers", "returning_orders", "known_orders"]);

export function refusal(entry: Metric, wanted: readonly Cut[]): Refusal | null {
  if (canCut(entry, wanted)) return null;
  if (entry.kind === "distinct") return "once_only";
  // Each cut is fine alone, but no mart has them side by side.
  if (wanted.every((cut) => canCut(entry, [cut]))) return "not_together";
  return columnsOf(entry).some((column) => orderCounts.has(column)) ? "counts_twice" : "whole_order";
}

const because: Record<Refusal, (label: string, cuts: string) => string> = {
  counts_twice: (label, cut) => `${label} can't be shown by ${cut}: an order with two of them would count twice. Leave out the cut, or take net sales or units.`,
  whole_order: (label, cut) => `${label} can't be shown by ${cut}: it belongs to the order as a whole. Leave out the cut, or take net sales or units.`,
  not_together: (label, cut) => `${label} can't be cut by ${cut} at the same time. Take one of them.`,
  once_only: (label, cut) => `${label} can't be shown by ${cut}: each customer counts once in a period, so the parts would not add up.`,
};

/** Throws AppError "refused" naming the metric and the cut when a number would not add up. */
export function assertCuttable(ids: readonly MetricId[], wanted: readonly Cut[]): void {
  for (const id of ids) {
    const entry = metric(id);
    const reason = refusal(entry, wanted);
    if (!reason) continue;
    const offending = reason === "not_together" ? wanted.filter((cut) => cut !== "store") : wanted.filter((cut) => !canCut(entry, [cut]));
    const named = offending.map((cut) => cut.replace("customer_type", "new/returning")).join(" and ");
    throw new AppError("refused", `metrics.${reason}`, because[reason](entry.label, named), { metric: entry.label, cut: named });
  }
}

/** Every cut that some mart knows for the metric, alone. */
export function cutsOf(entry: Metric): Cut[] {
  const all = new Set(marts.flatMap((mart) => mart.cuts));
  return [...all].filter((cut) => canCut(entry, [cut]));
}
