// Meta Ads: fixtures to facts, and its streams against the local server, faults included.
import { readFileSync } from "node:fs";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import type { AdConversion, AdDay } from "#lib/facts/ads.ts";
import { HttpFault, type Ask } from "#lib/sources/source.ts";
import { readRows } from "#lib/sources/rows.ts";
import { classify, restOf } from "#lib/sources/meta/client.ts";
import { campaignDay, conversionDays } from "#lib/sources/meta/conform.ts";
import { rowSchema } from "#lib/sources/meta/payload.ts";
import { meta } from "#lib/sources/meta/source.ts";
import { contextFor, readStream, type Reading } from "#test/support/read-stream.ts";
import { nordlicht, smallNow, smallWorld } from "#test/support/small-world.ts";
import { json, startVendor } from "#test/support/vendor.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow });
const vendor = await startVendor();
afterAll(() => Promise.all([servers.close(), vendor.close()]));
beforeEach(() => { servers.control.clear(); servers.control.seen.length = 0; });

const settings = { accountId: `act_${nordlicht.accounts.meta}`, accessToken: credentials.meta.accessToken };
const own = () => ({ endpoint: { base: vendor.base, token: vendor.base } });
function reading(given: Partial<Parameters<typeof contextFor>[1]> = {}): Reading {
  return contextFor(meta, { settings, endpoint: { base: servers.url, token: servers.url }, account: { id: nordlicht.accounts.meta!, currency: "EUR", zone: "Europe/Berlin" }, now: smallNow, ...given });
}
const readAll = <Row = AdDay>(name: string, ask: Ask, given?: Partial<Parameters<typeof contextFor>[1]>) => readStream<Row>(meta, name, reading(given).context, ask);
const fixture = (name: string) => JSON.parse(readFileSync(`test/fixtures/meta/${name}.json`, "utf8"));
const oneDay: Ask = { from: "2026-11-12", to: "2026-11-13" };
const long: Ask = { from: "2026-11-01", to: "2026-11-21" };
async function faultOf(promise: Promise<unknown>): Promise<HttpFault> {
  const error = await promise.then(() => undefined, (caught: unknown) => caught);
  if (!(error instanceof HttpFault)) throw new Error(`No fault but ${String((error as Error)?.stack ?? error)}`);
  return error;
}

describe("rows to facts", () => {
  test("the fixture: one kind of purchase counts, what is left out is zero, the channel is Paid Social", async () => {
    const { good, rejects } = readRows(rowSchema, fixture("insights.campaign-day").data, "data");
    expect(rejects).toEqual([]);
    const facts = { days: good.map((row) => campaignDay(row, "omni_purchase")), conversions: good.flatMap((row) => conversionDays(row, "omni_purchase")) };
    expect(facts.days.map((day) => [day.campaign.name, day.spend, day.conversions, day.conversionsValue])).toEqual([["prospecting_autumn", "86.41", "3", "231.85"], ["retargeting_dpa", "12", "0", "0"]]);
    await expect(`${JSON.stringify(facts, null, 1)}\n`).toMatchFileSnapshot("golden/meta-insights.json");
  });
  test("a row that spans several days is no day", () => {
    const [row] = fixture("insights.campaign-day").data;
    expect(readRows(rowSchema, [{ ...row, date_stop: "2026-11-13" }], "data").rejects.map((reject) => reject.path)).toEqual(["data[0].date_stop"]);
  });
});

