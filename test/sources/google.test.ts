// What Google's sources share: where requests go, and when quotas begin anew.
import { afterAll, describe, expect, test } from "vitest";
import { pacificMidnight } from "#lib/sources/google/faults.ts";
import { googleAnalytics } from "#lib/sources/google-analytics/source.ts";
import { searchConsole } from "#lib/sources/search-console/source.ts";
import { contextFor, readStream } from "#test/support/read-stream.ts";
import { json, startVendor } from "#test/support/vendor.ts";

const vendor = await startVendor();
afterAll(() => vendor.close());
const access = { clientId: "a", clientSecret: "b", refreshToken: "c" };
const now = new Date("2026-11-21T10:00:00Z");
const oneDay = { from: "2026-11-12", to: "2026-11-13" };

describe("where requests go", () => {
  test("a stand-in under a path is asked under that path, its token at its own address", async () => {
    vendor.reply((response, asked) => json(response, asked.path === "/keys/token" ? { access_token: "t-123456", expires_in: 3599, token_type: "Bearer" } : {}));
    const { context } = contextFor(searchConsole, { settings: { siteUrl: "sc-domain:shop.example", ...access }, endpoint: { base: `${vendor.base}/google`, token: `${vendor.base}/keys/token` }, now });
    await readStream(searchConsole, "totals", context, oneDay);
    expect(vendor.asked.map((asked) => asked.path)).toEqual(["/keys/token", "/google/webmasters/v3/sites/sc-domain%3Ashop.example/searchAnalytics/query"]);
  });
  test("a token that Google gave stays out of every message", async () => {
    vendor.reply((response, asked) => (asked.path === "/token" ? json(response, { access_token: "secret-of-the-hour", expires_in: 3599, token_type: "Bearer" }) : json(response, { error: { code: 400, message: `Bad request by ${asked.headers.authorization}`, status: "INVALID_ARGUMENT" } }, 400)));
    const { context } = contextFor(googleAnalytics, { settings: { propertyId: "312345678", ...access }, endpoint: { base: vendor.base, token: `${vendor.base}/token` }, now });
    const fault = await readStream(googleAnalytics, "users", context, oneDay).catch((error: Error) => error);
    expect(fault).toMatchObject({ kind: "input" });
    expect((fault as Error).message).not.toContain("secret-of-the-hour");
  });
});

describe("the next midnight in California", () => {
  test.each([["2026-11-21T10:00:00Z", "2026-11-22T08:00:00Z"], ["2026-07-01T06:59:00Z", "2026-07-01T07:00:00Z"], ["2026-11-01T06:30:00Z", "2026-11-01T07:00:00Z"], ["2026-11-01T20:00:00Z", "2026-11-02T08:00:00Z"]])("after %s is %s", (at, next) => {
    expect(pacificMidnight(new Date(at)).toISOString()).toBe(new Date(next).toISOString());
  });
});
