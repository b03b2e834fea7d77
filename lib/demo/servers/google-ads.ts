// Google Ads over REST: search in pages, searchStream in one array, the list of accounts.
import { addDays, daysBetween, dayAt, isDay } from "#lib/core/day.ts";
import type { DemoStore } from "#lib/demo/records.ts";
import { holds, jsonPath, parseGaql, type GaqlQuery } from "#lib/demo/servers/gaql.ts";
import { knownFields, resourceFor, type Resource } from "#lib/demo/servers/google-ads-fields.ts";
import { requireGoogle } from "#lib/demo/servers/google-auth.ts";
import { base64, json, parseObject, Refusal, unbase64, type Answer, type Ask, type Setting, type Vendor } from "#lib/demo/servers/vendor.ts";

const pageRows = 10_000;
const oldest = 23;
const newest = 26;
/** Months of history by day. */
const historyDays = 1130;
const requestId = "demoRequest0000000000A";

export function googleAds(setting: Setting): Vendor {
  function open(ask: Ask, version: string, customer: string): { store: DemoStore; query: GaqlQuery; body: Record<string, unknown>; resource: Resource<never> } {
    requireVersion(version);
    requireGoogle(ask, setting, "googleAds");
    const store = setting.world.stores.find((store) => store.accounts.googleAds === customer);
    if (!store) throw new Refusal(failure(version, 403, "PERMISSION_DENIED", "The caller does not have permission", { authorizationError: "USER_PERMISSION_DENIED" }, "User doesn't have permission to access customer. Note: If you're accessing a client customer, the manager's customer id must be set in the 'login-customer-id' header. See https://developers.google.com/google-ads/api/docs/concepts/call-structure#cid"));
    const body = parseObject(ask.text) ?? {};
    if ("pageSize" in body) throw new Refusal(invalid(version, { requestError: "PAGE_SIZE_NOT_SUPPORTED" }, "Setting the page size is not supported. Search Responses will have fixed page size of '10000' rows."));
    let query: GaqlQuery;
    try {
      query = parseGaql(String(body.query ?? ""));
    } catch (error) {
      throw new Refusal(invalid(version, { queryError: "UNEXPECTED_INPUT" }, (error as Error).message));
    }
    const fields = [...query.fields, ...query.conditions.map((condition) => condition.field), ...query.orderBy.map((order) => order.field)];
    const unknown = fields.find((field) => !knownFields.has(field));
    if (unknown !== undefined) throw new Refusal(invalid(version, { queryError: "UNRECOGNIZED_FIELD" }, `Unrecognized field in the query: '${unknown}'.`));
    const resource = resourceFor(query.resource, fields);
    if (!resource) throw new Refusal(invalid(version, { queryError: "BAD_RESOURCE_TYPE_IN_FROM_CLAUSE" }, `Error in query: the resource '${query.resource}' is not known here.`));
    const wrong = fields.find((field) => !(field in resource.attributes) && !(field in resource.metrics));
    if (wrong !== undefined) throw new Refusal(invalid(version, { queryError: wrong.startsWith("metrics.") ? "PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE" : "PROHIBITED_FIELD_COMBINATION_IN_SELECT_CLAUSE" }, `Cannot select or filter on the following field: '${wrong}', since it is incompatible with the resource or with another selected field.`));
    return { store, query, body, resource };
  }

  function results(version: string, store: DemoStore, query: GaqlQuery, resource: Resource<never>): unknown[] {
    const window = dayWindow(version, query, resource);
    const tests = query.conditions.filter((condition) => condition.field !== "segments.date");
    const cuts = query.fields.filter((field) => field in resource.attributes);
    const metrics = query.fields.filter((field) => field in resource.metrics);
    const groups = new Map<string, { values: unknown[]; sums: number[][]; row: never }>();
    const rows = resource.report ? setting.world.rows(store, resource.report, window.from, window.to, setting.now()) as Iterable<never> : [{} as never];
    for (const row of rows) {
      if (!tests.every((test) => holds(test, test.field in resource.attributes ? resource.attributes[test.field]!(row, store) : number(resource.metrics[test.field]!.add(row))))) continue;
      const values = cuts.map((field) => resource.attributes[field]!(row, store));
      const id = `${query.resource === "customer" ? "" : campaignOf(row)}\u0000${values.join("\u0000")}`;
      const sums = metrics.map((field) => resource.metrics[field]!.add(row));
      const group = groups.get(id);
      if (!group) groups.set(id, { values, sums: sums.map((sum) => [...sum]), row });
      else sums.forEach((sum, index) => sum.forEach((value, part) => { group.sums[index]![part]! += value; }));
    }
    const told = [...groups.values()].map((group) => shape(store, query, [...cuts, ...metrics], [...group.values, ...metrics.map((field, index) => resource.metrics[field]!.tell(group.sums[index]!))], group.row));
    for (const order of [...query.orderBy].reverse()) {
      const read = (item: unknown) => jsonPath(order.field).reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], item);
      told.sort((a, b) => (order.isDescending ? -1 : 1) * (Number(read(a)) - Number(read(b)) || String(read(a)).localeCompare(String(read(b)))));
    }
    return told.slice(0, query.limit);
  }

  function dayWindow(version: string, query: GaqlQuery, resource: Resource<never>) {
    const today = dayAt(setting.now(), "UTC");
    let [from, to] = [addDays(today, -historyDays), addDays(today, 2)];
    const conditions = query.conditions.filter((condition) => condition.field === "segments.date");
    for (const { operator, values: [first = "", second = ""] } of conditions) {
      const last30 = /^LAST_(\d+)_DAYS$/.exec(first)?.[1];
      if (operator === "DURING" && last30) [from, to] = [addDays(today, -Number(last30)), today];
      else if (!isDay(first) || (operator === "BETWEEN" && !isDay(second))) throw new Refusal(invalid(version, { queryError: "INVALID_VALUE_WITH_DURING_OPERATOR" }, `Invalid date literal supplied for filtering: '${first}'.`));
      else if (operator === "BETWEEN") [from, to] = [first, addDays(second, 1)];
      else if (operator === "=") [from, to] = [first, addDays(first, 1)];
      else if (operator.startsWith(">")) from = operator === ">" ? addDays(first, 1) : first;
      else to = operator === "<" ? first : addDays(first, 1);
    }
    const needsBoth = resource.report !== null && query.fields.includes("segments.date") && conditions.length === 0;
    if (needsBoth) throw new Refusal(invalid(version, { queryError: "MISALIGNED_DATE_FOR_FILTER" }, "The query contains the core date segment 'segments.date' and must filter by a finite date range."));
    if (daysBetween(from, today) > historyDays + 1) throw new Refusal(invalid(version, { dateRangeError: "INVALID_DATE" }, "The date range begins before the data that is kept by day."));
    return { from, to };
  }

  return {
    name: "googleAds",
    rows: (body) => ((Array.isArray(body) ? body[0] : body) as { results?: unknown[] } | undefined)?.results,
    quota(ask) {
      const answer = failure(/v\d+/.exec(ask.path)?.[0] ?? "v26", 429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).", { quotaError: "RESOURCE_EXHAUSTED" }, "Too many requests. Retry in 43 seconds.",
        { quotaErrorDetails: { rateScope: "ACCOUNT", rateName: "Number of operations for basic access", retryDelay: "43s" } });
      return ask.path.endsWith("searchStream") ? { ...answer, body: [answer.body] } : answer;
    },
    routes: [
      { method: "GET", path: /^\/(v\d+)\/customers:listAccessibleCustomers$/, answer(ask, [version = ""]) {
        requireVersion(version);
        requireGoogle(ask, setting, "googleAds");
        return json({ resourceNames: setting.world.stores.flatMap((store) => (store.accounts.googleAds ? [`customers/${store.accounts.googleAds}`] : [])) });
      } },
      { method: "POST", path: /^\/(v\d+)\/customers\/(\d+)\/googleAds:search$/, answer(ask, [version = "", customer = ""]) {
        const { store, query, body, resource } = open(ask, version, customer);
        const all = results(version, store, query, resource);
        const start = body.pageToken ? Number(unbase64(String(body.pageToken))) : 0;
        const next = start + pageRows;
        return json({ ...(all.length > start ? { results: all.slice(start, next) } : {}), ...(all.length > next ? { nextPageToken: base64(String(next)) } : {}), fieldMask: mask(query), queryResourceConsumption: "1532" });
      } },
      { method: "POST", path: /^\/(v\d+)\/customers\/(\d+)\/googleAds:searchStream$/, answer(ask, [version = "", customer = ""]) {
        let opened;
        try {
          opened = open(ask, version, customer);
          const all = results(version, opened.store, opened.query, opened.resource);
          const chunks = Array.from({ length: Math.ceil(all.length / pageRows) }, (_, index) => all.slice(index * pageRows, (index + 1) * pageRows));
          return json(chunks.map((chunk) => ({ results: chunk, fieldMask: mask(opened!.query), requestId })));
        } catch (error) {
          // A stream's error is an array too.
          if (error instanceof Refusal && error.answer.status !== 401) throw new Refusal({ ...error.answer, body: [error.answer.body] });
          throw error;
        }
      } },
    ],
  };
}

