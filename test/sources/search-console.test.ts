// Search Console: fixtures, and a scripted vendor for what a healthy server never does.
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { HttpFault, type Ask } from "#lib/sources/source.ts";
import { quotaFault } from "#lib/sources/search-console/client.ts";
import { countryOf, queryRow, totalRow } from "#lib/sources/search-console/conform.ts";
import { readAnswer, row as rowShape } from "#lib/sources/search-console/payload.ts";
import { searchConsole } from "#lib/sources/search-console/source.ts";
import { readSaid } from "#lib/sources/google/faults.ts";
import { readRows } from "#lib/sources/rows.ts";
import { contextFor, readStream, type Reading } from "#test/support/read-stream.ts";
import { json, startVendor, type Asked } from "#test/support/vendor.ts";

const vendor = await startVendor();
afterAll(() => vendor.close());

const fixture = (name: string) => JSON.parse(readFileSync(`test/fixtures/gsc/${name}.json`, "utf8")) as unknown;
const quiet = { drift: () => {} };
const now = new Date("2026-11-21T10:00:00Z");
const settings = { siteUrl: "sc-domain:shop.example", clientId: "a", clientSecret: "b", refreshToken: "c" };

function reading(): Reading {
  return contextFor(searchConsole, { settings, endpoint: { base: vendor.base, token: `${vendor.base}/token` }, now });
}

interface Query { startDate: string; endDate: string; dimensions: string[]; startRow: number; aggregationType: string; type: string }
/** A vendor that answers queries by a function, and the sign-in by itself. Queries are kept in `asked`. */
function answering(answer: (query: Query) => unknown): Query[] {
  const asked: Query[] = [];
  vendor.reply((response, request: Asked) => {
    if (request.path === "/token") return json(response, { access_token: "t-123456", expires_in: 3599, token_type: "Bearer" });
    const query = JSON.parse(request.body) as Query;
    asked.push(query);
    return json(response, answer(query));
  });
  return asked;
}
const found = (keys: string[], clicks: number, impressions = 100, position = 2.5) => ({ keys, clicks, impressions, ctr: clicks / impressions, position });
async function faultOf(promise: Promise<unknown>): Promise<HttpFault> {
  const error = await promise.then(() => undefined, (caught: unknown) => caught);
  if (!(error instanceof HttpFault)) throw new Error(`No fault but ${String((error as Error)?.stack ?? error)}`);
  return error;
}
const twoDays: Ask = { from: "2026-11-16", to: "2026-11-18" };

describe("what a fixture holds", () => {
  test("totals: positions become sums, days from the first unfinished one on are not final (snake case)", async () => {
    const answer = readAnswer(fixture("query.date-totals.dataState-all"), quiet);
    expect(answer.firstIncomplete).toBe("2026-11-18");
    expect(readRows(rowShape, answer.rows, "rows").good.map((row) => totalRow(row, "web", row.keys[0] < answer.firstIncomplete!))).toEqual([
      { day: "2026-11-17", searchType: "web", clicks: 402, impressions: 20913, positionSum: "270045", isFinal: true },
      { day: "2026-11-18", searchType: "web", clicks: 377, impressions: 19880, positionSum: "260512", isFinal: false },
      { day: "2026-11-19", searchType: "web", clicks: 121, impressions: 6404, positionSum: "81403", isFinal: false },
    ]);
  });
  test("a search with its average position of 7.418 over 612 views is a sum of 4540", () => {
    const { good } = readRows(rowShape, readAnswer(fixture("query.date-query-page-device"), quiet).rows, "rows");
    expect(queryRow(good[0]!, "web", true)).toEqual({ day: "2026-11-16", searchType: "web", query: "trail running shoes waterproof", clicks: 14, impressions: 612, positionSum: "4540", isFinal: true });
  });
  test("the other spelling of the first unfinished day is read too", () => {
    expect(readAnswer({ metadata: { firstIncompleteDate: "2026-11-19" } }, quiet)).toEqual({ rows: [], firstIncomplete: "2026-11-19" });
  });
  test("countries are two letters; unknown is empty", () => {
    expect(["deu", "usa", "xkk", "zzz"].map(countryOf)).toEqual(["DE", "US", "XK", ""]);
  });
});

