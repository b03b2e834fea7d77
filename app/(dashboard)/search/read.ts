// What the Search page shows: searches by one cut, and speed beside its thresholds.
import { readWindows } from "#app/figures.ts";
import { viewDefaults, withWindows } from "#app/view.ts";
import { grainFor } from "#app/(dashboard)/overview/trend.tsx";
import type { MetricId } from "#lib/metrics/catalogue.ts";
import type { Cut } from "#lib/metrics/marts.ts";
import type { MetricQuery } from "#lib/metrics/query.ts";
import type { Scope } from "#lib/metrics/scope.ts";

export const searchCuts = ["query", "page", "country", "device"] as const satisfies readonly Cut[];
export type SearchCut = (typeof searchCuts)[number];
export const figures = ["search_clicks", "search_impressions", "search_ctr", "search_position"] as const satisfies readonly MetricId[];
export const speedFigures = ["lcp_p75", "inp_p75", "cls_p75"] as const satisfies readonly MetricId[];
export const searchDefaults: MetricQuery = { ...viewDefaults, by: ["query"] };
/** Rows shown one by one. */
export const shownRows = 100;

export interface SearchView {
  cut: SearchCut;
  /** As the address says it, for links. */
  asked: MetricQuery;
  scope: Scope;
  hasSpeed: boolean;
  hasSearch: boolean;
  /** Each with its windows written out. */
  series: MetricQuery;
  table: MetricQuery;
  speed: MetricQuery;
}

export async function readSearch(query: MetricQuery): Promise<SearchView> {
  const cut = searchCuts.find((one) => one === query.by[0]) ?? "query";
  const asked: MetricQuery = { ...query, metrics: ["search_clicks"], by: [cut], filters: {}, limit: null };
  const [found, fast] = await Promise.all([readWindows(asked), readWindows({ ...asked, metrics: ["lcp_p75"] })]);
  const hasSearch = found.span !== null;
  const hasSpeed = fast.span !== null;
  const scope = hasSearch ? found : fast;
  const fixed = { ...withWindows(asked, scope), by: [], grain: null, sort: null };
  const sort = query.sort && (figures as readonly MetricId[]).includes(query.sort.metric) ? query.sort : { metric: "search_clicks" as const, descending: true };
  return {
    cut, asked: { ...asked, sort: query.sort }, scope, hasSpeed, hasSearch,
    series: { ...fixed, metrics: [...figures], grain: query.grain ?? grainFor(scope.period.from, scope.period.to) },
    table: { ...fixed, metrics: [...figures], by: [cut], sort, limit: shownRows },
    // The newest of the last month and a half stands: speed is told for 28 days, often weekly.
    speed: { ...withWindows(asked, fast), metrics: [...speedFigures], by: ["store", "device"], grain: null, sort: null, period: { preset: "last_90" }, compare: { kind: "none" } },
  };
}
