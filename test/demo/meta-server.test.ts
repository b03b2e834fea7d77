import { afterAll, beforeEach, expect, test } from "vitest";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { smallNow, smallWorld } from "#test/support/small-world.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow });
afterAll(() => servers.close());
beforeEach(() => servers.control.clear());

const account = "act_100000000000001";
const fields = "account_currency,campaign_id,impressions,spend,inline_link_clicks,actions,action_values";
const params = (more: Record<string, string> = {}) => new URLSearchParams({ access_token: credentials.meta.accessToken, level: "campaign", time_increment: "1", fields, time_range: JSON.stringify({ since: "2026-11-10", until: "2026-11-12" }), action_attribution_windows: '["7d_click","1d_view"]', ...more });
const get = async (path: string) => {
  const answer = await fetch(path.startsWith("http") ? path : `${servers.url}/v26.0/${path}`);
  return { status: answer.status, headers: answer.headers, body: await answer.json() as any };
};

test("insights come by campaign and day as text, and what is zero is left out", async () => {
  const { body, headers } = await get(`${account}/insights?${params()}`);
  expect(body.data).toHaveLength(6);
  expect(body.data[0]).toMatchObject({ account_currency: "EUR", campaign_id: "120210000000000111", impressions: "18342", spend: "86.41", date_start: "2026-11-10", date_stop: "2026-11-10" });
  expect(body.data[0].actions[1]).toEqual({ action_type: "omni_purchase", value: "3", "1d_view": "1", "7d_click": "2" });
  expect(body.data[0].action_values[0]).toEqual({ action_type: "omni_purchase", value: "231.85", "1d_view": "74.95", "7d_click": "156.9" });
  expect(Object.keys(body.data[1]).sort()).toEqual(["account_currency", "campaign_id", "date_start", "date_stop", "impressions", "spend"]);
  expect(JSON.parse(headers.get("x-business-use-case-usage")!)).toHaveProperty("100000000000001.0.call_count", 3);
});

test("paging.next is an address on this host and leads to the rest", async () => {
  const seen: string[] = [];
  let next: string | undefined = `${account}/insights?${params({ limit: "4" })}`;
  while (next) {
    const { body }: any = await get(next);
    seen.push(...body.data.map((row: any) => `${row.date_start} ${row.campaign_id}`));
    next = body.paging?.next;
    if (next) expect(new URL(next).origin).toBe(servers.url);
  }
  expect(new Set(seen).size).toBe(6);
});

test("an asynchronous run is polled until it is done, then read", async () => {
  const { report_run_id: id } = await (await fetch(`${servers.url}/v26.0/${account}/insights`, { method: "POST", body: params() })).json() as any;
  const token = `access_token=${credentials.meta.accessToken}`;
  expect((await get(`${id}?${token}`)).body).toMatchObject({ async_status: "Job Running", async_percent_completion: 40 });
  expect((await get(`${id}?${token}`)).body).toMatchObject({ async_status: "Job Completed", async_percent_completion: 100 });
  expect((await get(`${id}/insights?${token}`)).body.data).toHaveLength(6);
});

test("without days the range is one row a campaign, its money added exactly", async () => {
  const { body } = await get(`${account}/insights?${params({ time_increment: "all_days" })}`);
  expect(body.data.map((row: any) => [row.spend, row.date_start, row.date_stop])).toEqual([["259.23", "2026-11-10", "2026-11-12"], ["36", "2026-11-10", "2026-11-12"]]);
});

test("a dead token is code 190, an unknown field 100, days before 37 months 3018, an old version is named", async () => {
  expect((await get(`${account}/insights?${params({ access_token: "x" })}`)).body.error.code).toBe(190);
  expect((await get(`${account}/insights?${params({ fields: "mood" })}`)).body.error.code).toBe(100);
  expect((await get(`${account}/insights?${params({ time_range: '{"since":"2020-01-01","until":"2020-01-02"}' })}`)).body.error.code).toBe(3018);
  expect((await get(`${servers.url}/v20.0/${account}/insights?${params()}`)).body.error.code).toBe(2635);
  servers.control.revoke("meta");
  expect((await get(`me/adaccounts?${params()}`)).status).toBe(400);
});

test("the account tells currency and zone, the list only what was asked", async () => {
  const token = `access_token=${credentials.meta.accessToken}`;
  expect((await get(`${account}?fields=currency,timezone_name&${token}`)).body).toEqual({ id: account, currency: "EUR", timezone_name: "Europe/Berlin" });
  expect((await get(`me/adaccounts?fields=name&${token}`)).body.data[0]).toEqual({ id: account, account_id: "100000000000001", name: "Nordlicht Outdoor" });
});
