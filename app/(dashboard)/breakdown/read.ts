// What the breakdown shows: one figure by one cut, or why not.
import { readFigures, readWindows } from "#app/figures.ts";
import { ranked } from "#app/(dashboard)/breakdown/ranked.ts";
import { keyText } from "#app/key-text.ts";
import { addressOf, scopeOnly, viewDefaults } from "#app/view.ts";
import { metric, type MetricId } from "#lib/metrics/catalogue.ts";
import { refusal, type Refusal } from "#lib/metrics/cutting.ts";
import { restKey, type Cut } from "#lib/metrics/marts.ts";
import { cutsNeeded, type FilterCut, type MetricQuery } from "#lib/metrics/query.ts";
import type { MetricAnswer } from "#lib/metrics/read.ts";
import type { Scope } from "#lib/metrics/scope.ts";
import { refusedFilters } from "#lib/sales/behind.ts";
import type { Reader } from "#lib/words/words.ts";

export const breakdownDefaults: MetricQuery = { ...viewDefaults, by: ["country"] };

export interface Breakdown {
  id: MetricId;
  cut: Cut;
  query: MetricQuery;
  scope: Scope;
  reason: Refusal | null;
  answer: MetricAnswer | null;
}

export async function readBreakdown(asked: MetricQuery): Promise<Breakdown> {
  const id = asked.metrics[0]!;
  const cut = asked.by[0] ?? "country";
  const query: MetricQuery = { ...asked, metrics: [id], by: [cut], grain: null, limit: null, sort: null };
  const scope = await readWindows(query);
  const reason = refusal(metric(id), cutsNeeded(query));
  const answer = reason || !scope.span ? null : await readFigures(ranked(query, id, cut));
  return { id, cut, query, scope, reason, answer };
}

/** The largest part and its share of the whole, where the parts add up to it; null where that says nothing. */
export function leading({ id, cut, answer }: Breakdown, reader: Reader): { name: string; share: string } | null {
  const first = answer?.rows.find((row) => !row.isOther && row.keys[cut] !== restKey);
  const whole = Number(answer?.total.values[id] ?? 0);
  if (!first || whole === 0 || metric(id).kind !== "measure") return null;
  const share = Number(first.values[id] ?? 0) / whole;
  if (share <= 0 || share > 1) return null;
  return { name: keyText(reader, cut, first.keys[cut] ?? "", first.labels[cut]), share: new Intl.NumberFormat(reader.locale, { style: "percent", maximumFractionDigits: 0 }).format(share) };
}

/** The address of the orders behind one row; null where no orders stand behind it. */
export function ordersOf({ id, cut, query }: Breakdown, key: string): string | null {
  if (key === restKey || refusedFilters(id, cut === "store" ? query.filters : { ...query.filters, [cut as FilterCut]: [key] }) !== null) return null;
  const scope = { ...scopeOnly(query), metrics: [id], filters: query.filters };
  return cut === "store" ? addressOf("/orders", { ...scope, stores: [Number(key)] }) : addressOf("/orders", { ...scope, filters: { ...query.filters, [cut as FilterCut]: [key] } });
}
