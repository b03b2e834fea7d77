import { afterAll, beforeEach, expect, test } from "vitest";
import { credentials } from "#lib/demo/servers/credentials.ts";
import type { Fault } from "#lib/demo/servers/faults.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { harbor, nordlicht, smallNow, smallWorld } from "#test/support/small-world.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow, testMode: true });
const { control } = servers;
afterAll(() => servers.close());
beforeEach(() => control.clear());

const insights = `${servers.url}/v26.0/act_100000000000001/insights?${new URLSearchParams({ access_token: credentials.meta.accessToken, level: "campaign", time_increment: "1", fields: "account_currency,campaign_id,spend", limit: "4", time_range: '{"since":"2026-11-10","until":"2026-11-12"}' })}`;
const meta = async () => (await fetch(insights)).json() as Promise<any>;
const hit = (harm: Partial<Fault> & Pick<Fault, "kind">) => control.fault({ on: "meta", ...harm } as Fault);
const shopify = async (query: string) => (await fetch(`${servers.shopUrl(nordlicht)}/admin/api/2026-10/graphql.json`, { method: "POST", headers: { "x-shopify-access-token": credentials.shopify.accessToken }, body: JSON.stringify({ query }) })).json() as Promise<any>;

test("too many requests: 429 with Retry-After in seconds or as a date, then well again", async () => {
  hit({ kind: "tooMany", seconds: 7 });
  hit({ kind: "tooMany", seconds: 60, as: "date" });
  const first = await fetch(insights);
  expect([first.status, first.headers.get("retry-after")]).toEqual([429, "7"]);
  expect((await fetch(insights)).headers.get("retry-after")).toBe("Sat, 21 Nov 2026 10:01:00 GMT");
  expect((await fetch(insights)).status).toBe(200);
});

test("a fault waits until its requests went well and hits as often as told, on its vendor alone", async () => {
  hit({ kind: "error", status: 503, skip: 1, times: 2 });
  const statuses = [];
  for (let request = 0; request < 4; request++) statuses.push((await fetch(insights)).status);
  expect(statuses).toEqual([200, 503, 503, 200]);
  hit({ kind: "error", status: 500 });
  expect((await fetch(`${servers.url}/fx/daily.csv`)).status).toBe(200);
});

test("each vendor says quota in its own way", async () => {
  control.fault({ on: ["meta", "shopify"], kind: "quota", times: 2 });
  expect((await meta()).error.code).toBe(80004);
  const throttled = await shopify("{ shop { name } }");
  expect([throttled.errors[0].extensions.code, throttled.data]).toEqual(["THROTTLED", undefined]);
});

test("Meta's usage header can say that little is left, over a whole answer", async () => {
  hit({ kind: "usage", percent: 96 });
  const answer = await fetch(insights);
  expect(JSON.parse(answer.headers.get("x-business-use-case-usage")!)["100000000000001"][0].call_count).toBe(96);
  expect(((await answer.json()) as any).data).toHaveLength(4);
});

test("bodies break: HTML with 200, JSON that ends too early, a reset in the middle, no answer at all", async () => {
  for (const kind of ["html", "truncated", "reset", "stall"] as const) hit({ kind });
  expect((await fetch(insights)).headers.get("content-type")).toContain("text/html");
  await expect(meta()).rejects.toThrow();
  await expect(meta()).rejects.toThrow();
  await expect(fetch(insights, { signal: AbortSignal.timeout(200) })).rejects.toThrow(/timeout|aborted/i);
  expect((await meta()).data).toHaveLength(4);
});

test("a download can be reset in its middle too", async () => {
  control.fault({ on: "rates", kind: "reset" });
  await expect(fetch(`${servers.url}/fx/daily.csv`).then((answer) => answer.text())).rejects.toThrow();
});

test("pages go wrong: the same once more, none with a next one, each row twice", async () => {
  const first = await meta();
  hit({ kind: "repeat" });
  hit({ kind: "emptyPage" });
  hit({ kind: "duplicateRows" });
  const next = await (await fetch(first.paging.next)).json() as any;
  expect(next).toEqual(first);
  expect(await meta()).toMatchObject({ data: [], paging: { next: expect.any(String) } });
  expect((await meta()).data).toHaveLength(8);
});

