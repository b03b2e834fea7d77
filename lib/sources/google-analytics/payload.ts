// What GA4's runReport answers (v1beta). Values are positional strings; a report without rows has neither rows
// nor rowCount.
import { z } from "zod";
import { trim } from "#lib/core/money.ts";
import { HttpFault, type Context, type Rejected } from "#lib/sources/source.ts";
import { noteUnknown, rejected } from "#lib/sources/rows.ts";

const date = z.looseObject({ year: z.number(), month: z.number().optional(), day: z.number().optional() });
const left = z.looseObject({ consumed: z.number().optional(), remaining: z.number().optional() });

export const report = z.looseObject({
  dimensionHeaders: z.array(z.looseObject({ name: z.string() })).default([]),
  metricHeaders: z.array(z.looseObject({ name: z.string() })).default([]),
  rows: z.array(z.unknown()).default([]),
  rowCount: z.number().default(0),
  metadata: z.looseObject({
    currencyCode: z.string().optional(),
    timeZone: z.string().optional(),
    dataLossFromOtherRow: z.boolean().optional(),
    subjectToThresholding: z.boolean().optional(),
    samplingMetadatas: z.array(z.unknown()).optional(),
    schemaRestrictionResponse: z.looseObject({ activeMetricRestrictions: z.array(z.looseObject({ metricName: z.string().optional() })).optional() }).optional(),
    // Since 2026-09-14, and not in the client's types of 178.
    dataTruncationReasons: z.array(z.looseObject({ dataTruncationType: z.string().optional(), dataTruncationDate: date.optional() })).optional(),
  }).default({}),
  propertyQuota: z.looseObject({ tokensPerDay: left.optional(), tokensPerHour: left.optional(), tokensPerProjectPerHour: left.optional() }).optional(),
});
export type Report = z.infer<typeof report>;

const known = {
  report: ["dimensionHeaders", "metricHeaders", "rows", "rowCount", "metadata", "propertyQuota", "kind", "totals", "maximums", "minimums"],
  row: ["dimensionValues", "metricValues"],
  metadata: ["currencyCode", "timeZone", "dataLossFromOtherRow", "subjectToThresholding", "samplingMetadatas", "schemaRestrictionResponse", "dataTruncationReasons", "emptyReason", "section"],
};

/** Throws an HttpFault "shape" when the answer is no report or lacks a field that was asked for. */
export function readReport(body: unknown, asked: { dimensions: readonly string[]; metrics: readonly string[] }, context: Pick<Context, "drift">): Report {
  const read = report.safeParse(body);
  if (!read.success) throw new HttpFault({ kind: "shape", message: `Google Analytics' report is not as documented: ${read.error.issues[0]!.path.join(".")}: ${read.error.issues[0]!.message}` });
  const headers = new Set([...read.data.dimensionHeaders, ...read.data.metricHeaders].map((header) => header.name));
  const missing = read.data.rows.length > 0 ? [...asked.dimensions, ...asked.metrics].find((name) => !headers.has(name)) : undefined;
  if (missing) throw new HttpFault({ kind: "shape", message: `Google Analytics' report lacks ${missing}, which was asked for.` });
  noteUnknown(context, "", read.data, known.report);
  noteUnknown(context, "metadata", read.data.metadata, known.metadata);
  noteUnknown(context, "rows", read.data.rows[0], known.row);
  return read.data;
}

/** A row by the names that were asked for: dimensions as text, metrics as decimal text. */
export interface Row { dimensions: Record<string, string>; metrics: Record<string, string> }

/** Rows by name, in their order; `firstIndex` is where the page begins, for the place of a refused row. */
export function readRows(report: Report, firstIndex = 0): { good: Row[]; rejects: Rejected[] } {
  const names = [report.dimensionHeaders.map((header) => header.name), report.metricHeaders.map((header) => header.name)] as const;
  const good: Row[] = [];
  const rejects: Rejected[] = [];
  report.rows.forEach((row, index) => {
    const place = `rows[${firstIndex + index}]`;
    const { dimensionValues = [], metricValues = [] } = (row ?? {}) as { dimensionValues?: { value?: unknown }[]; metricValues?: { value?: unknown }[] };
    const dimensions = named(names[0], dimensionValues, (value) => typeof value === "string");
    const metrics = named(names[1], metricValues, isNumber);
    const day = dimensions && typeof dimensions !== "number" && "date" in dimensions ? dimensions.date! : "";
    if (typeof dimensions === "number") rejects.push(rejected(`${place}.dimensionValues[${dimensions}]`, `${names[0][dimensions]} is no text`, row));
    else if (typeof metrics === "number") rejects.push(rejected(`${place}.metricValues[${metrics}]`, `${names[1][metrics]} is no number`, row));
    else if (!/^\d{8}$/.test(day)) rejects.push(rejected(`${place}.dimensionValues`, `date is no day: ${day}`, row));
    else good.push({ dimensions, metrics: Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, trim(value)])) });
  });
  return { good, rejects };
}

/** The values by name, or the place of the first that isn't as it should be. */
function named(names: readonly string[], values: readonly { value?: unknown }[], isFine: (value: unknown) => boolean): Record<string, string> | number {
  const all: Record<string, string> = {};
  for (const [index, name] of names.entries()) {
    const value = values[index]?.value;
    if (!isFine(value)) return index;
    all[name] = value as string;
  }
  return all;
}

/** GA4 writes numbers as text, large or tiny ones with an exponent. */
function isNumber(value: unknown): boolean {
  return typeof value === "string" && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value);
}
