// Google Analytics, against the local servers, Google's own client in between.
import { readFileSync } from "node:fs";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { generateKeyPairSync } from "node:crypto";
import type { WebOrder, WebTraffic } from "#lib/facts/web.ts";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { HttpFault, type Ask } from "#lib/sources/source.ts";
import { addUp, orderRow, trafficRow } from "#lib/sources/google-analytics/conform.ts";
import { readReport, readRows } from "#lib/sources/google-analytics/payload.ts";
import { quotaFault } from "#lib/sources/google-analytics/client.ts";
import { googleAnalytics } from "#lib/sources/google-analytics/source.ts";
import { contextFor, readStream, type Reading } from "#test/support/read-stream.ts";
import { nordlicht, smallNow, smallWorld } from "#test/support/small-world.ts";
import { inTurn, json, startVendor } from "#test/support/vendor.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow });
const vendor = await startVendor();
afterAll(() => Promise.all([servers.close(), vendor.close()]));
beforeEach(() => { servers.control.clear(); servers.control.seen.length = 0; });

const { clientId, clientSecret, refreshToken, serviceAccount } = credentials.google;
const settings = { propertyId: nordlicht.accounts.ga4Property, clientId, clientSecret, refreshToken };
const account = { currency: "EUR", zone: "Europe/Berlin" };
const oneDay: Ask = { from: "2026-11-12", to: "2026-11-13" };
const someDays: Ask = { from: "2026-11-11", to: "2026-11-14" };

function reading(given: Partial<Parameters<typeof contextFor>[1]> = {}): Reading {
  return contextFor(googleAnalytics, { settings, endpoint: { base: servers.url, token: `${servers.url}/token` }, account, now: smallNow, ...given });
}
const readAll = (name: string, ask: Ask, given?: Partial<Parameters<typeof contextFor>[1]>) => readStream(googleAnalytics, name, reading(given).context, ask);

async function faultOf(promise: Promise<unknown>): Promise<HttpFault> {
  const error = await promise.then(() => undefined, (caught: unknown) => caught);
  if (!(error instanceof HttpFault)) throw new Error(`No fault but ${String((error as Error)?.stack ?? error)}`);
  return error;
}
const fixture = (name: string) => JSON.parse(readFileSync(`test/fixtures/ga4/${name}.json`, "utf8")) as unknown;
const quiet = { drift: () => {} };

describe("what a fixture holds", () => {
  test("traffic: each row with its campaign, its pieces in order, amounts as text", async () => {
    const report = readReport(fixture("runReport.traffic"), { dimensions: ["date"], metrics: ["sessions"] }, quiet);
    const { good, rejects } = readRows(report);
    await expect(`${JSON.stringify({ rejects, rows: addUp(good.map((row) => trafficRow(row, "EUR"))) }, null, 1)}\n`).toMatchFileSnapshot("golden/ga4-traffic.json");
  });
  test("orders: transaction, refund and how it came; a transaction without number stays, as not told", async () => {
    const { good } = readRows(readReport(fixture("runReport.orders"), { dimensions: ["date"], metrics: [] }, quiet));
    await expect(`${JSON.stringify(addUp(good.map((row) => orderRow(row, "EUR"))), null, 1)}\n`).toMatchFileSnapshot("golden/ga4-orders.json");
  });
  test("a report without rows has none, and nothing is missing from it", () => {
    expect(readRows(readReport(fixture("runReport.empty"), { dimensions: ["date", "countryId"], metrics: ["sessions"] }, quiet))).toEqual({ good: [], rejects: [] });
  });
});

describe("rows that fall together", () => {
  const row = (sessions: string, gads: string, campaign: string) => ({
    dimensions: { date: "20261112", sessionDefaultChannelGroup: "Paid Search", sessionSource: "google", sessionMedium: "cpc", sessionCampaignId: campaign, sessionCampaignName: "(not set)", sessionGoogleAdsCampaignId: gads },
    metrics: { sessions, engagedSessions: "1", newUsers: "0", screenPageViews: "2", addToCarts: "0", checkouts: "0", ecommercePurchases: "0", purchaseRevenue: "0.1", keyEvents: "0.2" },
  });
  test("by one campaign of Google Ads under two tags are added, to the cent", () => {
    const rows = addUp([trafficRow(row("2", "7", "a"), "EUR"), trafficRow(row("3", "7", "b"), "EUR"), trafficRow(row("4", "(not set)", "c"), "EUR")]);
    expect(rows.map(({ campaignId, campaign, sessions, revenue, keyEvents }) => ({ campaignId, campaign, sessions, revenue, keyEvents }))).toEqual([
      { campaignId: "7", campaign: "", sessions: 5, revenue: "0.2", keyEvents: "0.4" }, { campaignId: "c", campaign: "", sessions: 4, revenue: "0.1", keyEvents: "0.2" },
    ]);
  });
});

