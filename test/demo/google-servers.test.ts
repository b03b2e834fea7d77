import { OAuth2Client } from "google-auth-library";
import { searchconsole } from "googleapis/build/src/apis/searchconsole/index.js";
import { afterAll, beforeEach, expect, test } from "vitest";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { nordlicht, smallNow, smallWorld } from "#test/support/small-world.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow });
afterAll(() => servers.close());
beforeEach(() => servers.control.clear());

const { clientId, clientSecret, refreshToken } = credentials.google;
const auth = new OAuth2Client({ clientId, clientSecret, endpoints: { oauth2TokenUrl: `${servers.url}/token` } });
auth.setCredentials({ refresh_token: refreshToken });
const console_ = searchconsole({ version: "v1", rootUrl: `${servers.url}/`, auth: auth as never });
const siteUrl = nordlicht.accounts.searchSite!;
const query = async (requestBody: object) => (await console_.searchanalytics.query({ siteUrl, requestBody: { startDate: "2026-11-15", endDate: "2026-11-19", ...requestBody } })).data;

async function ads(method: "search" | "searchStream", gaql: string, more: object = {}): Promise<any> {
  const token = (await auth.getAccessToken()).token;
  const answer = await fetch(`${servers.url}/v26/customers/1234567890/googleAds:${method}`, { method: "POST", headers: { authorization: `Bearer ${token}` }, body: JSON.stringify({ query: gaql, ...more }) });
  return answer.json();
}

test("sites are listed, totals by day come oldest first and end with the last final day", async () => {
  expect((await console_.sites.list()).data.siteEntry).toContainEqual({ siteUrl, permissionLevel: "siteFullUser" });
  const final = await query({ dimensions: ["date"] });
  expect(final.rows?.map((row) => row.keys![0])).toEqual(["2026-11-15", "2026-11-16", "2026-11-17"]);
  expect(final.rows![0]).toMatchObject({ clicks: 75, impressions: 2105, position: 25_260 / 2105 });
  expect(final).not.toHaveProperty("metadata");
});

test("dataState all shows the open days and says where they begin", async () => {
  const all = await query({ dimensions: ["date"], dataState: "all" });
  expect(all.rows).toHaveLength(5);
  expect(all.metadata).toEqual({ first_incomplete_date: "2026-11-18" });
});

test("rows are paged by startRow, and no rows is an answer without the key", async () => {
  const first = await query({ dimensions: ["date", "query"], rowLimit: 5 });
  const second = await query({ dimensions: ["date", "query"], rowLimit: 5, startRow: 5 });
  expect([first.rows?.length, second.rows?.length]).toEqual([5, 4]);
  expect(await query({ dimensions: ["date"], type: "image" })).toEqual({ responseAggregationType: "byProperty" });
});

test("a stranger's site is 403 forbidden, a quota is 403 too and differs by its reason", async () => {
  const reason = (promise: Promise<unknown>) => promise.catch((error: any) => [error.status, error.response.data.error.errors[0].reason]);
  expect(await reason(console_.searchanalytics.query({ siteUrl: "sc-domain:else.example", requestBody: { startDate: "2026-11-15", endDate: "2026-11-15" } }))).toEqual([403, "forbidden"]);
  servers.control.fault({ on: "searchConsole", kind: "quota" });
  expect(await reason(query({ dimensions: ["date"] }))).toEqual([403, "quotaExceeded"]);
});

test("Google Ads answers the asked fields only, amounts in micros as text", async () => {
  const { results, fieldMask } = await ads("search", "SELECT campaign.id, segments.date, metrics.cost_micros, metrics.conversions_value FROM campaign WHERE segments.date BETWEEN '2026-11-10' AND '2026-11-10' ORDER BY metrics.cost_micros DESC");
  expect(results).toEqual([
    { campaign: { resourceName: "customers/1234567890/campaigns/21000000001", id: "21000000001" }, segments: { date: "2026-11-10" }, metrics: { costMicros: "70000000", conversionsValue: 612.3 } },
    { campaign: { resourceName: "customers/1234567890/campaigns/21000000002", id: "21000000002" }, segments: { date: "2026-11-10" }, metrics: { costMicros: "61904321", conversionsValue: 89.5 } },
  ]);
  expect(fieldMask).toBe("campaign.id,segments.date,metrics.costMicros,metrics.conversionsValue");
});

test("a stream is one array, conversions come by action, and shares are told where there are any", async () => {
  const [chunk] = await ads("searchStream", "SELECT campaign.id, segments.conversion_action_category, metrics.conversions FROM campaign WHERE segments.date = '2026-11-12' AND metrics.conversions > 0");
  expect(chunk.results.map((row: any) => [row.segments.conversionActionCategory, row.metrics.conversions])).toEqual([["PURCHASE", 5.5], ["PURCHASE", 1]]);
  const shares = await ads("search", "SELECT campaign.id, segments.device, metrics.search_impression_share FROM campaign WHERE segments.date = '2026-11-10'");
  expect(shares.results.map((row: any) => row.metrics?.searchImpressionShare)).toEqual([0.82, 0.0999, undefined]);
});

test("cost beside conversion actions, an unknown field and a page size are refused by code", async () => {
  const code = (answer: any) => Object.values(answer.error.details[0].errors[0].errorCode)[0];
  expect(code(await ads("search", "SELECT segments.conversion_action, metrics.cost_micros FROM campaign WHERE segments.date = '2026-11-12'"))).toBe("PROHIBITED_METRIC_IN_SELECT_OR_WHERE_CLAUSE");
  expect(code(await ads("search", "SELECT campaign.mood FROM campaign"))).toBe("UNRECOGNIZED_FIELD");
  expect(code(await ads("search", "SELECT campaign.id FROM campaign", { pageSize: 5 }))).toBe("PAGE_SIZE_NOT_SUPPORTED");
  expect(code((await ads("searchStream", "SELECT campaign.mood FROM campaign"))[0])).toBe("UNRECOGNIZED_FIELD");
});

test("the account tells its currency and zone", async () => {
  expect((await ads("search", "SELECT customer.id, customer.currency_code, customer.time_zone FROM customer LIMIT 1")).results).toEqual([{ customer: { resourceName: "customers/1234567890", id: "1234567890", currencyCode: "EUR", timeZone: "Europe/Berlin" } }]);
  expect((await ads("search", "SELECT customer_client.id, customer_client.manager FROM customer_client WHERE customer_client.manager = FALSE AND customer_client.status = 'ENABLED'")).results).toHaveLength(1);
});
