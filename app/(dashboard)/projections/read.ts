// What the Projections page shows: which figure, which days, read once a request.
import { cache } from "react";
import { readWindows } from "#app/figures.ts";
import { addressOf, readView, viewDefaults, type SearchParams } from "#app/view.ts";
import { parseWindow, resolveWindow, windowSearch, type WindowChoice } from "#app/(dashboard)/projections/window.ts";
import { requireActor } from "#lib/access/page.ts";
import { addDays, daysBetween, now, weekStart, type Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { database } from "#lib/database.ts";
import { log } from "#lib/log.ts";
import type { MetricQuery } from "#lib/metrics/query.ts";
import type { Scope } from "#lib/metrics/scope.ts";
import { look, totalOf, type Found, type PeriodTotal } from "#lib/projections/read.ts";
import { isProjected, projectedMetrics, type ProjectedMetric } from "#lib/projections/targets.ts";

export const shownAs = ["days", "weeks", "total"] as const;
export type Shown = (typeof shownAs)[number];

export interface ProjectionsView {
  metric: ProjectedMetric;
  choice: WindowChoice;
  /** The days asked for, and how they are drawn. */
  period: Period;
  shown: Shown;
  /** null: all stores that the reader may see. */
  store: number | null;
  scope: Scope;
  query: MetricQuery;
  /** The first day that isn't known of this figure. */
  next: Day;
  problem: { parameter: string; why: string } | null;
}

const own = ["metric", "window", "start", "end", "shown"] as const;

export async function readProjectionsView(params: SearchParams): Promise<ProjectionsView> {
  const { query: asked, problem, search } = await readView(params, own);
  const query: MetricQuery = { ...viewDefaults, stores: asked.stores, period: asked.period, compare: asked.compare };
  const { choice, problem: windowProblem } = parseWindow(search);
  const wanted = search.get("metric") ?? "net_sales";
  const metric = isProjected(wanted) ? wanted : "net_sales";
  const scope = await readWindows({ ...query, metrics: [metric] });
  const next = scope.span?.completeTo ?? scope.period.to;
  const period = resolveWindow(choice, next, scope.fiscal);
  const usual: Shown = daysBetween(period.from, period.to) <= 100 ? "days" : "weeks";
  const shown = shownAs.find((one) => one === search.get("shown")) ?? usual;
  return {
    metric, choice, period, store: query.stores?.length === 1 ? query.stores[0]! : null, scope, query, next,
    shown: shown === "total" && isLevel(metric) ? usual : shown,
    problem: problem ?? windowProblem ?? (isProjected(wanted) ? null : { parameter: "metric", why: `must be one of ${projectedMetrics.join(", ")}` }),
  };
}

export function isLevel(metric: ProjectedMetric): boolean {
  return metric === "aov" || metric === "conversion_rate";
}

/** The one store that the page is about, null for several. */
export function oneStore(view: ProjectionsView): number | null {
  return view.store ?? (view.scope.stores.length === 1 ? view.scope.stores[0]!.id : null);
}

/** The address with some of its choices changed. */
export function hrefOf(view: ProjectionsView, change: { metric?: ProjectedMetric; choice?: WindowChoice; shown?: Shown }): string {
  const metric = change.metric ?? view.metric;
  // Another window is drawn as it is read best.
  const shown = change.shown ?? (change.choice ? undefined : view.shown);
  const usual: Shown = daysBetween(view.period.from, view.period.to) <= 100 ? "days" : "weeks";
  return addressOf("/projections", view.query, { metric: metric === "net_sales" ? undefined : metric, ...windowSearch(change.choice ?? view.choice), shown: shown === usual ? undefined : shown });
}

const foundOf = cache(async (metric: ProjectedMetric, store: number | null, from: Day, to: Day): Promise<Found | null> => {
  const actor = await requireActor("projections");
  return look(database(), actor.stores, { metric, store }, now(), { from, to });
});

export interface Read { found: Found; total: (period: Period) => PeriodTotal | null }

/**
 * The projection of a figure, with what is known of the fiscal year and of the days asked for. "none": nothing was
 * projected; "failed": it could not be read (the cause is logged).
 */
export async function readFigureOf(view: ProjectionsView, metric: ProjectedMetric = view.metric): Promise<Read | "none" | "failed"> {
  const year = resolveWindow({ id: "year" }, view.next, view.scope.fiscal);
  // And the year before all of it.
  const from = addDays([year.from, weekStart(view.period.from), addDays(view.next, -100)].sort()[0]!, -366);
  const to = [year.to, view.period.to].sort().at(-1)!;
  try {
    const found = await foundOf(metric, view.store, from, to);
    return found ? { found, total: (period) => totalOf(found.figure, period) } : "none";
  } catch (error) {
    log.error({ err: error }, "a projection could not be read");
    return "failed";
  }
}