test("fields go wrong: another currency, a new one, a missing one, a null amount, ten megabytes", async () => {
  hit({ kind: "currency", currency: "SEK" });
  hit({ kind: "set", at: "data.*.mood", value: "good" });
  hit({ kind: "remove", at: "data.0.campaign_id" });
  hit({ kind: "set", at: "data.1.spend", value: null });
  hit({ kind: "huge", megabytes: 10 });
  expect((await meta()).data.map((row: any) => row.account_currency)).toEqual(["SEK", "SEK", "SEK", "SEK"]);
  expect((await meta()).data.every((row: any) => row.mood === "good")).toBe(true);
  expect((await meta()).data.map((row: any) => "campaign_id" in row)).toEqual([false, true, true, true]);
  expect((await meta()).data[1].spend).toBeNull();
  expect((await (await fetch(insights)).text()).length).toBeGreaterThan(10 * 1024 * 1024);
});

test("a revoked credential is refused wherever it is shown, until it is cleared", async () => {
  control.revoke("wooCommerce");
  const orders = () => fetch(`${servers.shopUrl(harbor)}/wp-json/wc/v3/orders?consumer_key=${credentials.wooCommerce.consumerKey}&consumer_secret=${credentials.wooCommerce.consumerSecret}`);
  expect((await orders()).status).toBe(401);
  control.clear();
  expect((await orders()).status).toBe(200);
});

test("a day is restated and a row vanishes in the world itself, so that every report agrees", async () => {
  control.editRows({ store: "nordlicht", report: "meta", day: "2026-11-11", where: { campaign: "prospecting_autumn" }, set: { spend: "90.00" } });
  control.editRows({ report: "meta", day: "2026-11-12", where: { campaign: "retargeting_dpa" }, isGone: true });
  const rows = [...(await meta()).data, ...(await (await fetch((await meta()).paging.next)).json() as any).data];
  expect(rows.map((row: any) => `${row.date_start} ${row.spend}`)).toEqual(["2026-11-10 86.41", "2026-11-10 12", "2026-11-11 90", "2026-11-11 12", "2026-11-12 86.41"]);
});

test("an order changes late and another vanishes: lists by change and by id agree", async () => {
  control.editOrder({ id: "6001000000001", set: { updatedAt: new Date("2026-11-20T08:00:00Z"), shipping: "0", shippingTax: "0" } });
  control.editOrder({ id: "6001000000002", isGone: true });
  const { data } = await shopify(`{ orders(first: 50, sortKey: UPDATED_AT) { nodes { name totalPriceSet { shopMoney { amount } } } } order(id: "gid://shopify/Order/6001000000002") { name } }`);
  expect(data.order).toBeNull();
  expect(data.orders.nodes.map((node: any) => node.name)).toEqual(["#1004", "#1005", "#1006", "#1007", "#1003", "#1008", "#1001"]);
  expect(data.orders.nodes.at(-1).totalPriceSet.shopMoney.amount).toBe("125.00");
});

test("another process scripts faults over HTTP in test mode, and only there", async () => {
  const post = (url: string, body: object) => fetch(`${url}/__control`, { method: "POST", body: JSON.stringify(body) });
  await post(servers.url, { fault: { on: "meta", kind: "error", status: 502 } });
  expect((await fetch(insights)).status).toBe(502);
  const plain = await startDemoServers({ world: smallWorld, now: () => smallNow });
  expect((await post(plain.url, { revoke: "meta" })).status).toBe(404);
  await plain.close();
});

test("requests are remembered without their tokens", async () => {
  await meta();
  const last = control.seen.at(-1)!;
  expect(last).toMatchObject({ vendor: "meta", method: "GET", status: 200 });
  expect(JSON.stringify(control.seen)).not.toContain(credentials.meta.accessToken);
});
