// What the local servers answer is held to bodies written down from the vendors' documents: the same places, types,
// units and paging. Otherwise the sources' tests would test our own belief.
import { readFileSync } from "node:fs";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { type Allowed, shapeFaults, shapeOf } from "#test/support/shape.ts";
import { harbor, nordlicht, smallNow, smallWorld } from "#test/support/small-world.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow });
const { control } = servers;
afterAll(() => servers.close());
beforeEach(() => control.clear());

const fixture = (name: string): any => JSON.parse(readFileSync(`test/fixtures/${name}.json`, "utf8"));

async function answer(url: string, { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {}): Promise<{ status: number; headers: Headers; body: any }> {
  const sent = body === undefined ? {} : { method: "POST", body: body instanceof URLSearchParams ? body : JSON.stringify(body) };
  const got = await fetch(url, { headers, ...sent });
  return { status: got.status, headers: got.headers, body: await got.json() };
}

async function google(path: string, body?: unknown) {
  const { clientId, clientSecret, refreshToken } = credentials.google;
  const token = await answer(`${servers.url}/token`, { body: new URLSearchParams({ grant_type: "refresh_token", client_id: clientId, client_secret: clientSecret, refresh_token: refreshToken }) });
  return answer(`${servers.url}/${path}`, { headers: { authorization: `Bearer ${token.body.access_token}` }, body });
}

function same(name: string, told: unknown, allowed?: Allowed): void {
  expect(shapeFaults(fixture(name), told, allowed)).toEqual([]);
}

test("the comparison itself sees a missing place, a new one, and an amount in another unit", () => {
  const row = { day: "20261112", costMicros: "48230000", value: 1.5 };
  expect(shapeFaults({ rows: [row] }, { rows: [row] })).toEqual([]);
  expect(shapeFaults({ rows: [row] }, { rows: [{ day: "2026-11-12", costMicros: 48_230_000, mood: "good" }] })).toEqual([
    "missing: rows[].value", "rows[].day is day 2026-11-12, in the fixture day 20261112", "rows[].costMicros is number, in the fixture whole number as text", "unknown: rows[].mood",
  ]);
});

describe("Google Analytics", () => {
  const report = (body: object) => google("v1beta/properties/301000001:runReport", { dateRanges: [{ startDate: "2026-11-12", endDate: "2026-11-12" }], ...body });
  const fieldsOf = (name: string) => ({ dimensions: fixture(name).dimensionHeaders, metrics: fixture(name).metricHeaders.map(({ name }: { name: string }) => ({ name })) });
  const flags = "told only where Google left something out: tests set it as a fault";

  test("traffic: the asked fields in the asked order, numbers and days as text", async () => {
    const { body } = await report({ ...fieldsOf("ga4/runReport.traffic"), returnPropertyQuota: true });
    same("ga4/runReport.traffic", body, { onlyInFixture: { "metadata.samplingMetadatas": flags, "metadata.dataLossFromOtherRow": flags, "metadata.subjectToThresholding": flags, "metadata.dataTruncationReasons": flags } });
    expect(body.metricHeaders).toEqual(fixture("ga4/runReport.traffic").metricHeaders);
  });
  test("orders by transaction", async () => {
    const { body } = await report(fieldsOf("ga4/runReport.orders"));
    same("ga4/runReport.orders", body, { onlyInFixture: { "metadata.subjectToThresholding": flags, "metadata.samplingMetadatas": flags, "metadata.dataTruncationReasons": flags } });
    expect(body.metricHeaders).toEqual(fixture("ga4/runReport.orders").metricHeaders);
  });
  test("a day without rows, and the quota", async () => {
    same("ga4/runReport.empty", (await report({ ...fieldsOf("ga4/runReport.empty"), dateRanges: [{ startDate: "2026-01-01", endDate: "2026-01-01" }] })).body);
    control.fault({ on: "ga4", kind: "quota" });
    expect((await report({})).body).toEqual(fixture("ga4/error.429"));
  });
});

describe("Search Console", () => {
  const query = (body: object) => google(`webmasters/v3/sites/${encodeURIComponent(nordlicht.accounts.searchSite!)}/searchAnalytics/query`, { startDate: "2026-11-16", endDate: "2026-11-19", ...body });

  test("rows by query, page and device; totals with open days; the quota", async () => {
    same("gsc/query.date-query-page-device", (await query({ dimensions: ["date", "query", "page", "device"] })).body);
    same("gsc/query.date-totals.dataState-all", (await query({ dimensions: ["date"], dataState: "all" })).body);
    control.fault({ on: "searchConsole", kind: "quota" });
    expect(await query({})).toMatchObject({ status: 403, body: fixture("gsc/error.403.quota") });
  });
});

describe("Google Ads", () => {
  const ads = (method: string, query: string, customer = "1234567890") => google(`v26/customers/${customer}/googleAds:${method}`, { query });
  const snake = (mask: string) => mask.split(",").map((field) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)).join(", ");

  test("search: every field of the fixture's mask, in its spelling", async () => {
    const mask = fixture("google-ads/search.campaign-day").fieldMask as string;
    const { body } = await ads("search", `SELECT ${snake(mask)} FROM campaign WHERE segments.date = '2026-11-12'`);
    same("google-ads/search.campaign-day", body, { onlyInFixture: { nextPageToken: "a page holds 10,000 rows: the small world has no second one" } });
    expect(body.fieldMask).toBe(mask);
  });
  test("searchStream: one array, conversions by action", async () => {
    const mask = fixture("google-ads/searchStream.conversion-action")[0].fieldMask as string;
    same("google-ads/searchStream.conversion-action", (await ads("searchStream", `SELECT ${snake(mask)} FROM campaign WHERE segments.date = '2026-11-12'`)).body);
  });
  test("no permission, and the quota with its delay", async () => {
    same("google-ads/error.403.permission", (await ads("search", "SELECT campaign.id FROM campaign", "9999999999")).body);
    control.fault({ on: "googleAds", kind: "quota" });
    const quota = await ads("search", "SELECT campaign.id FROM campaign");
    expect(quota.status).toBe(429);
    same("google-ads/error.429.quota", quota.body);
  });
});

