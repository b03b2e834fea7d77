// MetricQuery: one value that holds metrics, cuts, filters, period and comparison, and its address.
import { z } from "zod";
import { isDay, addDays, daysBetween } from "#lib/core/day.ts";
import { periodPresets } from "#lib/core/period.ts";
import { metricIds } from "#lib/metrics/catalogue.ts";
import { cuts, grains, type Cut } from "#lib/metrics/marts.ts";
import { AppError } from "#lib/core/errors.ts";

const DayText = z.string().refine(isDay, "must be a day such as 2026-11-20");
export const filterCuts = ["country", "product", "category", "channel", "source", "medium", "campaign", "platform", "device", "query", "page", "customer_type"] as const;
export type FilterCut = (typeof filterCuts)[number];

/** Days asked for: a named period, or from–through, both days included, as people say it. */
const PeriodChoice = z.union([
  z.strictObject({ preset: z.enum(periodPresets) }),
  z.strictObject({ from: DayText, through: DayText }),
]);
const ComparisonChoice = z.union([
  z.strictObject({ kind: z.enum(["previous", "weekdays", "year", "none"]) }),
  z.strictObject({ kind: z.literal("custom"), from: DayText, through: DayText }),
]);

export const MetricQuery = z.strictObject({
  metrics: z.array(z.enum(metricIds)).min(1).max(20),
  /** null: every store that the reader may see. */
  stores: z.array(z.int().positive()).min(1).max(100).nullable(),
  period: PeriodChoice,
  compare: ComparisonChoice,
  grain: z.enum(grains).nullable(),
  by: z.array(z.enum(cuts)).max(2),
  filters: z.partialRecord(z.enum(filterCuts), z.array(z.string().max(1000)).min(1).max(50)),
  /** null: the store's own for one store (or several of one currency), else the reporting currency. */
  currency: z.string().regex(/^[A-Z]{3}$/).nullable(),
  sort: z.strictObject({ metric: z.enum(metricIds), descending: z.boolean() }).nullable(),
  /** Keeps the first N of one cut; the rest is one row "other", so that totals tie. */
  limit: z.int().min(1).max(500).nullable(),
});
export type MetricQuery = z.infer<typeof MetricQuery>;

export const longestPeriod = 366 * 10;

/** The parameters of a query's address: what `parseQuery` reads and `queryToSearch` writes. */
const parameterNames = ["metrics", "store", "period", "from", "through", "compare", "compareFrom", "compareThrough", "grain", "by", "currency", "sort", "limit", ...filterCuts] as const;

export const defaultQuery: MetricQuery = {
  metrics: ["net_sales"], stores: null, period: { preset: "last_30" }, compare: { kind: "previous" },
  grain: null, by: [], filters: {}, currency: null, sort: null, limit: null,
};

/**
 * Reads a query from an address. Parameters that aren't there take `defaults`; unknown or malformed ones
 * are AppError "invalid" that names the parameter. `ignore` lists parameters that belong to the page.
 */
export function parseQuery(search: URLSearchParams, defaults: MetricQuery = defaultQuery, ignore: readonly string[] = []): MetricQuery {
  for (const name of search.keys()) {
    if (!(parameterNames as readonly string[]).includes(name) && !ignore.includes(name)) throw invalid(name, "is not a parameter of this page");
  }
  const list = (name: string) => search.get(name)?.split(",").map((part) => part.trim()).filter(Boolean);
  const store = search.get("store");
  const sort = search.get("sort");
  const filters = Object.fromEntries(filterCuts.filter((cut) => search.has(cut)).map((cut) => [cut, search.getAll(cut)]));
  const parsed = MetricQuery.safeParse({
    metrics: list("metrics") ?? defaults.metrics,
    stores: store === null ? defaults.stores : store === "all" ? null : store.split(",").map(Number),
    period: search.has("from") || search.has("through") ? { from: search.get("from") ?? "", through: search.get("through") ?? "" } : search.has("period") ? { preset: search.get("period") } : defaults.period,
    compare: search.get("compare") === "custom" ? { kind: "custom", from: search.get("compareFrom") ?? "", through: search.get("compareThrough") ?? "" } : search.has("compare") ? { kind: search.get("compare") } : defaults.compare,
    grain: search.has("grain") ? (search.get("grain") === "none" ? null : search.get("grain")) : defaults.grain,
    by: list("by") ?? defaults.by,
    filters: Object.keys(filters).length > 0 ? filters : defaults.filters,
    currency: search.get("currency") ?? defaults.currency,
    sort: sort === null ? defaults.sort : { metric: sort.replace(/^-/, ""), descending: sort.startsWith("-") },
    limit: search.has("limit") ? Number(search.get("limit")) : defaults.limit,
  });
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw invalid(String(issue.path[0] ?? "query"), deepest(issue));
  }
  return checked(parsed.data);
}

/** Cross-field rules that a shape can't say. */
function checked(query: MetricQuery): MetricQuery {
  const windows = [query.period, query.compare].filter((window): window is { from: string; through: string; kind?: "custom" } => "from" in window);
  for (const window of windows) {
    if (window.through < window.from) throw invalid("through", `lies before ${window.from}`);
    if (daysBetween(window.from, addDays(window.through, 1)) > longestPeriod) throw invalid("from", "makes a period of more than ten years");
  }
  if (new Set(query.by).size !== query.by.length) throw invalid("by", "names a cut twice");
  if (query.limit !== null && (query.by.length !== 1 || query.grain !== null)) throw invalid("limit", "works with exactly one cut and no grain");
  return query;
}

/** The shortest address that `parseQuery` turns back into the query, given the same defaults. */
export function queryToSearch(query: MetricQuery, defaults: MetricQuery = defaultQuery): URLSearchParams {
  const search = new URLSearchParams();
  const put = <K extends keyof MetricQuery>(key: K, write: (value: MetricQuery[K]) => void) => {
    if (JSON.stringify(query[key]) !== JSON.stringify(defaults[key])) write(query[key]);
  };
  put("metrics", (value) => search.set("metrics", value.join(",")));
  put("stores", (value) => search.set("store", value === null ? "all" : value.join(",")));
  put("period", (value) => {
    if ("preset" in value) search.set("period", value.preset);
    else { search.set("from", value.from); search.set("through", value.through); }
  });
  put("compare", (value) => {
    search.set("compare", value.kind);
    if (value.kind === "custom") { search.set("compareFrom", value.from); search.set("compareThrough", value.through); }
  });
  put("grain", (value) => search.set("grain", value ?? "none"));
  put("by", (value) => search.set("by", value.join(",")));
  put("filters", (value) => { for (const cut of filterCuts) for (const wanted of value[cut] ?? []) search.append(cut, wanted); });
  put("currency", (value) => { if (value) search.set("currency", value); });
  put("sort", (value) => { if (value) search.set("sort", `${value.descending ? "-" : ""}${value.metric}`); });
  put("limit", (value) => { if (value) search.set("limit", String(value)); });
  return search;
}

/** The cuts that a query needs side by side: those it shows and those it filters. */
export function cutsNeeded(query: MetricQuery): Cut[] {
  return [...new Set<Cut>([...query.by, ...(Object.keys(query.filters) as FilterCut[])])];
}

function deepest(issue: z.core.$ZodIssue): string {
  return issue.code === "invalid_union" ? (issue.errors.flat().at(-1)?.message ?? issue.message) : issue.message;
}

function invalid(parameter: string, why: string): AppError {
  return new AppError("invalid", "metrics.parameter", `The parameter "${parameter}" ${why}.`, { parameter, why });
}
