// One runReport: checks the ask as GA4 does, adds up the world's rows by the asked dimensions, pages.
import { addDays, dayAt, isDay, type Day } from "#lib/core/day.ts";
import type { DemoReports, DemoStore } from "#lib/demo/records.ts";
import { plain } from "#lib/demo/servers/exact.ts";
import { metricType, reportFor, reports, unknownField } from "#lib/demo/servers/ga4-fields.ts";
import { googleError } from "#lib/demo/servers/google-auth.ts";
import { Refusal, type Setting } from "#lib/demo/servers/vendor.ts";

interface Named { name?: string }
export interface ReportAsk {
  dimensions?: Named[];
  metrics?: Named[];
  dateRanges?: { startDate?: string; endDate?: string; name?: string }[];
  limit?: string | number;
  offset?: string | number;
  keepEmptyRows?: boolean;
  metricAggregations?: string[];
  orderBys?: { desc?: boolean; metric?: { metricName?: string }; dimension?: { dimensionName?: string } }[];
  currencyCode?: string;
  returnPropertyQuota?: boolean;
}

const known = new Set(["property", "dimensions", "metrics", "dateRanges", "limit", "offset", "keepEmptyRows", "metricAggregations", "orderBys", "currencyCode", "returnPropertyQuota"]);
const maxRows = 250_000;

function refuse(message: string): never {
  throw new Refusal(googleError(400, "INVALID_ARGUMENT", message));
}

/** Throws the 400 that GA4 answers to a malformed or impossible ask. */
export function runReport(setting: Setting, store: DemoStore, ask: ReportAsk): Record<string, unknown> {
  for (const key of Object.keys(ask)) if (!known.has(key)) refuse(`Invalid JSON payload received. Unknown name "${key}": Cannot find field.`);
  const dimensions = (ask.dimensions ?? []).map((field) => field.name ?? "");
  const metrics = (ask.metrics ?? []).map((field) => field.name ?? "");
  const ranges = ask.dateRanges ?? [];
  if (dimensions.length > 9) refuse("Requests are limited to 9 dimensions within a nested request.");
  if (metrics.length > 10) refuse("Requests are limited to 10 metrics within a nested request.");
  if (metrics.length === 0 && dimensions.length === 0) refuse("A request must have at least one dimension or metric.");
  if (ranges.length === 0) refuse("A dateRange is required.");
  if (ranges.length > 4) refuse("Requests are limited to 4 dateRanges.");
  for (const [kind, names] of [["dimensions", dimensions], ["metrics", metrics]] as const) {
    const bad = names.find((name) => unknownField(kind, name));
    if (bad !== undefined) refuse(`Field ${bad} is not a valid ${kind.slice(0, -1)}. For a list of valid dimensions and metrics, see https://developers.google.com/analytics/devguides/reporting/data/v1/api-schema `);
  }
  if (ask.currencyCode && ask.currencyCode !== store.currency) refuse(`The demo's property answers in ${store.currency} only.`);
  const report = reportFor(dimensions, metrics);
  if (!report) refuse("Please remove some dimensions or metrics to make the request compatible. The request's dimensions & metrics are incompatible. To learn more, see https://ga-dev-tools.google/ga4/dimensions-metrics-explorer/");

  const rows = ranges.flatMap((range, index) => {
    const from = readDay(range.startDate, setting, store);
    const to = readDay(range.endDate, setting, store);
    if (from > to) refuse(`The start date must be before the end date, but ${from} is after ${to}.`);
    const label = ranges.length > 1 ? [range.name ?? `date_range_${index}`] : [];
    return addUp(setting, store, report, dimensions, metrics, from, to).map((row) => ({ keys: [...row.keys, ...label], sums: row.sums }));
  }).filter((row) => ask.keepEmptyRows || metrics.length === 0 || row.sums.some((sum) => sum !== 0));
  const headers = ranges.length > 1 ? [...dimensions, "dateRange"] : dimensions;
  order(rows, ask, headers, metrics);

  const offset = whole(ask.offset, 0, "offset");
  const limit = Math.min(whole(ask.limit, 10_000, "limit"), maxRows);
  const page = rows.slice(offset, offset + limit);
  const values = (row: { keys: string[]; sums: number[] }) => ({
    ...(headers.length > 0 ? { dimensionValues: row.keys.map((value) => ({ value })) } : {}),
    ...(metrics.length > 0 ? { metricValues: row.sums.map((sum, index) => ({ value: metricType(metrics[index]!) === "TYPE_CURRENCY" ? plain(sum) : String(sum) })) } : {}),
  });
  const hasTotals = ask.metricAggregations?.includes("TOTAL") && rows.length > 0;
  const totals = metrics.map((_, index) => rows.reduce((sum, row) => sum + row.sums[index]!, 0));
  return {
    ...(headers.length > 0 ? { dimensionHeaders: headers.map((name) => ({ name })) } : {}),
    ...(metrics.length > 0 ? { metricHeaders: metrics.map((name) => ({ name, type: metricType(name) })) } : {}),
    ...(page.length > 0 ? { rows: page.map(values) } : {}),
    ...(hasTotals ? { totals: [values({ keys: headers.map(() => "RESERVED_TOTAL"), sums: totals })] } : {}),
    ...(rows.length > 0 ? { rowCount: rows.length } : {}),
    metadata: { currencyCode: store.currency, timeZone: store.zone },
  };
}

