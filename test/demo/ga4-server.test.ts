import { analyticsdata } from "googleapis/build/src/apis/analyticsdata/index.js";
import { OAuth2Client } from "google-auth-library";
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
const client = analyticsdata({ version: "v1beta", rootUrl: `${servers.url}/`, auth: auth as never });
const property = `properties/${nordlicht.accounts.ga4Property}`;
const oneDay = { dateRanges: [{ startDate: "2026-11-12", endDate: "2026-11-12" }] };

test("the googleapis client reads a day by channel, and its sums are exact", async () => {
  const { data } = await client.properties.runReport({ property, requestBody: { ...oneDay, dimensions: [{ name: "date" }, { name: "sessionDefaultChannelGroup" }], metrics: [{ name: "sessions" }, { name: "purchaseRevenue" }], returnPropertyQuota: true } });
  expect(data.rows?.map((row) => [...row.dimensionValues!, ...row.metricValues!].map((cell) => cell.value))).toEqual([
    ["20261112", "Direct", "102", "49.9"], ["20261112", "Organic Search", "202", "120.35"], ["20261112", "Paid Search", "82", "259.8"], ["20261112", "Paid Social", "60", "0"],
  ]);
  expect(data).toMatchObject({ rowCount: 4, metadata: { currencyCode: "EUR", timeZone: "Europe/Berlin" }, propertyQuota: { tokensPerDay: { consumed: 10 } } });
});

test("rows of one key are added, pages follow limit and offset as text", async () => {
  const range = { dateRanges: [{ startDate: "2026-11-10", endDate: "2026-11-19" }] };
  const ask = async (offset: string) => (await client.properties.runReport({ property, requestBody: { ...range, dimensions: [{ name: "date" }], metrics: [{ name: "sessions" }], limit: "4", offset } })).data;
  const pages = [await ask("0"), await ask("4"), await ask("8")];
  expect(pages.map((page) => page.rows?.length)).toEqual([4, 4, 2]);
  expect(pages[0]!.rowCount).toBe(10);
  expect(pages[0]!.rows![0]!.metricValues![0]!.value).toBe(String(100 + 200 + 80 + 60));
});

test("no data is an answer without rows and without rowCount", async () => {
  const { data } = await client.properties.runReport({ property, requestBody: { dateRanges: [{ startDate: "2026-10-01", endDate: "2026-10-02" }], dimensions: [{ name: "date" }], metrics: [{ name: "sessions" }] } });
  expect(Object.keys(data).sort()).toEqual(["dimensionHeaders", "kind", "metadata", "metricHeaders"]);
});

test("more than nine dimensions, an unknown field and an impossible pair are each refused with 400", async () => {
  const status = (dimensions: string[], metrics: string[]) => client.properties.runReport({ property, requestBody: { ...oneDay, dimensions: dimensions.map((name) => ({ name })), metrics: metrics.map((name) => ({ name })) } })
    .catch((error: any) => [error.status, error.response.data.error.status]);
  expect(await status(Array.from({ length: 10 }, () => "date"), ["sessions"])).toEqual([400, "INVALID_ARGUMENT"]);
  expect(await status(["date", "favouriteColour"], ["sessions"])).toEqual([400, "INVALID_ARGUMENT"]);
  expect(await status(["transactionId"], ["sessions"])).toEqual([400, "INVALID_ARGUMENT"]);
});

test("another's property is 403, a revoked token is refused at the token endpoint", async () => {
  await expect(client.properties.getMetadata({ name: "properties/999/metadata" })).rejects.toMatchObject({ status: 403 });
  servers.control.revoke("google");
  const fresh = new OAuth2Client({ clientId, clientSecret, endpoints: { oauth2TokenUrl: `${servers.url}/token` } });
  fresh.setCredentials({ refresh_token: refreshToken });
  await expect(fresh.getAccessToken()).rejects.toMatchObject({ response: { data: { error: "invalid_grant" } } });
});

test("spent tokens come back with the hour", async () => {
  let at = smallNow;
  const later = await startDemoServers({ world: smallWorld, now: () => at });
  const left = async () => {
    const token = new OAuth2Client({ clientId, clientSecret, endpoints: { oauth2TokenUrl: `${later.url}/token` } });
    token.setCredentials({ refresh_token: refreshToken });
    const api = analyticsdata({ version: "v1beta", rootUrl: `${later.url}/`, auth: token as never });
    const { data } = await api.properties.runReport({ property, requestBody: { ...oneDay, metrics: [{ name: "sessions" }], returnPropertyQuota: true } });
    return [data.propertyQuota?.tokensPerHour?.remaining, data.propertyQuota?.tokensPerDay?.remaining];
  };
  expect([await left(), await left()]).toEqual([[39_990, 199_990], [39_980, 199_980]]);
  at = new Date(smallNow.getTime() + 3_600_000);
  expect(await left()).toEqual([39_990, 199_970]);
  await later.close();
});