const mask = (query: GaqlQuery) => query.fields.map((field) => jsonPath(field).join(".")).join(",");
const number = (sums: readonly number[]) => sums[0] ?? 0;
const campaignOf = (row: { campaignId?: string }) => row.campaignId ?? "";

/** A result in Google's nesting, with the names of the resources it speaks of. */
function shape(store: DemoStore, query: GaqlQuery, fields: string[], values: unknown[], row: { campaignId?: string; adGroupId?: string; term?: string }): unknown {
  const answer: Record<string, Record<string, unknown>> = {};
  const own = `customers/${store.accounts.googleAds}`;
  const names: Record<string, string> = {
    customer: own, campaign: `${own}/campaigns/${row.campaignId}`, adGroup: `${own}/adGroups/${row.adGroupId}`,
    searchTermView: `${own}/searchTermViews/${row.campaignId}~${row.adGroupId}~${Buffer.from(row.term ?? "").toString("base64url")}`, customerClient: `${own}/customerClients/${store.accounts.googleAds}`,
  };
  const nest = (name: string) => (answer[name] ??= names[name] ? { resourceName: names[name] } : {});
  // The resource of FROM names itself in every row, asked for or not.
  nest(jsonPath(query.resource)[0]!);
  fields.forEach((field, index) => {
    const [first = "", second = ""] = jsonPath(field);
    if (values[index] !== undefined && values[index] !== null) nest(first)[second] = values[index];
  });
  return answer;
}

function requireVersion(version: string): void {
  const number = Number(version.slice(1));
  if (number >= oldest && number <= newest) return;
  throw new Refusal(failure(version, 400, "INVALID_ARGUMENT", "Request contains an invalid argument.", { requestError: "UNSUPPORTED_VERSION" }, "Version is deprecated. Requests to this version will be blocked."));
}

const invalid = (version: string, errorCode: Record<string, string>, message: string) => failure(version, 400, "INVALID_ARGUMENT", "Request contains an invalid argument.", errorCode, message);

function failure(version: string, code: number, status: string, message: string, errorCode: Record<string, string>, why: string, details?: object): Answer {
  return json({ error: { code, message, status, details: [{ "@type": `type.googleapis.com/google.ads.googleads.${version}.errors.GoogleAdsFailure`, errors: [{ errorCode, message: why, ...(details ? { details } : {}) }], requestId }] } }, code);
}