function addUp(setting: Setting, store: DemoStore, report: keyof typeof reports, dimensions: string[], metrics: string[], from: Day, to: Day) {
  const groups = new Map<string, { keys: string[]; sums: number[] }>();
  // The pairing of report and fields was checked; TypeScript can't follow it through the record of reports.
  const fields = reports[report] as unknown as { dimensions: Record<string, (row: DemoReports[typeof report]) => string>; metrics: Record<string, (row: DemoReports[typeof report]) => number> };
  const keyOf = dimensions.map((name) => fields.dimensions[name]!);
  const sumOf = metrics.map((name) => fields.metrics[name]!);
  for (const row of setting.world.rows(store, report, from, addDays(to, 1), setting.now())) {
    const keys = keyOf.map((read) => read(row));
    const id = keys.join("\u0000");
    const group = groups.get(id);
    if (!group) groups.set(id, { keys, sums: sumOf.map((read) => read(row)) });
    else for (let index = 0; index < sumOf.length; index++) group.sums[index]! += sumOf[index]!(row);
  }
  return [...groups.values()];
}

function order(rows: { keys: string[]; sums: number[] }[], ask: ReportAsk, headers: string[], metrics: string[]): void {
  for (const by of [...(ask.orderBys ?? [])].reverse()) {
    const metric = metrics.indexOf(by.metric?.metricName ?? "");
    const dimension = headers.indexOf(by.dimension?.dimensionName ?? "");
    if (metric < 0 && dimension < 0) refuse("Ordering needs a dimension or metric of the request.");
    const sign = by.desc ? -1 : 1;
    rows.sort((a, b) => sign * (metric >= 0 ? a.sums[metric]! - b.sums[metric]! : a.keys[dimension]! < b.keys[dimension]! ? -1 : a.keys[dimension]! > b.keys[dimension]! ? 1 : 0));
  }
}

function readDay(text: string | undefined, setting: Setting, store: DemoStore): Day {
  const today = dayAt(setting.now(), store.zone);
  const ago = /^(\d+)daysAgo$/.exec(text ?? "")?.[1];
  if (ago) return addDays(today, -Number(ago));
  if (text === "today") return today;
  if (text === "yesterday") return addDays(today, -1);
  if (!text || !isDay(text)) refuse(`Invalid dateRange: ${text ?? ""}. Dates should be in YYYY-MM-DD, NdaysAgo, yesterday, or today format.`);
  return text;
}

function whole(value: string | number | undefined, otherwise: number, name: string): number {
  if (value === undefined) return otherwise;
  if (!/^\d+$/.test(String(value))) refuse(`Invalid value at '${name}' (TYPE_INT64), ${JSON.stringify(value)}`);
  return Number(value);
}