describe("against the local server", () => {
  test("a test of the connection tells currency and zone, and that every report can be asked", async () => {
    expect(await googleAnalytics.test(reading().context)).toEqual({ id: nordlicht.accounts.ga4Property, name: `Property ${nordlicht.accounts.ga4Property}`, currency: "EUR", zone: "Europe/Berlin", notes: [] });
    expect(servers.control.seen.filter((request) => request.path.endsWith(":checkCompatibility")).length).toBe(5);
  });
  test("what is read equals what is served, and the day's total is the server's own", async () => {
    const all = await readAll("traffic", oneDay);
    expect(all.rows.map((row: WebTraffic) => [row.toldChannel, row.source, row.medium, row.campaignId, row.campaign, row.sessions, row.revenue])).toEqual([
      ["Direct", "(direct)", "(none)", "", "", 102, "49.9"],
      ["Organic Search", "google", "organic", "", "", 202, "120.35"],
      ["Paid Search", "google", "cpc", "21000000001", "DE | Search | Brand", 82, "259.8"],
      ["Paid Social", "facebook", "paid_social", "120210000000000111", "prospecting_autumn", 60, "0"],
    ]);
    expect(all.told).toEqual({ "2026-11-12": "446" });
    expect([all.read, all.rejects, all.flags]).toEqual([4, [], {}]);
  });
  test("audience, landing pages and users of some days", async () => {
    expect((await readAll("audience", oneDay)).rows).toEqual([
      { day: "2026-11-12", country: "AT", device: "desktop", sessions: 92, engagedSessions: 55, carts: 11, checkouts: 6, purchases: 2, revenue: "200", currency: "EUR" },
      { day: "2026-11-12", country: "DE", device: "mobile", sessions: 252, engagedSessions: 160, carts: 26, checkouts: 13, purchases: 3, revenue: "230.05", currency: "EUR" },
    ]);
    expect((await readAll("landing", someDays)).rows.length).toBe(6);
    expect((await readAll("users", someDays)).rows.map((row) => [row.day, row.totalUsers])).toEqual([["2026-11-11", 381], ["2026-11-12", 382], ["2026-11-13", 383]]);
  });
  test("orders by transaction, reconciled by revenue", async () => {
    const all = await readAll("orders", { from: "2026-11-01", to: "2026-11-20" });
    expect(all.rows.length).toBeGreaterThan(0);
    const sums = new Map<string, number>();
    for (const row of all.rows as WebOrder[]) sums.set(row.day, (sums.get(row.day) ?? 0) + Number(row.revenue));
    for (const [day, told] of Object.entries(all.told)) expect(sums.get(day) ?? 0).toBeCloseTo(Number(told), 6);
  });
  test("a service account signs in at the connection's token address", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048, privateKeyEncoding: { type: "pkcs8", format: "pem" }, publicKeyEncoding: { type: "spki", format: "pem" } });
    const key = JSON.stringify({ type: "service_account", client_email: serviceAccount, private_key: privateKey, token_uri: "https://elsewhere.example/token" });
    const all = await readAll("users", oneDay, { settings: { propertyId: settings.propertyId, serviceAccount: key } });
    expect(all.rows.length).toBe(1);
    expect(servers.control.seen[0]).toMatchObject({ vendor: "google", path: "/token" });
  });
  test("one sign-in serves a whole run", async () => {
    const { context } = reading();
    for (const name of ["traffic", "users", "landing"]) await readStream(googleAnalytics, name, context, oneDay);
    expect(servers.control.seen.filter((request) => request.path === "/token").length).toBe(1);
  });
  test("days younger than 72 hours are told as not final", async () => {
    const all = await readAll("users", { from: "2026-11-12", to: "2026-11-20" }, { now: new Date("2026-11-18T10:00:00Z") });
    expect(all.flags).toEqual(Object.fromEntries(["2026-11-15", "2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"].map((day) => [day, ["not_final"]])));
  });
  test("a restated day and a vanished row are told as they now are", async () => {
    servers.control.editRows({ report: "traffic", day: "2026-11-12", where: { channel: "Paid Social" }, isGone: true });
    servers.control.editRows({ report: "traffic", day: "2026-11-12", where: { channel: "Direct" }, set: { sessions: 99 } });
    const all = await readAll("traffic", oneDay);
    expect(all.rows.map((row: WebTraffic) => [row.toldChannel, row.sessions])).toEqual([["Direct", 99], ["Organic Search", 202], ["Paid Search", 82]]);
    expect(all.told).toEqual({ "2026-11-12": "383" });
  });
});

