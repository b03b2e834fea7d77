// What CrUX and PageSpeed Insights answer. CrUX writes CLS as text and, where a week had too few visits, "NaN" for
// a density and null for a percentile: Google's own types don't know either.
import { z } from "zod";
import { HttpFault } from "#lib/sources/source.ts";

const date = z.looseObject({ year: z.number(), month: z.number(), day: z.number() });
const period = z.looseObject({ firstDate: date, lastDate: date });
/** A number, or none: as text without an exponent. */
const figure = z.union([z.number(), z.string(), z.null()]).optional().transform((value) => (value === null || value === undefined || !Number.isFinite(Number(value)) || value === "" ? null : String(value)));

const metric = z.looseObject({
  histogram: z.array(z.looseObject({ density: figure })).default([]),
  percentiles: z.looseObject({ p75: figure }).optional(),
});
const metricSeries = z.looseObject({
  histogramTimeseries: z.array(z.looseObject({ densities: z.array(figure).default([]) })).default([]),
  percentilesTimeseries: z.looseObject({ p75s: z.array(figure).default([]) }).optional(),
});
const named = <T extends z.ZodType>(shape: T) => z.looseObject({ largest_contentful_paint: shape.optional(), interaction_to_next_paint: shape.optional(), cumulative_layout_shift: shape.optional() });

/** Which device an answer is about; without one it is about all. */
const key = z.looseObject({ formFactor: z.string().optional() }).default({});

export const fieldRecord = z.looseObject({ record: z.looseObject({ key, metrics: named(metric), collectionPeriod: period }) });
export type FieldRecord = z.infer<typeof fieldRecord>;

export const fieldHistory = z.looseObject({ record: z.looseObject({ key, metrics: named(metricSeries), collectionPeriods: z.array(period) }) });
export type FieldHistory = z.infer<typeof fieldHistory>;

const audit = z.looseObject({ numericValue: z.number().nullish() }).optional();
export const labAnswer = z.looseObject({
  lighthouseResult: z.looseObject({
    runtimeError: z.looseObject({ code: z.string().optional(), message: z.string().optional() }).optional(),
    categories: z.looseObject({ performance: z.looseObject({ score: z.number().nullish() }).optional() }).default({}),
    audits: z.looseObject({ "largest-contentful-paint": audit, "cumulative-layout-shift": audit, "total-blocking-time": audit }).default({}),
  }),
});
export type LabAnswer = z.infer<typeof labAnswer>;

/** Throws an HttpFault "shape" when the answer is not as documented. */
export function readAs<T>(shape: z.ZodType<T>, body: unknown, who: string): T {
  const read = shape.safeParse(body);
  if (!read.success) throw new HttpFault({ kind: "shape", message: `${who}'s answer is not as documented: ${read.error.issues[0]!.path.join(".")}: ${read.error.issues[0]!.message}` });
  return read.data;
}
