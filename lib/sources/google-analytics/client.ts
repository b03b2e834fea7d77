// Asking GA4 through Google's own client: reports page by page, and what a test of the connection needs.
import type { analyticsdata_v1beta } from "googleapis/build/src/apis/analyticsdata/index.js";
import type { Day } from "#lib/core/day.ts";
import { HttpFault, type Context, type Fault } from "#lib/sources/source.ts";
import { clientOptions, signIn } from "#lib/sources/google/access.ts";
import { call, pacificMidnight, type Said } from "#lib/sources/google/faults.ts";
import { readReport, type Report } from "#lib/sources/google-analytics/payload.ts";
import type { Settings } from "#lib/sources/google-analytics/source.ts";

export type Asker = Omit<Context<Settings>, "account">;
export interface ReportAsk { dimensions: readonly string[]; metrics: readonly string[]; from: Day; to: Day }

const scope = "https://www.googleapis.com/auth/analytics.readonly";
/** GA4's own most is 250,000 a page. */
export const pageRows = 100_000;
const hour = 3_600_000;

async function api(context: Asker): Promise<analyticsdata_v1beta.Resource$Properties> {
  // This API alone, at its first use: all of googleapis is 160 MB in memory.
  const { analyticsdata } = await import("googleapis/build/src/apis/analyticsdata/index.js");
  return analyticsdata({ version: "v1beta", auth: await signIn(context, scope), ...clientOptions(context) }).properties;
}

const property = (context: Asker) => `properties/${context.settings.propertyId}`;
const fields = (ask: { dimensions: readonly string[]; metrics: readonly string[] }) => ({ dimensions: ask.dimensions.map((name) => ({ name })), metrics: ask.metrics.map((name) => ({ name })) });

/** One page of a report of whole days [from, to); `to` is at least a day after `from`. */
export async function askReport(context: Asker, ask: ReportAsk, lastDay: Day, offset = 0): Promise<{ raw: string; report: Report }> {
  const body = await call(context, "Google Analytics", async () => (await api(context)).runReport({
    property: property(context),
    requestBody: { ...fields(ask), dateRanges: [{ startDate: ask.from, endDate: lastDay }], limit: String(pageRows), offset: String(offset), orderBys: ask.dimensions.map((dimensionName) => ({ dimension: { dimensionName } })), returnPropertyQuota: true },
  }), (said) => quotaFault(said, context.now));
  const report = readReport(body, ask, context);
  refuseHidden(report);
  spare(context, report);
  return { raw: JSON.stringify(body), report };
}

/** Names of all dimensions and metrics that this property knows. */
export async function askFields(context: Asker): Promise<Set<string>> {
  const body = await call(context, "Google Analytics", async () => (await api(context)).getMetadata({ name: `${property(context)}/metadata` }), (said) => quotaFault(said, context.now));
  return new Set([...(body.dimensions ?? []), ...(body.metrics ?? [])].map((field) => field.apiName ?? ""));
}

/** Throws an HttpFault "input" when GA4 won't tell these fields together. */
export async function checkTogether(context: Asker, ask: { dimensions: readonly string[]; metrics: readonly string[] }): Promise<void> {
  await call(context, "Google Analytics", async () => (await api(context)).checkCompatibility({ property: property(context), requestBody: { ...fields(ask), compatibilityFilter: "INCOMPATIBLE" } }), (said) => quotaFault(said, context.now));
}

/** A role that may not see revenue gets zeros for it, which would be stored as if nothing was sold. */
function refuseHidden(report: Report): void {
  const hidden = report.metadata.schemaRestrictionResponse?.activeMetricRestrictions ?? [];
  if (hidden.length > 0) throw new HttpFault({ kind: "auth", code: "restricted", message: `This access may not see ${hidden.map((one) => one.metricName).join(", ")} in Google Analytics. Give it the role Viewer without "No cost metrics" and "No revenue metrics".` });
}

// Google tells what is left and not of how much: these are the allowances of a standard property (360: ten times that).
const allowances = [["tokensPerDay", 200_000], ["tokensPerHour", 40_000], ["tokensPerProjectPerHour", 14_000]] as const;

/** Below a tenth of an allowance the run rests, so that other tools on this property still get answers. */
function spare(context: Asker, report: Report): void {
  for (const [name, allowance] of allowances) {
    const remaining = report.propertyQuota?.[name]?.remaining;
    if (remaining === undefined || remaining >= allowance / 10) continue;
    const wait = name === "tokensPerDay" ? pacificMidnight(context.now).getTime() - context.now.getTime() : hour;
    context.http.pace(wait, `Google Analytics has ${remaining} of its ${name} left.`);
  }
}

/** 429 says by its message alone which allowance is used up. */
export function quotaFault(said: Said, now: Date): Fault | null {
  if (said.status !== 429) return null;
  const fault = { status: 429, code: said.code || "RESOURCE_EXHAUSTED", message: `Google Analytics: ${said.message}` };
  if (/concurrent/i.test(said.message)) return { ...fault, kind: "throttled", retryAfterMs: 30_000 };
  if (/per day/i.test(said.message)) return { ...fault, kind: "quota", stopUntil: pacificMidnight(now) };
  if (/per hour|potentially thresholded/i.test(said.message)) return { ...fault, kind: "quota", stopUntil: new Date(now.getTime() + hour) };
  return null;
}