describe("page speed", () => {
  const key = credentials.google.apiKey;
  const crux = (method: string, body: object) => answer(`${servers.url}/v1/records:${method}?key=${key}`, { body });

  test("a laboratory run and a page that doesn't load", async () => {
    same("pagespeed/runPagespeed", (await answer(`${servers.url}/pagespeedonline/v5/runPagespeed?url=${encodeURIComponent(`${nordlicht.site}/`)}&strategy=mobile&key=${key}`)).body, { onlyInFixture: {
      "loadingExperience.metrics.FIRST_CONTENTFUL_PAINT_MS": "no figure is made of it", "originLoadingExperience.metrics.FIRST_CONTENTFUL_PAINT_MS": "no figure is made of it",
      "lighthouseResult.audits.server-response-time": "no figure is made of it",
    } });
    same("pagespeed/error.500.lighthouse", (await answer(`${servers.url}/pagespeedonline/v5/runPagespeed?url=https://else.example/&key=${key}`)).body);
  });
  test("a record, a history with a week of too few visits, and too little traffic", async () => {
    same("crux/queryRecord", (await crux("queryRecord", { origin: nordlicht.site, formFactor: "PHONE" })).body);
    const quiet = await startDemoServers({ now: () => smallNow, world: { ...smallWorld, vitals: (...window) => [...smallWorld.vitals(...window)].map((row, index) => (index === 0 ? { ...row, lcp: null, cls: null } : row)) } });
    const history = await answer(`${quiet.url}/v1/records:queryHistoryRecord?key=${key}`, { body: { origin: nordlicht.site, metrics: ["largest_contentful_paint", "cumulative_layout_shift"] } });
    same("crux/queryHistoryRecord", history.body);
    expect([...shapeOf(history.body).get("record.metrics.largest_contentful_paint.histogramTimeseries[].densities[]")!].sort()).toEqual(["number", "text"]);
    await quiet.close();
    expect((await crux("queryRecord", { origin: "https://else.example" })).body).toEqual(fixture("crux/error.404"));
  });
});

describe("Meta", () => {
  const params = (more: object = {}) => new URLSearchParams({ access_token: credentials.meta.accessToken, level: "campaign", time_increment: "1", limit: "1", time_range: '{"since":"2026-11-12","until":"2026-11-12"}', action_attribution_windows: '["7d_click","1d_view"]', fields: Object.keys(fixture("meta/insights.campaign-day").data[0]).join(","), ...more });
  const insights = (more?: object) => answer(`${servers.url}/v26.0/act_100000000000001/insights?${params(more)}`);

  test("insights of a day, the next page's address, the usage header, the limit", async () => {
    const first = await insights();
    same("meta/insights.campaign-day", first.body);
    // The campaign without purchases leaves out what it has none of, as the fixture's second row does.
    expect(Object.keys((await answer(first.body.paging.next)).body.data[0])).not.toContain("actions");
    const usage = JSON.parse(first.headers.get("x-business-use-case-usage")!) as object;
    expect(shapeFaults(Object.values(fixture("meta/header.x-business-use-case-usage")), Object.values(usage))).toEqual([]);
    control.fault({ on: "meta", kind: "quota" });
    expect(await insights()).toMatchObject({ status: 400 });
    control.fault({ on: "meta", kind: "quota" });
    same("meta/error.400.80004", (await insights()).body);
  });
  test("an asynchronous run", async () => {
    const run = (await answer(`${servers.url}/v26.0/act_100000000000001/insights`, { body: params() })).body.report_run_id as string;
    const poll = () => answer(`${servers.url}/v26.0/${run}?access_token=${credentials.meta.accessToken}`);
    await poll();
    same("meta/insights.async-run", (await poll()).body);
  });
});