describe("against the local server", () => {
  test("a test of the connection tells name, currency and zone", async () => {
    expect(await meta.test(reading().context)).toEqual({ id: nordlicht.accounts.meta, name: "Nordlicht Outdoor", currency: "EUR", zone: "Europe/Berlin", notes: [] });
  });
  test("a day: what is read equals what is served, and adds up to the account's own total", async () => {
    const all = await readAll("campaigns", oneDay);
    expect(all.rows.map((row) => [row.day, row.campaign.campaignId, row.impressions, row.clicks, row.spend, row.currency, row.conversions, row.conversionsValue])).toEqual([
      ["2026-11-12", "120210000000000111", 18_344, 241, "86.41", "EUR", "3", "231.85"], ["2026-11-12", "120210000000000222", 2011, 39, "12", "EUR", "0", "0"],
    ]);
    expect([all.told, all.read, all.rejects]).toEqual([{ "2026-11-12": "98.41" }, 2, []]);
    const conversions = await readAll<AdConversion>("conversions", oneDay);
    expect(conversions.rows).toEqual([{ day: "2026-11-12", platform: "meta", accountId: nordlicht.accounts.meta, campaignId: "120210000000000111", action: "omni_purchase", category: "purchase", conversions: "3", conversionsValue: "231.85", currency: "EUR" }]);
    expect(conversions.told).toEqual({ "2026-11-12": "231.85" });
  });
  test("a longer stretch is made in the background; days without campaigns are told as nothing", async () => {
    const all = await readAll("campaigns", long);
    expect(all.rows.length).toBe(20);
    expect([all.told["2026-11-05"], all.told["2026-11-12"], Object.keys(all.told).length]).toEqual(["0", "98.41", 20]);
    expect(servers.control.seen.some((request) => request.method === "POST")).toBe(true);
  });
  test("another kind of purchase is taken by the settings", async () => {
    const { rows } = await readAll("campaigns", oneDay, { settings: { ...settings, purchase: "onsite_conversion.purchase" } });
    expect(rows.map((row) => row.conversions)).toEqual(["0", "0"]);
  });
  test("the token stands in no address", async () => {
    await readAll("campaigns", long);
    expect(servers.control.seen.every((request) => !request.query.includes("token"))).toBe(true);
  });
});

