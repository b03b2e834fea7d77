// Search Console, Google Ads and page speed end to end: what is read equals what the local servers serve.
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { multiply } from "#lib/core/money.ts";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import type { VendorName } from "#lib/demo/servers/vendor.ts";
import type { DemoReport } from "#lib/demo/records.ts";
import type { AdConversion, AdDay, AdTerm } from "#lib/facts/ads.ts";
import type { SeoAudience, SeoPage, SeoQuery, SeoTotal } from "#lib/facts/seo.ts";
import { HttpFault, type Source } from "#lib/sources/source.ts";
import { googleAds } from "#lib/sources/google-ads/source.ts";
import { pageSpeed } from "#lib/sources/page-speed/source.ts";
import { searchConsole } from "#lib/sources/search-console/source.ts";
import { contextFor, readStream, type Reading } from "#test/support/read-stream.ts";
import { endDay, firstDay, harbor, nordlicht, smallNow, smallWorld } from "#test/support/small-world.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow });
afterAll(() => servers.close());
beforeEach(() => { servers.control.clear(); servers.control.seen.length = 0; });

const { clientId, clientSecret, refreshToken, apiKey } = credentials.google;
const access = { clientId, clientSecret, refreshToken };
const settings = new Map<Source, object>([
  [searchConsole, { siteUrl: nordlicht.accounts.searchSite, ...access }], [googleAds, { customerId: nordlicht.accounts.googleAds, ...access }], [pageSpeed, { site: nordlicht.site, apiKey }],
]);
const all = { from: firstDay, to: endDay };
const oneDay = { from: "2026-11-12", to: "2026-11-13" };

function reading(source: Source, given: Partial<Parameters<typeof contextFor>[1]> = {}): Reading {
  return contextFor(source, { settings: settings.get(source), endpoint: { base: servers.url, token: `${servers.url}/token` }, account: { currency: "EUR", zone: "UTC" }, now: smallNow, ...given });
}
const read = <Row>(source: Source, stream: string, ask = all) => readStream<Row>(source, stream, reading(source).context, ask);
const served = (report: DemoReport) => [...smallWorld.rows(nordlicht, report, all.from, all.to, smallNow)] as any[];
const sum = (values: Iterable<string | number>) => [...values].reduce<number>((total, value) => total + Math.round(Number(value) * 1e6), 0) / 1e6;

async function faultOf(promise: Promise<unknown>): Promise<HttpFault> {
  const error = await promise.then(() => undefined, (caught: unknown) => caught);
  if (!(error instanceof HttpFault)) throw new Error(`No fault but ${String((error as Error)?.stack ?? error)}`);
  return error;
}

describe("Search Console", () => {
  test("each stream holds what is served, row by row", async () => {
    const figures = (row: SeoTotal) => ({ day: row.day, clicks: row.clicks, impressions: row.impressions, positionSum: Number(row.positionSum) });
    const from = (row: SeoTotal) => ({ day: row.day, clicks: row.clicks, impressions: row.impressions, positionSum: row.positionSum });
    expect((await read<SeoTotal>(searchConsole, "totals")).rows.map(figures)).toEqual(served("searchTotals").map(from));
    expect((await read<SeoAudience>(searchConsole, "audience")).rows.map((row) => ({ ...figures(row), country: row.country, device: row.device }))).toEqual(served("searchDevices").map((row) => ({ ...from(row), country: "DE", device: row.device.toLowerCase() })));
    expect((await read<SeoPage>(searchConsole, "pages")).rows.map((row) => ({ ...figures(row), page: row.page }))).toEqual(served("searchPages").map((row) => ({ ...from(row), page: row.page })));
    expect((await read<SeoQuery>(searchConsole, "queries")).rows.map((row) => ({ ...figures(row), query: row.query }))).toEqual(served("searchQueries").map((row) => ({ ...from(row), query: row.query })));
  });
  test("parts are told Google's totals and add up to them; unfinished days are flagged", async () => {
    const { rows, told, flags } = await read<SeoPage>(searchConsole, "pages");
    for (const [day, clicks] of Object.entries(told)) expect(sum(rows.filter((row) => row.day === day).map((row) => row.clicks))).toBe(Number(clicks));
    expect([Object.keys(told).length, Object.keys(flags)]).toEqual([10, ["2026-11-18", "2026-11-19"]]);
  });
  test("a property with an address is found at the test; an unknown one is refused by name", async () => {
    expect(await searchConsole.test(reading(searchConsole, { settings: { siteUrl: harbor.accounts.searchSite, ...access } }).context)).toMatchObject({ id: "https://harbor-goods.example/", name: "harbor-goods.example", zone: "America/Los_Angeles" });
    expect((await faultOf(searchConsole.test(reading(searchConsole, { settings: { siteUrl: "sc-domain:other.example", ...access } }).context))).kind).toBe("auth");
  });
  test("quota's 403 is waited for, and the figures are whole", async () => {
    servers.control.fault({ on: "searchConsole", kind: "quota", times: 2 });
    const { context, waits } = reading(searchConsole);
    expect((await readStream(searchConsole, "totals", context, all)).rows.length).toBe(10);
    expect(waits.length).toBe(2);
  });
});

