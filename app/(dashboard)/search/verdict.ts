// What counts as fast: Google's thresholds for the three Core Web Vitals, judged at the 75th percentile.
import type { speedFigures } from "#app/(dashboard)/search/read.ts";

type SpeedFigure = (typeof speedFigures)[number];
export type Verdict = "good" | "fair" | "poor";

/** Up to `good` is good, above `poor` is poor; milliseconds, CLS without a unit. */
export const thresholds: Record<SpeedFigure, { good: number; poor: number }> = {
  lcp_p75: { good: 2500, poor: 4000 }, inp_p75: { good: 200, poor: 500 }, cls_p75: { good: 0.1, poor: 0.25 },
};

/** null: unknown. */
export function verdictOf(id: SpeedFigure, value: string | null | undefined): Verdict | null {
  if (value === null || value === undefined) return null;
  const { good, poor } = thresholds[id];
  return Number(value) <= good ? "good" : Number(value) <= poor ? "fair" : "poor";
}