describe("reading", () => {
  test("pages are asked until one is not full", async () => {
    const rows = Array.from({ length: 25_003 }, (_, index) => found(["2026-11-16", `search ${index}`], 1, 2, 1));
    const asked = answering((query) => ({ rows: rows.slice(query.startRow, query.startRow + 25_000) }));
    const all = await readStream(searchConsole, "queries", reading().context, { from: "2026-11-16", to: "2026-11-17" });
    expect([all.rows.length, all.read, asked.map((query) => query.startRow)]).toEqual([25_003, 25_003, [0, 25_000]]);
  });
  test("searches are asked day by day", async () => {
    const asked = answering((query) => ({ rows: [found([query.startDate, "shoes"], 3)] }));
    const all = await readStream(searchConsole, "queries", reading().context, twoDays);
    expect(asked.map((query) => [query.startDate, query.endDate])).toEqual([["2026-11-16", "2026-11-16"], ["2026-11-17", "2026-11-17"]]);
    expect([all.rows.length, all.batches]).toEqual([2, 2]);
  });
  test("a day whose pages don't add up to Google's own count is asked again by itself", async () => {
    const asked = answering((query) => {
      if (query.dimensions.length === 1) return { rows: [found(["2026-11-16"], 9), found(["2026-11-17"], 7)] };
      if (query.startDate === query.endDate) return { rows: [found(["2026-11-17", "/a"], 4), found(["2026-11-17", "/b"], 3)] };
      return { rows: [found(["2026-11-16", "/a"], 9), found(["2026-11-17", "/a"], 4)] };
    });
    const all = await readStream(searchConsole, "pages", reading().context, twoDays);
    expect(all.rows.map((row) => [row.day, row.page, row.clicks])).toEqual([["2026-11-16", "/a", 9], ["2026-11-17", "/a", 4], ["2026-11-17", "/b", 3]]);
    expect(all.told).toEqual({ "2026-11-16": "9", "2026-11-17": "7" });
    expect(asked.map((query) => query.aggregationType)).toEqual(["byPage", "auto", "auto"]);
  });
  test("a day without traffic has no row and is not late", async () => {
    answering(() => ({ rows: [found(["2026-11-15"], 2)], metadata: { first_incomplete_date: "2026-11-19" } }));
    const all = await readStream(searchConsole, "totals", reading().context, { from: "2026-11-14", to: "2026-11-20" });
    expect([all.rows.map((row) => row.day), all.flags]).toEqual([["2026-11-15"], { "2026-11-19": ["not_final"] }]);
  });
  test("without Google's word the last three Pacific days may still change", async () => {
    answering(() => ({ rows: [] }));
    const all = await readStream(searchConsole, "totals", reading().context, { from: "2026-11-15", to: "2026-11-20" });
    expect(Object.keys(all.flags)).toEqual(["2026-11-18", "2026-11-19"]);
  });
  test("a full page told twice is no success", async () => {
    const rows = Array.from({ length: 25_000 }, (_, index) => found(["2026-11-16", `search ${index}`], 1, 2, 1));
    answering(() => ({ rows }));
    expect(await faultOf(readStream(searchConsole, "queries", reading().context, { from: "2026-11-16", to: "2026-11-17" }))).toMatchObject({ kind: "vendor", code: "repeated" });
  });
  test("rows that can't be read are set aside with their place; new fields are counted", async () => {
    answering(() => ({ rows: [found(["2026-11-16"], 2), { keys: ["2026-11-17"], clicks: "many", impressions: 1, position: 1 }, found(["16.11.2026"], 1)], shade: "blue" }));
    const { context, drift } = reading();
    const all = await readStream(searchConsole, "totals", context, twoDays);
    expect([all.rows.length, all.rejects.map((reject) => reject.path), [...drift.keys()]]).toEqual([1, ["rows[1].clicks", "rows[2].keys[0]"], ["shade"]]);
  });
});

describe("refusals", () => {
  const judged = (body: unknown) => quotaFault(readSaid(403, body), now);
  test("403 with a quota's reason is throttling, 403 forbidden is a matter of access", async () => {
    expect(judged(fixture("error.403.quota"))).toMatchObject({ kind: "throttled", code: "quotaExceeded" });
    expect(judged({ error: { code: 403, message: "User does not have sufficient permission for site.", errors: [{ reason: "forbidden" }] } })).toBeNull();
  });
  test("a load quota is left alone for a quarter of an hour", () => {
    expect(judged({ error: { code: 403, message: "Search Analytics load quota exceeded.", errors: [{ reason: "quotaExceeded" }] } })).toMatchObject({ kind: "quota", stopUntil: new Date("2026-11-21T10:15:00Z") });
  });
  test("a property that the access may not read is named beside those it may", async () => {
    vendor.reply((response, asked) => json(response, asked.path === "/token" ? { access_token: "t-123456", expires_in: 3599, token_type: "Bearer" } : { siteEntry: [{ siteUrl: "https://other.example/", permissionLevel: "siteFullUser" }, { siteUrl: settings.siteUrl, permissionLevel: "siteUnverifiedUser" }] }));
    const fault = await faultOf(searchConsole.test(reading().context));
    expect([fault.kind, fault.message]).toEqual(["auth", "This access may not read sc-domain:shop.example. It may read: https://other.example/. Add its e-mail address as a user of the property, or correct the property."]);
  });
});