describe("Google Ads", () => {
  test("spend, clicks and conversions of each campaign equal what is served, to the micro", async () => {
    const { rows, told } = await read<AdDay>(googleAds, "campaigns");
    const rowsServed = served("googleAds");
    for (const row of rows) {
      const own = rowsServed.filter((one) => one.day === row.day && one.campaignId === row.campaign.campaignId);
      expect([row.impressions, row.clicks, Number(row.spend), Number(row.conversions), Number(row.conversionsValue)]).toEqual([sum(own.map((one) => one.impressions)), sum(own.map((one) => one.clicks)), sum(own.map((one) => one.costMicros)) / 1e6, sum(own.map((one) => one.conversions)), sum(own.map((one) => one.value))]);
    }
    expect(rows.length).toBe(20);
    for (const [day, spend] of Object.entries(told)) expect(sum(rows.filter((row) => row.day === day).map((row) => row.spend))).toBe(Number(spend));
  });
  test("the impressions that could have been had are impressions ÷ share; Performance Max tells none", async () => {
    const [brand, max] = (await read<AdDay>(googleAds, "campaigns", oneDay)).rows;
    expect(Number(multiply(brand!.eligibleImpressions!, "1"))).toBeCloseTo(2212 / 0.82 + 890 / 0.0999, -1);
    expect([brand!.shareImpressions, max!.shareImpressions, max!.isShareCensored]).toEqual([3102, null, false]);
  });
  test("conversions by action and search terms equal what is served", async () => {
    expect((await read<AdConversion>(googleAds, "conversions", oneDay)).rows.map((row) => [row.campaignId, row.action, row.category, row.conversions, row.conversionsValue])).toEqual([
      ["21000000001", "Purchase (web)", "purchase", "5.5", "612.3"], ["21000000001", "Newsletter", "signup", "0", "0"], ["21000000002", "Purchase (web)", "purchase", "1", "89.5"],
    ]);
    const terms = (await read<AdTerm>(googleAds, "terms")).rows;
    expect([terms.length, sum(terms.map((row) => row.spend))]).toEqual([20, sum(served("searchTerms").map((row) => row.costMicros)) / 1e6]);
  });
  test("a restated day and a vanished campaign are told as they now are", async () => {
    servers.control.editRows({ report: "googleAds", day: "2026-11-12", where: { campaignId: "21000000002" }, isGone: true });
    servers.control.editRows({ report: "googleAds", day: "2026-11-12", where: { device: "DESKTOP" }, set: { costMicros: 1 } });
    const { rows, told } = await read<AdDay>(googleAds, "campaigns", oneDay);
    expect([rows.map((row) => row.spend), told]).toEqual([["48.250001"], { "2026-11-12": "48.250001" }]);
  });
  test("rows told twice count once; a wrong currency is kept as told; a row without its campaign is set aside", async () => {
    servers.control.fault({ on: "googleAds", kind: "duplicateRows", skip: 1 });
    expect((await read<AdDay>(googleAds, "campaigns", oneDay)).rows.map((row) => row.clicks)).toEqual([197, 149]);
    servers.control.fault({ on: "googleAds", kind: "currency", currency: "SEK", skip: 1 });
    expect((await read<AdDay>(googleAds, "campaigns", oneDay)).rows.map((row) => row.currency)).toEqual(["SEK", "SEK"]);
    servers.control.fault({ on: "googleAds", kind: "remove", skip: 1, at: "0.results.2.campaign" });
    const { rows, rejects } = await read<AdDay>(googleAds, "campaigns", oneDay);
    expect([rows.length, rejects.map((reject) => reject.path)]).toEqual([1, ["results[2].campaign"]]);
  });
  test("the account is tested by its number; another's is a matter of access", async () => {
    expect(await googleAds.test(reading(googleAds).context)).toEqual({ id: "1234567890", name: "Nordlicht Outdoor", currency: "EUR", zone: "Europe/Berlin", notes: [] });
    expect(await faultOf(googleAds.test(reading(googleAds, { settings: { customerId: "555-555-5555", ...access } }).context))).toMatchObject({ kind: "auth", code: "USER_PERMISSION_DENIED" });
  });
  test("43 seconds of quota are waited for", async () => {
    servers.control.fault({ on: "googleAds", kind: "quota" });
    const { context, waits } = reading(googleAds);
    expect((await readStream(googleAds, "campaigns", context, oneDay)).rows.length).toBe(2);
    expect(waits).toEqual([43_500]);
  });
});