describe("faults", () => {
  test.each([["an error of the server", { kind: "error", status: 500 }], ["a web page", { kind: "html" }], ["half an answer", { kind: "truncated" }], ["a broken connection", { kind: "reset" }]] as const)("%s is tried again and the figures are whole", async (_, harm) => {
    const whole = (await readAll("campaigns", oneDay)).rows;
    servers.control.fault({ on: "meta", skip: 1, ...harm } as never);
    expect((await readAll("campaigns", oneDay)).rows).toEqual(whole);
  });
  test("too many calls end the run until Meta lets us in again", async () => {
    servers.control.fault({ on: "meta", kind: "quota" });
    const fault = await faultOf(readAll("campaigns", oneDay));
    expect([fault.kind, fault.code, fault.stopUntil! > smallNow]).toEqual(["quota", "80004", true]);
    for (const code of [4, 17, 32, 613, 80000, 80004]) expect(classify(answer({ code }))).toMatchObject({ kind: "throttled" });
  });
  test("a dead token stops it, a missing permission says which, an unknown account says so", async () => {
    servers.control.revoke("meta");
    expect(await faultOf(meta.test(reading().context))).toMatchObject({ kind: "auth", message: expect.stringContaining("system user") });
    servers.control.clear();
    expect(await faultOf(meta.test(reading({ settings: { ...settings, accountId: "999999999" } }).context))).toMatchObject({ kind: "input", message: expect.stringContaining("no such ad account") });
    expect(classify(answer({ code: 200 }))).toMatchObject({ kind: "auth", message: expect.stringContaining("ads_read") });
    expect(classify(answer({ code: 294 }))).toMatchObject({ kind: "auth" });
    expect(classify(answer({ code: 100 }))).toMatchObject({ kind: "input" });
    expect(classify(answer({ code: 5000, is_transient: true }))).toMatchObject({ kind: "vendor" });
  });
  test("what is too much at once is asked for in halves", async () => {
    const asked: [string, string][] = [];
    vendor.reply((response, request) => {
      if (request.query.get("level") === "account") return json(response, { data: [] });
      const { since, until } = JSON.parse(request.query.get("time_range")!);
      asked.push([since, until]);
      return since === until || since === "2026-11-14" ? json(response, { data: [] }) : json(response, { error: { message: "Please reduce the amount of data you're asking for, then retry your request", type: "OAuthException", code: 1 } }, 500);
    });
    await readAll("campaigns", { from: "2026-11-12", to: "2026-11-16" }, own());
    expect(asked).toEqual([["2026-11-12", "2026-11-15"], ["2026-11-12", "2026-11-13"], ["2026-11-12", "2026-11-12"], ["2026-11-13", "2026-11-13"], ["2026-11-14", "2026-11-15"]]);
  });
  test("a background report that fails is asked for in halves too", async () => {
    let runs = 0;
    vendor.reply((response, request) => {
      if (request.method === "POST") return json(response, { report_run_id: String(++runs) });
      if (request.query.get("fields")?.startsWith("async")) return json(response, { async_status: "Job Failed", async_percent_completion: 100 });
      return json(response, { data: [] });
    });
    await readAll("campaigns", { from: "2026-11-01", to: "2026-11-13" }, own());
    expect(runs).toBe(1);
    expect(vendor.asked.filter((request) => request.query.get("level") === "campaign" && request.method === "GET").length).toBe(2);
  });
  test("pages follow the cursor by an address of our own; the same cursor twice ends the run", async () => {
    const page = { ...fixture("insights.campaign-day"), paging: { cursors: { after: "A" }, next: "https://evil.example/?access_token=x" } };
    vendor.reply((response, request, count) => json(response, request.query.get("level") === "account" ? { data: [] } : count === 2 ? page : fixture("insights.campaign-day").paging && { data: [], paging: {} }));
    expect((await readAll("campaigns", oneDay, own())).rows.length).toBe(2);
    expect(vendor.asked.at(-1)!.query.get("after")).toBe("A");
    vendor.reply((response, request) => json(response, request.query.get("level") === "account" ? { data: [] } : page));
    expect(await faultOf(readAll("campaigns", oneDay, own()))).toMatchObject({ kind: "vendor", code: "repeated" });
  });
  test("amounts in another currency than the account's are refused; a row that can't be read is set aside; a new field is counted", async () => {
    servers.control.fault({ on: "meta", kind: "currency", currency: "USD", skip: 1 });
    expect(await faultOf(readAll("campaigns", oneDay))).toMatchObject({ kind: "shape", code: "currency" });
    servers.control.fault({ on: "meta", kind: "set", skip: 1, at: "data.0.spend", value: null } as never);
    const { rows, rejects } = await readAll("campaigns", oneDay);
    expect([rows.length, rejects.map((reject) => reject.path)]).toEqual([1, ["data[0].spend"]]);
    servers.control.fault({ on: "meta", kind: "set", skip: 1, at: "data.0.madeUp", value: 1 } as never);
    const { context, drift } = reading();
    await readStream(meta, "campaigns", context, oneDay);
    expect([...drift.keys()]).toEqual(["data.madeUp"]);
  });
  test("usage over 75 % slows down, used up rests five minutes or as long as Meta says", () => {
    const usage = (entry: object) => restOf(new Headers({ "x-business-use-case-usage": JSON.stringify({ 1: [entry] }) }));
    expect(restOf(new Headers({ "x-business-use-case-usage": JSON.stringify(fixture("header.x-business-use-case-usage")) }))).toBe(26_250);
    expect([usage({ call_count: 75 }), usage({ call_count: 10, total_time: 79 }), usage({ total_cputime: 100 }), usage({ call_count: 100, estimated_time_to_regain_access: 12 })]).toEqual([0, 5_000, 300_000, 720_000]);
    expect([restOf(new Headers()), restOf(new Headers({ "x-business-use-case-usage": "{" })), restOf(new Headers({ "x-fb-ads-insights-throttle": '{"app_id_util_pct":0,"acc_id_util_pct":95}' }))]).toEqual([0, 0, 25_000]);
  });
});

const answer = (error: object) => ({ status: 400, headers: new Headers(), body: { error: { message: "m", type: "OAuthException", ...error } } });
