// Google Ads: fixtures, conforming, and a scripted vendor.
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { trim } from "#lib/core/money.ts";
import { HttpFault, type Ask } from "#lib/sources/source.ts";
import { campaignDays, conversionDays, fromMicros, shareFields, termDays } from "#lib/sources/google-ads/conform.ts";
import { channelOf } from "#lib/sources/google/ads-channels.ts";
import { adsFault } from "#lib/sources/google-ads/faults.ts";
import { campaignRow, conversionRow, readStream as readParts, termRow } from "#lib/sources/google-ads/payload.ts";
import { googleAds } from "#lib/sources/google-ads/source.ts";
import { readRows } from "#lib/sources/rows.ts";
import { contextFor, readStream, type Reading } from "#test/support/read-stream.ts";
import { json, startVendor, type Asked } from "#test/support/vendor.ts";

const vendor = await startVendor();
afterAll(() => vendor.close());

const fixture = (name: string) => JSON.parse(readFileSync(`test/fixtures/google-ads/${name}.json`, "utf8")) as any;
const quiet = { drift: () => {} };
const now = new Date("2026-11-21T10:00:00Z");
const settings = { customerId: "123-456-7890", managerId: "999-000-1111", clientId: "a", clientSecret: "b", refreshToken: "c" };
const oneDay: Ask = { from: "2026-11-12", to: "2026-11-13" };

const reading = (given: object = {}): Reading => contextFor(googleAds, { settings: { ...settings, ...given }, endpoint: { base: vendor.base, token: `${vendor.base}/token` }, now, store: { zone: "Europe/Berlin", currency: "EUR" } });

/** A vendor that answers queries by what they select. */
function answering(answer: (query: string) => unknown, status = 200): { query: string; headers: Asked["headers"]; path: string }[] {
  const asked: { query: string; headers: Asked["headers"]; path: string }[] = [];
  vendor.reply((response, request) => {
    if (request.path === "/token") return json(response, { access_token: "t-123456", expires_in: 3599, token_type: "Bearer" });
    const { query } = JSON.parse(request.body) as { query: string };
    asked.push({ query, headers: request.headers, path: request.path });
    return json(response, answer(query), status);
  });
  return asked;
}
async function faultOf(promise: Promise<unknown>): Promise<HttpFault> {
  const error = await promise.then(() => undefined, (caught: unknown) => caught);
  if (!(error instanceof HttpFault)) throw new Error(`No fault but ${String((error as Error)?.stack ?? error)}`);
  return error;
}
const campaignRows = () => fixture("search.campaign-day").results as unknown[];
const healthy = (query: string) => {
  if (/FROM customer LIMIT/.test(query)) return [{ results: [{ customer: { id: "1234567890", descriptiveName: "Nordlicht", currencyCode: "EUR", timeZone: "Europe/Berlin" } }] }];
  if (/FROM customer/.test(query)) return [{ results: [{ segments: { date: "2026-11-12" }, metrics: { costMicros: "131904321", conversionsValue: 701.8 } }] }];
  if (/search_impression_share/.test(query)) return [{ results: [{ campaign: { id: "21000000001" }, segments: { date: "2026-11-12" }, metrics: { searchImpressionShare: 0.62 } }] }];
  if (/conversion_action/.test(query)) return fixture("searchStream.conversion-action");
  return [{ results: campaignRows().slice(0, 2) }, { results: campaignRows().slice(2) }];
};