describe("lost detail", () => {
  test.each([["sampling", { at: "metadata.samplingMetadatas", value: [{ samplesReadCount: "1", samplingSpaceSize: "2" }] }], ["a lumped row", { at: "metadata.dataLossFromOtherRow", value: true }]])("%s over several days makes it ask day by day", async (_, change) => {
    servers.control.fault({ on: "ga4", kind: "set", skip: 1, ...change });
    const all = await readAll("traffic", someDays);
    expect([all.batches, all.rows.length, all.flags]).toEqual([3, 12, {}]);
    expect(Object.keys(all.told)).toEqual(["2026-11-11", "2026-11-12", "2026-11-13"]);
  });
  test("a single day that stays so carries the flag", async () => {
    servers.control.fault({ on: "ga4", kind: "set", skip: 1, times: 2, at: "metadata.dataLossFromOtherRow", value: true });
    expect((await readAll("traffic", someDays)).flags).toEqual({ "2026-11-11": ["other_row"] });
  });
  test("thresholds and cut history are flagged by day", async () => {
    const { drift, context } = reading();
    servers.control.fault({ on: "ga4", kind: "set", skip: 1, at: "metadata.subjectToThresholding", value: true });
    expect((await readStream(googleAnalytics, "landing", context, oneDay)).flags).toEqual({ "2026-11-12": ["thresholded"] });
    servers.control.fault({ on: "ga4", kind: "set", skip: 1, at: "metadata.dataTruncationReasons", value: [{ dataTruncationType: "RETENTION", dataTruncationDate: { year: 2026, month: 11, day: 12 } }] });
    expect((await readStream(googleAnalytics, "landing", context, someDays)).flags).toEqual({ "2026-11-11": ["truncated"] });
    expect(drift.size).toBe(0);
  });
});