describe("Shopify", () => {
  const base = servers.shopUrl(nordlicht);
  const headers = { "x-shopify-access-token": credentials.shopify.accessToken, "content-type": "application/json" };
  const ask = async (query: string) => (await answer(`${base}/admin/api/2026-10/graphql.json`, { headers, body: { query } })).body;

  /** The query that the fixture's answer belongs to: every field in it is asked for. */
  function selection(value: unknown, name: string): string {
    if (Array.isArray(value)) return selection(value.reduce((all, item) => merged(all, item), null), name);
    if (typeof value !== "object" || value === null) return name;
    const fields = Object.entries(value).map(([key, held]) => selection(held, key)).join(" ");
    const isConnection = "edges" in value;
    return `${name}${isConnection ? `(first: ${name === "orders" ? 7 : 5})` : ""} { ${fields} }`;
  }
  function merged(a: unknown, b: unknown): unknown {
    if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
    if (typeof a !== "object" || a === null || Array.isArray(a)) return b ?? a;
    if (typeof b !== "object" || b === null) return a;
    const right = b as Record<string, unknown>;
    return { ...a, ...Object.fromEntries(Object.keys(right).map((key) => [key, merged((a as Record<string, unknown>)[key], right[key])])) };
  }

  test("a page of orders: every field of the fixture exists in the schema and is told in its type", async () => {
    const body = await ask(`{ ${selection(fixture("shopify/orders.page").data.orders, "orders")} }`);
    expect(body.errors).toBeUndefined();
    same("shopify/orders.page", body, { otherKind: {
      "data.orders.edges[].node.cancelledAt": "none of the fixture's orders is cancelled", "data.orders.edges[].node.customerJourneySummary.firstVisit.referrerUrl": "the fixture's first visits have one; URL is nullable",
      "data.orders.edges[].node.customerJourneySummary.lastVisit.utmParameters": "the fixture's last visits have them; UTMParameters is nullable",
    } });
    expect(body.data.orders.pageInfo.hasNextPage).toBe(true);
  });
  test("throttled, and the token", async () => {
    control.fault({ on: "shopify", kind: "quota" });
    same("shopify/orders.throttled", await ask("{ shop { name } }"));
    const { clientId, clientSecret } = credentials.shopify;
    same("shopify/token.client-credentials", (await answer(`${base}/admin/oauth/access_token`, { body: new URLSearchParams({ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret }) })).body);
  });
  test("lines of a bulk download", async () => {
    const inner = "{ orders { edges { node { id name updatedAt totalPriceSet { shopMoney { amount currencyCode } } lineItems { edges { node { id sku quantity } } } } } } }";
    const { id } = (await ask(`mutation { bulkOperationRunQuery(query: ${JSON.stringify(inner)}, groupObjects: true) { bulkOperation { id } userErrors { message } } }`)).data.bulkOperationRunQuery.bulkOperation;
    let operation: any;
    do operation = (await ask(`{ node(id: "${id}") { ... on BulkOperation { status url } } }`)).data.node; while (operation.status === "RUNNING");
    const lines = (text: string) => text.trim().split("\n").map((line) => JSON.parse(line) as { __parentId?: string });
    const told = lines(await (await fetch(operation.url)).text());
    const wanted = lines(readFileSync("test/fixtures/shopify/bulk-orders.jsonl", "utf8"));
    for (const isChild of [false, true]) {
      const pick = (all: { __parentId?: string }[]) => all.filter((line) => ("__parentId" in line) === isChild);
      expect(shapeFaults(pick(wanted), pick(told))).toEqual([]);
    }
  });
});

describe("WooCommerce", () => {
  const { consumerKey, consumerSecret } = credentials.wooCommerce;
  const get = (path: string, secret: string = consumerSecret) => answer(`${servers.shopUrl(harbor)}/wp-json/wc/v3/${path}`, { headers: secret === "" ? {} : { authorization: `Basic ${Buffer.from(`${consumerKey}:${secret}`).toString("base64")}` } });

  test("orders: money as text, a line's price as a number, local times beside GMT", async () => {
    same("woocommerce/orders.list", (await get("orders")).body, { onlyInAnswer: { "[].coupon_lines[]": "the fixture's orders have no coupon; its keys are the documentation's" } });
  });
  test("refunds of an order, and a request without a key", async () => {
    same("woocommerce/order-refunds", (await get("orders/4712/refunds")).body);
    expect((await get("orders", "")).body).toEqual(fixture("woocommerce/error.401"));
  });
});