describe("conforming", () => {
  test("micros become money by moving the point, exactly", () => {
    expect(["123450000", "0", "1", "-2500000", "61904321", "9007199254740993000001"].map(fromMicros)).toEqual(["123.45", "0", "0.000001", "-2.5", "61.904321", "9007199254740993.000001"]);
    const moved = (micros: string) => trim(`${micros.padStart(7, "0").slice(0, -6)}.${micros.padStart(7, "0").slice(-6)}`);
    for (let digits = 1; digits <= 18; digits++) for (let round = 0; round < 300; round++) {
      const micros = String(Math.floor(Math.random() * 9) + 1) + Array.from({ length: digits - 1 }, () => Math.floor(Math.random() * 10)).join("");
      expect(fromMicros(micros)).toBe(moved(micros));
    }
    expect(["999999999999999", "100000000000001", "999999999999990", "-999999999999999", "-0"].map(fromMicros)).toEqual(["999999999.999999", "100000000.000001", "999999999.99999", "-999999999.999999", "0"]);
  });
  test("the fixture's rows by device become one row a campaign and day", async () => {
    const { good, rejects } = readRows(campaignRow, campaignRows(), "results");
    const shares = [{ campaign: { id: "21000000001" }, segments: { date: "2026-11-12" }, metrics: { searchImpressionShare: 0.82 } }];
    await expect(`${JSON.stringify({ rejects, rows: campaignDays(good, shares) }, null, 1)}\n`).toMatchFileSnapshot("golden/google-ads-campaigns.json");
  });
  test("a share of 0.82 of 2210 impressions means 2695.121951 were possible; 0.0999 means under a tenth; none is none", () => {
    expect(shareFields(2210, 0.82)).toEqual({ shareImpressions: 2210, eligibleImpressions: "2695.121951", isShareCensored: false });
    expect(shareFields(2210, 0.0999)).toEqual({ shareImpressions: null, eligibleImpressions: null, isShareCensored: true });
    expect(shareFields(2210, undefined)).toEqual({ shareImpressions: null, eligibleImpressions: null, isShareCensored: false });
  });
  test("impressions on other networks don't count for a share of search", () => {
    const row = (adNetworkType: string, impressions: number) => campaignRow.parse({ customer: { id: "1", currencyCode: "EUR" }, campaign: { id: "7" }, segments: { date: "2026-11-12", adNetworkType }, metrics: { impressions } });
    const [day] = campaignDays([row("SEARCH", 300), row("SEARCH_PARTNERS", 100), row("CONTENT", 5_000)], [{ campaign: { id: "7" }, segments: { date: "2026-11-12" }, metrics: { searchImpressionShare: 0.5 } }]);
    expect([day!.impressions, day!.shareImpressions, day!.eligibleImpressions]).toEqual([5_400, 400, "800"]);
  });
  test("two currencies of one campaign are never added", () => {
    const row = (currencyCode: string) => campaignRow.parse({ customer: { id: "1", currencyCode }, campaign: { id: "7" }, segments: { date: "2026-11-12" }, metrics: { costMicros: "1000000" } });
    expect(campaignDays([row("EUR"), row("SEK")], []).map((day) => [day.spend, day.currency])).toEqual([["1", "EUR"], ["1", "SEK"]]);
  });
  test("zero figures may be missing; a campaign without them is zero", () => {
    const { good } = readRows(campaignRow, [{ customer: { id: "1", currencyCode: "EUR" }, campaign: { id: "7" }, segments: { date: "2026-11-12" } }], "results");
    expect(campaignDays(good, [])).toMatchObject([{ impressions: 0, clicks: 0, spend: "0", conversions: "0", conversionsValue: "0" }]);
  });
  test("conversions by action, with their kind", () => {
    const { good } = readRows(conversionRow, (fixture("searchStream.conversion-action")[0].results as object[]).map((row) => ({ ...row, customer: { id: "1234567890", currencyCode: "EUR" } })), "results");
    expect(conversionDays(good).map((row) => [row.action, row.category, row.conversions, row.conversionsValue])).toEqual([["Purchase (web)", "purchase", "5.5", "612.3"], ["Newsletter", "signup", "0", "0"]]);
  });
  test("a term of two ad groups is one row of its campaign", () => {
    const term = (adGroup: string) => termRow.parse({ searchTermView: { resourceName: `customers/1/searchTermViews/7~${adGroup}~Ym9vdHM`, searchTerm: "boots" }, segments: { date: "2026-11-12" }, metrics: { clicks: "2", costMicros: "100000", conversions: 0.1 } });
    let repeated = 0;
    expect(termDays([term("1"), term("2"), term("1"), term("2")], "EUR", () => { repeated++; })).toMatchObject([{ campaignId: "7", term: "boots", currency: "EUR", clicks: 4, spend: "0.2", conversions: "0.2" }]);
    expect(repeated).toBe(2);
  });
  test("a term's name has to say its campaign and ad group", () => {
    const named = (resourceName: string) => readRows(termRow, [{ searchTermView: { resourceName, searchTerm: "boots" }, segments: { date: "2026-11-12" } }], "results");
    expect(named("customers/1/searchTermViews/7~9~Ym9vdHM").good.length).toBe(1);
    expect(named("customers/1/campaigns/7").rejects).toMatchObject([{ path: "results[0].searchTermView.resourceName" }]);
  });
  test("kinds of campaigns land in Google Analytics' channels", () => {
    expect(["SEARCH", "SHOPPING", "PERFORMANCE_MAX", "DEMAND_GEN", "DISPLAY", "VIDEO", "TRAVEL"].map(channelOf)).toEqual(["Paid Search", "Paid Shopping", "Cross-network", "Cross-network", "Display", "Paid Video", "Paid Other"]);
  });
});