describe("page speed", () => {
  test("weekly periods of both devices, and a laboratory day", async () => {
    const { rows } = await read<any>(pageSpeed, "vitals", { from: "2026-02-12", to: "2026-11-20" });
    expect(rows.filter((row) => row.formFactor === "phone").map((row) => [row.day, row.subject, row.lcpP75Ms, row.inpP75Ms, row.clsP75])).toEqual([
      ["2026-11-07", nordlicht.site, "2362", "238", "0.07"], ["2026-11-14", nordlicht.site, "2310", "238", "0.06"],
    ]);
    expect((await read<any>(pageSpeed, "lab", { from: "2026-11-21", to: "2026-11-22" })).rows.map((row) => [row.formFactor, row.score, row.lcpMs])).toEqual([["phone", "0.74", "3902.2"], ["desktop", "0.93", "3902.2"]]);
  });
});

describe("all of them", () => {
  const cases: [string, Source, string, VendorName][] = [["Search Console", searchConsole, "totals", "searchConsole"], ["Google Ads", googleAds, "campaigns", "googleAds"], ["page speed", pageSpeed, "vitals", "crux"]];
  test.each(cases)("%s: an error, a web page, half an answer and a broken connection are tried again", async (_, source, stream, on) => {
    const whole = (await read(source, stream)).rows;
    for (const harm of [{ kind: "error", status: 500 }, { kind: "html" }, { kind: "truncated" }, { kind: "reset" }] as const) {
      servers.control.fault({ on, ...harm });
      expect([harm.kind, (await read(source, stream)).rows]).toEqual([harm.kind, whole]);
    }
    expect(whole.length).toBeGreaterThan(0);
  });
  test.each(cases)("%s: a field that nobody knows is counted and hurts nothing", async (_, source, stream, on) => {
    const whole = (await read(source, stream)).rows;
    servers.control.fault({ on, kind: "set", at: on === "googleAds" ? "0.shade" : "shade", value: 1, times: 9 });
    const { context, drift } = reading(source);
    expect((await readStream(source, stream, context, all)).rows).toEqual(whole);
    if (source !== pageSpeed) expect(drift.get("shade")).toBeGreaterThan(0);
  });
  test.each(cases)("%s: no answer at all ends as a fault of the network", async (_, source, stream, on) => {
    servers.control.fault({ on, kind: "stall", times: 9 });
    expect((await faultOf(readStream(source, stream, reading(source, { http: { timeoutMs: 50 } }).context, all))).kind).toBe("network");
  });
  test.each(cases)("%s: a revoked credential is a matter of access", async (_, source, stream, on) => {
    servers.control.revoke(on);
    expect((await faultOf(read(source, stream))).kind).toBe("auth");
  });
});