describe("faults", () => {
  test.each([
    ["429 with a wait", { kind: "tooMany", seconds: 2 }], ["an error of the server", { kind: "error", status: 500 }], ["a web page", { kind: "html" }],
    ["half an answer", { kind: "truncated" }], ["a broken connection", { kind: "reset" }],
  ] as const)("%s is tried again and the figures are whole", async (name, harm) => {
    servers.control.fault({ on: "ga4", skip: 1, ...harm });
    const all = await readAll("traffic", oneDay).catch((fault: HttpFault) => fault);
    // Google's own 429 of used-up tokens says "per hour": another try is useless before.
    if (name === "429 with a wait") expect(all).toMatchObject({ kind: "quota", stopUntil: new Date(smallNow.getTime() + 3_600_000) });
    else expect(all).toMatchObject({ rows: { length: 4 }, told: { "2026-11-12": "446" } });
  });
  test("no answer at all is a fault of the network after its tries", async () => {
    servers.control.fault({ on: "ga4", kind: "stall", times: 9 });
    expect((await faultOf(readAll("users", oneDay, { http: { timeoutMs: 50 } }))).kind).toBe("network");
  });
  test("rows told twice within a page count once", async () => {
    const { context, drift } = reading();
    servers.control.fault({ on: "ga4", kind: "duplicateRows", skip: 1 });
    const all = await readStream(googleAnalytics, "traffic", context, oneDay);
    expect([all.rows.length, all.rows[0].sessions, drift.get("rows.repeated")]).toEqual([4, 102, 4]);
  });
  test("a page without the rows that its count promises is no success", async () => {
    servers.control.fault({ on: "ga4", kind: "emptyPage", skip: 1, times: 1 });
    expect(await faultOf(readAll("traffic", oneDay))).toMatchObject({ kind: "vendor", code: "incomplete" });
  });
  test("a page told twice is no success", async () => {
    const headers = { dimensionHeaders: ["date"].map((name) => ({ name })), metricHeaders: ["totalUsers", "newUsers", "activeUsers"].map((name) => ({ name })) };
    const page = { ...headers, rows: [{ dimensionValues: [{ value: "20261112" }], metricValues: ["5", "4", "3"].map((value) => ({ value })) }], rowCount: 2 };
    vendor.reply((response, asked) => json(response, asked.path === "/token" ? { access_token: "t", expires_in: 3599, token_type: "Bearer" } : page));
    expect(await faultOf(readAll("users", someDays, { endpoint: { base: vendor.base, token: `${vendor.base}/token` } }))).toMatchObject({ kind: "vendor", code: "incomplete" });
  });
  test("a new field is counted; a missing metric is a fault of its shape; a value that is no number leaves its row out", async () => {
    const { context, drift } = reading();
    servers.control.fault({ on: "ga4", kind: "set", skip: 1, at: "rows.*.shade", value: "blue" });
    expect((await readStream(googleAnalytics, "traffic", context, oneDay)).rows.length).toBe(4);
    expect([...drift]).toEqual([["rows.shade", 1]]);
    servers.control.fault({ on: "ga4", kind: "remove", skip: 1, at: "metricHeaders.7" });
    expect((await faultOf(readStream(googleAnalytics, "traffic", context, oneDay))).kind).toBe("shape");
    servers.control.fault({ on: "ga4", kind: "set", skip: 1, at: "rows.1.metricValues.0.value", value: null });
    const all = await readStream(googleAnalytics, "traffic", context, oneDay);
    expect([all.rows.length, all.rejects[0]!.path, all.rejects[0]!.reason]).toEqual([3, "rows[1].metricValues[0]", "sessions is no number"]);
  });
  test("amounts carry the currency that the answer names, whatever the account's was", async () => {
    servers.control.fault({ on: "ga4", kind: "currency", currency: "SEK", skip: 1 });
    expect((await readAll("traffic", oneDay)).rows.every((row: WebTraffic) => row.currency === "SEK")).toBe(true);
  });
  test("a revoked token stops it as a matter of access", async () => {
    servers.control.revoke("google");
    expect(await faultOf(readAll("users", oneDay))).toMatchObject({ kind: "auth", code: "invalid_grant" });
  });
  test("another's property is a matter of access, hidden revenue too", async () => {
    expect((await faultOf(readAll("users", oneDay, { settings: { ...settings, propertyId: "999999" } }))).kind).toBe("auth");
    servers.control.fault({ on: "ga4", kind: "set", skip: 1, at: "metadata.schemaRestrictionResponse", value: { activeMetricRestrictions: [{ metricName: "purchaseRevenue" }] } });
    expect(await faultOf(readAll("traffic", oneDay))).toMatchObject({ kind: "auth", code: "restricted" });
  });
  test("under a tenth of the hour's tokens the page in hand is kept and the next call waits for the hour", async () => {
    const { context } = reading();
    servers.control.fault({ on: "ga4", kind: "set", skip: 1, at: "propertyQuota.tokensPerProjectPerHour.remaining", value: 1_399 });
    expect((await readStream(googleAnalytics, "traffic", context, oneDay)).rows.length).toBe(4);
    const fault = await faultOf(readStream(googleAnalytics, "landing", context, oneDay));
    expect([fault.kind, fault.stopUntil]).toEqual(["quota", new Date(smallNow.getTime() + 3_600_000)]);
  });
  test("429 is told apart by its words", () => {
    const at = new Date("2026-11-20T12:00:00Z");
    const judged = (message: string) => quotaFault({ status: 429, code: "RESOURCE_EXHAUSTED", reason: "", message }, at);
    expect(judged("Exhausted concurrent requests quota.")).toMatchObject({ kind: "throttled", retryAfterMs: 30_000 });
    expect(judged((fixture("error.429") as { error: { message: string } }).error.message)).toMatchObject({ kind: "quota", stopUntil: new Date("2026-11-20T13:00:00Z") });
    expect(judged("Exhausted property tokens per day.")).toMatchObject({ kind: "quota", stopUntil: new Date("2026-11-21T08:00:00Z") });
  });
  test("nothing leaves for another host than the endpoint's and Google's", async () => {
    vendor.reply(inTurn((response) => json(response, {})));
    const { context } = reading({ endpoint: { base: "https://analyticsdata.example", token: `${servers.url}/token` }, http: { operatorHosts: [new URL(servers.url).host] } });
    expect(await faultOf(readStream(googleAnalytics, "users", context, oneDay))).toMatchObject({ kind: "input", code: "host_refused" });
  });
});

describe("settings", () => {
  test("one of the two ways in must be filled in, and a key must be a key", () => {
    const tried = (given: object) => googleAnalytics.settings.safeParse({ propertyId: "312345678", ...given }).success;
    expect([tried({}), tried({ serviceAccount: "{}" }), tried({ clientId: "a", clientSecret: "b" }), tried({ clientId: "a", clientSecret: "b", refreshToken: "c" })]).toEqual([false, false, false, true]);
    expect(googleAnalytics.settings.safeParse({ ...settings, propertyId: "G-ABC" }).success).toBe(false);
  });
});