describe("reading", () => {
  test("campaigns are asked with the manager in the header, and the account's own total is told", async () => {
    const asked = answering(healthy);
    const all = await readStream(googleAds, "campaigns", reading().context, oneDay);
    expect(all.rows.map((row) => [row.campaign.campaignId, row.spend, row.eligibleImpressions])).toEqual([["21000000001", "70", "5000"], ["21000000002", "61.904321", null]]);
    expect(all.told).toEqual({ "2026-11-12": "131.904321" });
    expect([asked[0]!.path, asked[0]!.headers["login-customer-id"], asked[0]!.headers.authorization, asked[0]!.headers["developer-token"]]).toEqual(["/v26/customers/1234567890/googleAds:searchStream", "9990001111", "Bearer t-123456", undefined]);
    expect(asked.every(({ query }) => query.includes("BETWEEN '2026-11-12' AND '2026-11-12'"))).toBe(true);
  });
  test("the share is asked without the segments that would split it", async () => {
    const asked = answering(healthy);
    await readStream(googleAds, "campaigns", reading().context, oneDay);
    expect(asked.filter(({ query }) => query.includes("search_impression_share")).map(({ query }) => /device|network/.test(query))).toEqual([false]);
  });
  test("rows told twice are not summed twice", async () => {
    answering((query) => (/segments.device/.test(query) ? [{ results: [...campaignRows(), ...campaignRows()] }] : healthy(query)));
    const { context, drift } = reading();
    expect((await readStream(googleAds, "campaigns", context, oneDay)).rows[0].spend).toBe("70");
    expect(drift.get("results.repeated")).toBe(3);
  });
  test("an answer without rows is a day without ads", async () => {
    answering(() => [{ fieldMask: "campaign.id", requestId: "x" }]);
    expect(await readStream(googleAds, "campaigns", reading().context, oneDay)).toMatchObject({ rows: [], read: 0, told: { "2026-11-12": "0" } });
  });
  test("a test tells the account; a manager account is refused with what to enter", async () => {
    answering(healthy);
    expect(await googleAds.test(reading().context)).toEqual({ id: "1234567890", name: "Nordlicht", currency: "EUR", zone: "Europe/Berlin", notes: [] });
    answering(() => [{ results: [{ customer: { id: "1", currencyCode: "EUR", timeZone: "Europe/Berlin", manager: true } }] }]);
    expect(await faultOf(googleAds.test(reading().context))).toMatchObject({ kind: "input", code: "manager" });
  });
});

describe("refusals", () => {
  const judged = (body: unknown, status: number) => adsFault({ status, headers: new Headers(), body }, now);
  test("a used-up allowance waits as long as Google says", () => {
    expect(judged([fixture("error.429.quota")], 429)).toMatchObject({ kind: "throttled", code: "RESOURCE_EXHAUSTED", retryAfterMs: 43_000 });
  });
  test("missing rights are a matter of access, with what to do and the request's number", () => {
    const fault = judged([fixture("error.403.permission")], 403)!;
    expect([fault.kind, fault.code]).toEqual(["auth", "USER_PERMISSION_DENIED"]);
    expect(fault.message).toMatch(/manager account.*Request kJ8hG6fD4sA2pO0iU8yT6r\.$/);
  });
  test("a query's error is ours; a passing one is tried again", async () => {
    const failure = (errorCode: object) => [{ error: { code: 400, message: "x", details: [{ errors: [{ errorCode, message: "m" }] }] } }];
    expect(judged(failure({ queryError: "UNRECOGNIZED_FIELD" }), 400)).toMatchObject({ kind: "input", code: "UNRECOGNIZED_FIELD" });
    expect(judged(failure({ internalError: "TRANSIENT_ERROR" }), 500)).toMatchObject({ kind: "vendor" });
    let count = 0;
    vendor.reply((response, asked) => {
      if (asked.path === "/token") return json(response, { access_token: "t-123456", expires_in: 3599, token_type: "Bearer" });
      return ++count === 1 ? json(response, failure({ internalError: "TRANSIENT_ERROR" }), 500) : json(response, healthy((JSON.parse(asked.body) as { query: string }).query));
    });
    expect((await readStream(googleAds, "campaigns", reading().context, oneDay)).rows.length).toBe(2);
  });
  test("a sign-in that was revoked is a matter of access", async () => {
    vendor.reply((response) => json(response, { error: "invalid_grant", error_description: "Token has been expired or revoked." }, 400));
    expect(await faultOf(readStream(googleAds, "campaigns", reading().context, oneDay))).toMatchObject({ kind: "auth", code: "invalid_grant", message: "Google's sign-in answered invalid_grant: Token has been expired or revoked." });
  });
  test("an answer that is no list is a fault of its shape; a row without its day is set aside", () => {
    expect(() => readParts({ results: [] }, quiet)).toThrow(HttpFault);
    expect(readRows(campaignRow, [{ ...(campaignRows()[0] as object), segments: {} }], "results").rejects[0]!.path).toBe("results[0].segments.date");
  });
});
