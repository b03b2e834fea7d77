// What is projected, as data: metrics of the whole store, and how net sales are cut.
import { metric, rolesOf, type MetricId } from "#lib/metrics/catalogue.ts";
import type { Role } from "#lib/metrics/marts.ts";

/** Metrics of the whole store, in the order of pages. Ratios follow from their two halves, path by path. */
export const projectedMetrics = ["net_sales", "orders", "aov", "sessions", "conversion_rate", "spend", "returns"] as const satisfies readonly MetricId[];
export type ProjectedMetric = (typeof projectedMetrics)[number];

/** Ways in which net sales add up: the parts of each sum to the whole on every path. */
export const projectedCuts = ["channel", "product", "customer_type"] as const;
export type ProjectedCut = (typeof projectedCuts)[number];

/** A metric that is a sum over days, or one sum divided by another. */
export interface Shape {
  top: ProjectedMetric;
  /** Null: the metric is a sum itself. */
  bottom: ProjectedMetric | null;
}
export const shapes: Record<ProjectedMetric, Shape> = {
  net_sales: { top: "net_sales", bottom: null }, orders: { top: "orders", bottom: null }, sessions: { top: "sessions", bottom: null },
  spend: { top: "spend", bottom: null }, returns: { top: "returns", bottom: null },
  aov: { top: "net_sales", bottom: "orders" }, conversion_rate: { top: "orders", bottom: "sessions" },
};

/** The forecaster knows no figures below zero: returns are told to it with the other sign. */
export const signs: Partial<Record<ProjectedMetric, -1>> = { returns: -1 };

/** Parts of a cut that get a series of their own; what is left is "other". */
export const topProducts = 5;
/** A channel needs this share of the last year's net sales. */
export const channelShare = 0.02;
export const mostChannels = 8;

/** 53 weeks: every fiscal year's end lies within it, seen from the year's beginning. */
export const horizonDays = 371;
/** Backcasts are made to be graded, up to 90 days ahead and by whole months. */
export const backcastDays = 98;
/** Joint futures: enough for a 95 % range of a total to within a few per cent of its width. */
export const pathCount = 400;
/** No more history than this is fed: older years say little about the next one and cost time. */
export const historyDays = 6 * 366;

/** The key of what a cut leaves over. No name of anything begins with this character. */
export const otherKey = "\u0001";

export function isProjected(id: string): id is ProjectedMetric {
  return (projectedMetrics as readonly string[]).includes(id);
}

export function rolesFed(id: ProjectedMetric): Role[] {
  return rolesOf(metric(id));
}
