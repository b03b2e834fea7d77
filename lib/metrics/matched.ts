// How much of the ad spend can be followed: a campaign that no visit and no order names is paid for in the dark.
import { add, compare, divide } from "#lib/core/money.ts";
import type { MetricRow } from "#lib/metrics/read.ts";

export interface Matched {
  /** Spend of campaigns that some visit or order names, as a share of all spend, decimal text; null: nothing was spent, or spend is unknown. */
  share: string | null;
  /** The others that cost something, dearest first. */
  dark: { key: string; label: string | undefined; spend: string }[];
}

/** `rows` are by campaign, with `spend` and what of `sessions` and `paid_orders` is known. */
export function matchedSpend(rows: readonly MetricRow[]): Matched {
  let matched = "0";
  let total = "0";
  const dark: Matched["dark"] = [];
  for (const row of rows) {
    const spend = row.values.spend ?? null;
    if (spend === null) return { share: null, dark: [] };
    if (compare(spend, "0") === 0) continue;
    total = add(total, spend);
    if (Number(row.values.sessions ?? 0) > 0 || Number(row.values.paid_orders ?? 0) > 0) matched = add(matched, spend);
    else dark.push({ key: row.keys.campaign ?? "", label: row.labels.campaign, spend });
  }
  return { share: compare(total, "0") === 0 ? null : divide(matched, total), dark: dark.sort((a, b) => compare(b.spend, a.spend)) };
}
