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
  const dimensionNames = report.dimensionHeaders.map((header) => header.name);
  const metricNames = report.metricHeaders.map((header) => header.name);
  const good: Row[] = [];
  const rejects: Rejected[] = [];
  report.rows.forEach((row, index) => {
    const { dimensionValues = [], metricValues = [] } = (row ?? {}) as { dimensionValues?: Cell[]; metricValues?: Cell[] };
    const dimensions = named(dimensionNames, dimensionValues, asText);
    const metrics = typeof dimensions === "number" ? dimensions : named(metricNames, metricValues, asNumber);
    const refuse = (where: string, why: string) => rejects.push(rejected(`rows[${firstIndex + index}].${where}`, why, row));
    if (typeof dimensions === "number") refuse(`dimensionValues[${dimensions}]`, `${dimensionNames[dimensions]} is no text`);
    else if (typeof metrics === "number") refuse(`metricValues[${metrics}]`, `${metricNames[metrics]} is no number`);
    else if (!/^\d{8}$/.test(dimensions.date ?? "")) refuse("dimensionValues", `date is no day: ${dimensions.date}`);
    else good.push({ dimensions, metrics });
  });
  return { good, rejects };
}

type Cell = { value?: unknown } | null;

/** The values by name, or the place of the first that isn't as it should be. */
function named(names: readonly string[], values: readonly Cell[], read: (value: unknown) => string | null): Record<string, string> | number {
  const all: Record<string, string> = {};
  for (let index = 0; index < names.length; index++) {
    const value = read(values[index]?.value);
    if (value === null) return index;
    all[names[index]!] = value;
  }
  return all;
}

function asText(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** Decimal text without zeros at the end; GA4 writes numbers as text, large or tiny ones with an exponent. */
function asNumber(value: unknown): string | null {
  if (typeof value !== "string") return null;
  // Nearly every cell: hundreds of thousands in a backfill.
  if (/^(0|[1-9]\d*)(\.\d*[1-9])?$/.test(value)) return value;
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value) ? trim(value) : null;
}
