// The orders behind a figure: a page of them, and the figure that they add up to.
import { readFigures } from "#app/figures.ts";
import type { View } from "#app/view.ts";
import { database } from "#lib/database.ts";
import { refusal, type Refusal } from "#lib/metrics/cutting.ts";
import { metric } from "#lib/metrics/catalogue.ts";
import { cutsNeeded, type MetricQuery } from "#lib/metrics/query.ts";
import type { Scope } from "#lib/metrics/scope.ts";
import { behind, refusedFilters } from "#lib/sales/behind.ts";
import { isOrderCursor, listOrders, sumOrders, type OrdersPage, type OrdersWanted } from "#lib/sales/orders.ts";

export const pageSize = 50;

export function wantedOrders(query: MetricQuery, scope: Scope): OrdersWanted {
  return { metric: query.metrics[0]!, storeIds: scope.stores.map((store) => store.id), currency: scope.currency, period: scope.period, filters: query.filters };
}

/** `total` comes from the marts, as everywhere; for combinations of filters that no mart holds, from the ledger itself. `refused` says why the figure has no orders under these filters. `given` is where the page before ended; what can't be that shows the first page and says so. */
export async function readOrders(query: MetricQuery, scope: Scope, given: string | null): Promise<OrdersPage & { total: string | null; after: string | null; problem: View["problem"]; refused: Refusal | null }> {
  const after = given !== null && isOrderCursor(given) ? given : null;
  const wanted = wantedOrders(query, scope);
  const refused = refusedFilters(wanted.metric, wanted.filters);
  if (refused) return { rows: [], next: null, total: null, after: null, problem: null, refused };
  const from = behind(wanted.metric);
  const isKept = refusal(metric(from.metric), cutsNeeded({ ...query, by: [] })) === null;
  const [page, total] = await Promise.all([
    listOrders(database(), wanted, { after, limit: pageSize }),
    isKept
      ? readFigures({ ...query, metrics: [from.metric], by: [], grain: null, limit: null, sort: null, compare: { kind: "none" } }).then((answer) => answer.total.values[from.metric] ?? null)
      : sumOrders(database(), wanted).then((sum) => (from.sums === "money" ? sum.amount : from.sums === "pieces" ? sum.pieces : String(sum.rows))),
  ]);
  return { ...page, total, after, problem: given !== after ? { parameter: "after", why: "is not the end of a page" } : null, refused: null };
}
