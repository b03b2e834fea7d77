// The Google Analytics Data API (v1beta) and the list of properties of the Admin API, answered from the world.
import type { DemoStore } from "#lib/demo/records.ts";
import { allDimensions, allMetrics, metricType, reportFor, unknownField } from "#lib/demo/servers/ga4-fields.ts";
import { runReport, type ReportAsk } from "#lib/demo/servers/ga4-report.ts";
import { googleError, requireGoogle } from "#lib/demo/servers/google-auth.ts";
import { json, parseObject, Refusal, type Ask, type Setting, type Vendor } from "#lib/demo/servers/vendor.ts";

const docs = "https://developers.google.com/analytics/devguides/reporting/data/v1";

export function ga4(setting: Setting): Vendor {
  /** Tokens spent in the current hour and day of a property. */
  const used = new Map<string, { hour: number; inHour: number; day: number; inDay: number }>();

  function open(ask: Ask, property: string): { store: DemoStore; body: Record<string, unknown> } {
    requireGoogle(ask, setting, "ga4");
    const store = setting.world.stores.find((store) => store.accounts.ga4Property === property);
    if (!store) throw new Refusal(googleError(403, "PERMISSION_DENIED", `User does not have sufficient permissions for this property. To learn more about Property ID, see ${docs}/property-id.`));
    const body = parseObject(ask.text);
    if (!body) throw new Refusal(googleError(400, "INVALID_ARGUMENT", "Invalid JSON payload received. Unexpected end of string."));
    return { store, body };
  }

  /** Ten tokens a report: what is left is told when asked for. They come back with the hour and the day. */
  function quotaLeft(property: string, consumed: number) {
    const [hour, day] = [3_600_000, 86_400_000].map((length) => Math.floor(setting.now().getTime() / length)) as [number, number];
    const before = used.get(property);
    const inHour = (before?.hour === hour ? before.inHour : 0) + consumed;
    const inDay = (before?.day === day ? before.inDay : 0) + consumed;
    used.set(property, { hour, inHour, day, inDay });
    const of = (limit: number, spent: number) => ({ consumed, remaining: Math.max(0, limit - spent) });
    return {
      tokensPerDay: of(200_000, inDay), tokensPerHour: of(40_000, inHour), tokensPerProjectPerHour: of(14_000, inHour),
      concurrentRequests: { remaining: 10 }, serverErrorsPerProjectPerHour: { remaining: 10 }, potentiallyThresholdedRequestsPerHour: { remaining: 120 },
    };
  }

  function one(property: string, store: DemoStore, ask: ReportAsk) {
    const report = runReport(setting, store, ask);
    const quota = ask.returnPropertyQuota ? { propertyQuota: quotaLeft(property, 10) } : {};
    return { ...report, ...quota, kind: "analyticsData#runReport" };
  }

  return {
    name: "ga4",
    rows: (body) => (body as { rows?: unknown[] }).rows,
    quota: () => googleError(429, "RESOURCE_EXHAUSTED", `Exhausted property tokens per hour. These quota tokens will return in under an hour. To learn more, see ${docs}/quotas`),
    routes: [
      { method: "POST", path: /^\/v1beta\/properties\/(\d+):runReport$/, answer(ask, [property = ""]) {
        const { store, body } = open(ask, property);
        return json(one(property, store, body as ReportAsk));
      } },
      { method: "POST", path: /^\/v1beta\/properties\/(\d+):batchRunReports$/, answer(ask, [property = ""]) {
        const { store, body } = open(ask, property);
        const asks = (body.requests ?? []) as ReportAsk[];
        if (asks.length === 0 || asks.length > 5) return googleError(400, "INVALID_ARGUMENT", "Batch requests are limited to 5 nested requests and need at least one.");
        return json({ reports: asks.map((each) => one(property, store, each)), kind: "analyticsData#batchRunReports" });
      } },
      { method: "POST", path: /^\/v1beta\/properties\/(\d+):checkCompatibility$/, answer(ask, [property = ""]) {
        const { body } = open(ask, property);
        const names = (list: unknown) => ((list ?? []) as { name?: string }[]).map((field) => field.name ?? "");
        const [dimensions, metrics] = [names(body.dimensions), names(body.metrics)];
        const bad = [...dimensions.filter((name) => unknownField("dimensions", name)), ...metrics.filter((name) => unknownField("metrics", name))][0];
        if (bad !== undefined) return googleError(400, "INVALID_ARGUMENT", `Field ${bad} is not a valid dimension or metric. For a list of valid dimensions and metrics, see ${docs}/api-schema`);
        if (!reportFor(dimensions, metrics)) return googleError(400, "INVALID_ARGUMENT", "The request's dimensions & metrics are incompatible.");
        const verdict = (withIt: boolean) => (withIt ? "COMPATIBLE" : "INCOMPATIBLE");
        return json({
          dimensionCompatibilities: allDimensions.map((name) => ({ dimensionMetadata: dimensionCard(name), compatibility: verdict(reportFor([...dimensions, name], metrics) !== undefined) })),
          metricCompatibilities: allMetrics.map((name) => ({ metricMetadata: metricCard(name), compatibility: verdict(reportFor(dimensions, [...metrics, name]) !== undefined) })),
        });
      } },
      { method: "GET", path: /^\/v1beta\/properties\/(\d+)\/metadata$/, answer(ask, [property = ""]) {
        open(ask, property);
        return json({ name: `properties/${property}/metadata`, dimensions: allDimensions.map(dimensionCard), metrics: allMetrics.map(metricCard) });
      } },
      { method: "GET", path: /^\/v1beta\/accountSummaries$/, answer(ask) {
        requireGoogle(ask, setting, "ga4");
        const stores = setting.world.stores.filter((store) => store.accounts.ga4Property !== null);
        return json({ accountSummaries: stores.map((store) => ({
          name: `accountSummaries/${store.accounts.ga4Property}`, account: `accounts/${store.accounts.ga4Property}`, displayName: store.name,
          propertySummaries: [{ property: `properties/${store.accounts.ga4Property}`, displayName: store.name, propertyType: "PROPERTY_TYPE_ORDINARY", parent: `accounts/${store.accounts.ga4Property}` }],
        })) });
      } },
    ],
  };
}

const dimensionCard = (apiName: string) => ({ apiName, uiName: spaced(apiName), description: spaced(apiName), category: "Demo" });
const metricCard = (apiName: string) => ({ ...dimensionCard(apiName), type: metricType(apiName) });

/** "sessionSource" as people read it: "Session source". */
function spaced(name: string): string {
  const words = name.replace(/([A-Z])/g, " $1").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
