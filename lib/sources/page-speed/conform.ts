// Page speed as facts. Pure. A period is kept by its last day; the first bin of each histogram holds the good visits.
import type { Day } from "#lib/core/day.ts";
import type { LabRun, VitalsPeriod } from "#lib/facts/speed.ts";
import type { FieldHistory, FieldRecord, LabAnswer } from "#lib/sources/page-speed/payload.ts";

interface Subject { subject: string; formFactor: string }

/** The rolling period of today; null where no figure was told. */
export function recordPeriod({ record }: FieldRecord, about: Subject): VitalsPeriod | null {
  const { largest_contentful_paint: lcp, interaction_to_next_paint: inp, cumulative_layout_shift: cls } = record.metrics;
  return withFigures({
    day: dayOf(record.collectionPeriod.lastDate), ...about,
    lcpP75Ms: lcp?.percentiles?.p75 ?? null, inpP75Ms: inp?.percentiles?.p75 ?? null, clsP75: cls?.percentiles?.p75 ?? null,
    lcpGood: lcp?.histogram[0]?.density ?? null, inpGood: inp?.histogram[0]?.density ?? null, clsGood: cls?.histogram[0]?.density ?? null,
  });
}

/** Weekly periods, oldest first; weeks with too few visits for any figure are left out. */
export function historyPeriods({ record }: FieldHistory, about: Subject): VitalsPeriod[] {
  const { largest_contentful_paint: lcp, interaction_to_next_paint: inp, cumulative_layout_shift: cls } = record.metrics;
  type Series = typeof lcp;
  const p75 = (series: Series, at: number) => series?.percentilesTimeseries?.p75s[at] ?? null;
  const good = (series: Series, at: number) => series?.histogramTimeseries[0]?.densities[at] ?? null;
  return record.collectionPeriods.flatMap((period, at) => withFigures({
    day: dayOf(period.lastDate), ...about,
    lcpP75Ms: p75(lcp, at), inpP75Ms: p75(inp, at), clsP75: p75(cls, at), lcpGood: good(lcp, at), inpGood: good(inp, at), clsGood: good(cls, at),
  }) ?? []);
}

function withFigures(period: VitalsPeriod): VitalsPeriod | null {
  const { lcpP75Ms, inpP75Ms, clsP75 } = period;
  return lcpP75Ms === null && inpP75Ms === null && clsP75 === null ? null : period;
}

/** The middle of each figure over the runs: single runs differ by ten points. Null where no run told it. */
export function medianRun(day: Day, about: Subject, runs: readonly LabAnswer[]): LabRun {
  const results = runs.map((run) => run.lighthouseResult);
  const of = (name: "largest-contentful-paint" | "cumulative-layout-shift" | "total-blocking-time") => median(results.map((result) => result.audits[name]?.numericValue));
  return { day, ...about, score: median(results.map((result) => result.categories.performance?.score)), lcpMs: of("largest-contentful-paint"), cls: of("cumulative-layout-shift"), tbtMs: of("total-blocking-time") };
}

/** median of 3, 1, 2 is "2"; of an even count the lower of the middle two. */
export function median(values: readonly (number | null | undefined)[]): string | null {
  const sorted = values.filter((value): value is number => typeof value === "number").sort((a, b) => a - b);
  return sorted.length === 0 ? null : String(sorted[Math.floor((sorted.length - 1) / 2)]);
}

function dayOf({ year, month, day }: { year: number; month: number; day: number }): Day {
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
