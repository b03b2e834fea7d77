// In which order the parts of a figure stand, and how many of them one by one.
import type { MetricId } from "#lib/metrics/catalogue.ts";
import type { Cut } from "#lib/metrics/marts.ts";
import type { MetricQuery } from "#lib/metrics/query.ts";

/** So many parts are shown one by one; the files hold all. */
export const shownProducts = 200;

/** Cuts with so many keys that nobody reads them all. */
const manyKeys: ReadonlySet<Cut> = new Set<Cut>(["product", "source", "campaign", "query", "page"]);

/** Sums of amounts below zero: their largest part is the lowest. */
const belowZero: ReadonlySet<MetricId> = new Set<MetricId>(["discounts", "returns"]);

/** The query with its largest parts first; the many small ones go together behind them. */
export function ranked(query: MetricQuery, id: MetricId, cut: Cut): MetricQuery {
  return { ...query, limit: manyKeys.has(cut) ? shownProducts : null, sort: { metric: id, descending: !belowZero.has(id) } };
}
