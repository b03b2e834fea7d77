// What "How wrong were we" shows: which figure, projections or backcasts, and the period that is looked at closely.
import { cache } from "react";
import { readWindows } from "#app/figures.ts";
import { addressOf, readView, viewDefaults, type SearchParams } from "#app/view.ts";
import { requireActor } from "#lib/access/page.ts";
import { isDay, now } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { database } from "#lib/database.ts";
import { log } from "#lib/log.ts";
import type { MetricQuery } from "#lib/metrics/query.ts";
import { readAccuracy, type AccuracyAnswer } from "#lib/projections/accuracy.ts";
import type { Kind } from "#lib/projections/kept.ts";
import { isProjected, type ProjectedMetric } from "#lib/projections/targets.ts";
import type { Store } from "#lib/stores/stores.ts";

export interface AccuracyView {
  metric: ProjectedMetric;
  /** Null: nobody chose; projections, or backcasts where no projection has come due. */
  kind: Kind | null;
  period: Period | null;
  /** null: all stores. */
  store: number | null;
  stores: Store[];
  query: MetricQuery;
  problem: { parameter: string; why: string } | null;
}

export async function readAccuracyView(params: SearchParams): Promise<AccuracyView> {
  const { query: asked, problem, search } = await readView(params, ["metric", "kind", "start", "end"]);
  const query: MetricQuery = { ...viewDefaults, stores: asked.stores, period: asked.period, compare: asked.compare };
  const metric = search.get("metric") ?? "net_sales";
  const kind = search.get("kind");
  const [from, to] = [search.get("start") ?? "", search.get("end") ?? ""];
  const scope = await readWindows({ ...query, metrics: ["net_sales"] });
  return {
    metric: isProjected(metric) ? metric : "net_sales", kind: kind === "live" || kind === "backcast" ? kind : null,
    period: isDay(from) && isDay(to) && from < to ? { from, to } : null, store: query.stores?.length === 1 ? query.stores[0]! : null, stores: scope.stores, query,
    problem: problem ?? (isProjected(metric) ? kind === null || kind === "live" || kind === "backcast" ? null : { parameter: "kind", why: "must be live or backcast" } : { parameter: "metric", why: "isn’t projected" }),
  };
}

export function accuracyHref(view: AccuracyView, change: { metric?: ProjectedMetric; kind?: Kind; period?: Period | null }): string {
  const { metric, kind, period } = { ...view, ...change };
  return addressOf("/projections/accuracy", view.query, { metric: metric === "net_sales" ? undefined : metric, kind: kind ?? undefined, start: period?.from, end: period?.to });
}

const answerOf = cache(async (metric: ProjectedMetric, store: number | null): Promise<AccuracyAnswer | "none" | "failed"> => {
  const actor = await requireActor("projections");
  try {
    return (await readAccuracy(database(), actor.stores, { metric, store }, now())) ?? "none";
  } catch (error) {
    log.error({ err: error }, "grades could not be read");
    return "failed";
  }
});

export function readGrades({ metric, store }: AccuracyView): Promise<AccuracyAnswer | "none" | "failed"> {
  return answerOf(metric, store);
}

/** Which kind is shown. */
export function kindShown(view: AccuracyView, answer: AccuracyAnswer): Kind {
  return view.kind ?? (answer.live.leads.length === 0 && answer.backcast.leads.length > 0 ? "backcast" : "live");
}

