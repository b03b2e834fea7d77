// Shopify: fixtures to facts, and its stream against the local server, faults included.
import { readFileSync } from "node:fs";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import type { OrderFact, OrderGone } from "#lib/facts/order.ts";
import { HttpFault, type Ask, type Batch } from "#lib/sources/source.ts";
import { readRows } from "#lib/sources/rows.ts";
import { conformOrder } from "#lib/sources/shopify/conform.ts";
import { orderSchema } from "#lib/sources/shopify/payload.ts";
import { shopify } from "#lib/sources/shopify/source.ts";
import { contextFor, readStream, type Reading } from "#test/support/read-stream.ts";
import { nordlicht, smallNow, smallWorld } from "#test/support/small-world.ts";
import { inTurn, json, startVendor } from "#test/support/vendor.ts";

// Waits pass at once here, so the points must not run out by the wall's clock.
const servers = await startDemoServers({ world: smallWorld, now: () => smallNow, shopifyPoints: { maximum: 1_000_000, perSecond: 1_000_000 } });
const vendor = await startVendor();
afterAll(() => Promise.all([servers.close(), vendor.close()]));
beforeEach(() => { servers.control.clear(); servers.control.seen.length = 0; });

const { clientId, clientSecret, accessToken } = credentials.shopify;
const settings = { shop: "nordlicht", clientId, clientSecret };
const base = servers.shopUrl(nordlicht);
function reading(given: Partial<Parameters<typeof contextFor>[1]> = {}): Reading {
  return contextFor(shopify, { settings, endpoint: { base, token: `${base}/admin/oauth/access_token` }, account: { currency: "EUR", zone: "Europe/Berlin" }, now: smallNow, ...given });
}
type Row = OrderFact | OrderGone;
const readAll = (ask: Ask, given?: Partial<Parameters<typeof contextFor>[1]>) => readStream<Row>(shopify, "orders", reading(given).context, ask);
const fixture = (name: string) => JSON.parse(readFileSync(`test/fixtures/shopify/${name}.json`, "utf8"));
const placed: Ask = { from: "2026-11-10", to: "2026-11-14" };
const all: Ask = { from: "2026-11-10", to: "2026-11-20" };
const changed: Ask = { from: "2026-11-10", to: "2026-11-20", since: "2026-11-10T00:00:00Z" };
const sorted = (rows: Row[]) => [...rows].sort((a, b) => a.orderId.localeCompare(b.orderId));
const fact = (rows: Row[], orderId: string) => rows.find((row) => row.orderId === orderId) as OrderFact;
const lines = (order: OrderFact) => order.events.map(({ kind, at, amount, quantity }) => `${kind} ${at.slice(0, 10)} ${amount}${quantity === "0" ? "" : ` ×${quantity}`}`);
const sumOf = (order: OrderFact) => order.events.reduce((sum, event) => sum + Math.round(Number(event.amount) * 1e6), 0) / 1e6;
async function faultOf(promise: Promise<unknown>): Promise<HttpFault> {
  const error = await promise.then(() => undefined, (caught: unknown) => caught);
  if (!(error instanceof HttpFault)) throw new Error(`No fault but ${String((error as Error)?.stack ?? error)}`);
  return error;
}

describe("orders to facts", () => {
  test("the fixture's page: amounts without tax, touches, products; each order adds up to its total", async () => {
    const nodes = fixture("orders.page").data.orders.edges.map((edge: any) => edge.node);
    const { good, rejects } = readRows(orderSchema, nodes, "orders");
    expect(rejects).toEqual([]);
    const facts = good.map((order) => conformOrder(order, { ownHosts: ["www.nordlicht-outdoor.example"], customerKey: (id) => `key-${id}` }));
    for (const [at, one] of facts.entries()) {
      const now = Number(good[at]!.currentTotalPriceSet.shopMoney.amount);
      if (!("isGone" in one) && good[at]!.refunds.length === 0) expect(sumOf(one)).toBe(now);
    }
    await expect(`${JSON.stringify(facts, null, 1)}\n`).toMatchFileSnapshot("golden/shopify-orders.json");
  });
});

describe("against the local server", () => {
  test("a test of the connection tells name, currency and zone; without read_all_orders it says what is missing", async () => {
    expect(await shopify.test(reading().context)).toEqual({ id: "nordlicht.myshopify.com", name: "Nordlicht Outdoor", currency: "EUR", zone: "Europe/Berlin", notes: [] });
    servers.control.shopifyScopes(["read_orders"]);
    expect((await shopify.test(reading().context)).notes).toEqual([{ id: "shopifyShortHistory", values: { days: 60 } }]);
    servers.control.shopifyScopes([]);
    expect(await faultOf(shopify.test(reading().context))).toMatchObject({ kind: "auth", message: expect.stringContaining("read_orders") });
  });

  test("orders: prices that hold tax become net, refunds stand on their own day, a test order is taken back", async () => {
    const { rows, rejects } = await readAll(changed);
    expect(rejects).toEqual([]);
    expect(lines(fact(rows, "#1001"))).toEqual(["sale 2026-11-12 105.04 ×1", "shipping 2026-11-12 4.12", "tax 2026-11-12 20.74"]);
    expect(lines(fact(rows, "#1002"))).toEqual(["sale 2026-11-12 55.08422 ×1", "discount 2026-11-12 -5.50422", "tax 2026-11-12 9.42"]);
    expect(lines(fact(rows, "#1003"))).toEqual(["sale 2026-11-12 25.13 ×1", "sale 2026-11-12 45.97 ×1", "shipping 2026-11-12 4.12", "tax 2026-11-12 14.28", "return 2026-11-18 -25.13 ×-1", "tax 2026-11-18 -4.77"]);
    expect(sumOf(fact(rows, "#1006"))).toBe(0);
    expect(lines(fact(rows, "#1007"))).toEqual(["gift_card 2026-11-16 50", "sale 2026-11-16 50.25 ×2", "tax 2026-11-16 9.55", "adjustment 2026-11-17 -5"]);
    expect(rows.find((row) => row.orderId === "#1005")).toEqual({ orderId: "#1005", isGone: true });
    // The buyer saw francs; the shop reports in euro.
    expect([fact(rows, "#1004").currency, lines(fact(rows, "#1004"))]).toEqual(["EUR", ["sale 2026-11-12 37.82 ×1", "tax 2026-11-12 7.18"]]);
  });

  test("how an order came: the last visit counts, a journey that isn't ready tells nothing yet", async () => {
    const { rows } = await readAll(changed);
    const counted = (id: string) => { const touch = fact(rows, id).touches.find((one) => one.isCounted)!; return [touch.source, touch.medium, touch.campaignId, touch.clickKind, touch.coupon, touch.method]; };
    expect(counted("#1001")).toEqual(["google", "cpc", "21000000001", "gclid", null, "utm"]);
    expect(counted("#1002")).toEqual(["klaviyo", "email", "", null, "WINTER10", "utm"]);
    expect(fact(rows, "#1002").touches.map((touch) => touch.source)).toEqual(["klaviyo", "google"]);
    expect(counted("#1004")).toEqual(["", "", "", null, null, "untold"]);
  });

  test("pages, a bulk operation and changes tell the same orders", async () => {
    const changes = sorted((await readAll(changed)).rows);
    const bulk = await readAll(all);
    expect(servers.control.seen.some((request) => request.path.startsWith("/bulk/"))).toBe(true);
    const unique = (rows: Row[]) => [...new Map(sorted(rows).map((row) => [row.orderId, row])).values()];
    expect(unique(bulk.rows)).toEqual(unique(changes));
    const days = ["2026-11-10", "2026-11-15", "2026-11-20"];
    const pages = await Promise.all(days.slice(0, 2).map((from, at) => readAll({ from, to: days[at + 1]! })));
    expect(unique(pages.flatMap((one) => one.rows))).toEqual(unique(changes));
  });

  test("days are cut in the shop's zone: an order at 23:30 in London is the next day's in Berlin", async () => {
    const ids = async (ask: Ask) => sorted((await readAll(ask)).rows).map((row) => row.orderId);
    expect(await ids({ from: "2026-11-12", to: "2026-11-13" })).toEqual(["#1001", "#1002", "#1003"]);
    expect(await ids({ from: "2026-11-13", to: "2026-11-14" })).toEqual(["#1004", "#1005"]);
  });

  test("a walk that broke off goes on after its last batch, in pages and in a bulk file", async () => {
    for (const ask of [changed, all]) {
      const batches: Batch<Row>[] = [];
      const stream = shopify.streams[0]! as any;
      for await (const batch of stream.read(reading().context, ask)) { batches.push(batch); break; }
      const rest = await readAll({ ...ask, cursor: JSON.parse(JSON.stringify(batches[0]!.cursor)) });
      const ids = [...batches[0]!.rows, ...rest.rows].map((row) => row.orderId);
      expect([...new Set(ids)].sort()).toEqual(["#1001", "#1002", "#1003", "#1004", "#1005", "#1006", "#1007", "#1008"]);
    }
  });

  test("changes: the watermark is the newest change; orders of a day ago are asked for once more", async () => {
    const { context } = reading({ now: new Date("2026-11-20T20:30:00Z") });
    const batches: Batch<Row>[] = [];
    for await (const batch of (shopify.streams[0] as any).read(context, { ...all, since: "2026-11-20T20:00:00Z" })) batches.push(batch);
    // #1008 was placed on the 19th at 20:05 and changed then.
    expect(batches.flatMap((batch) => batch.rows).map((row) => row.orderId)).toEqual(["#1008"]);
    expect(batches.map((batch) => batch.watermark)).toEqual([undefined, undefined]);
    const first: Batch<Row>[] = [];
    for await (const batch of (shopify.streams[0] as any).read(reading().context, changed)) first.push(batch);
    expect(first[0]!.watermark).toBe("2026-11-19T20:05:00Z");
  });

  test("without read_all_orders the days that Shopify hides are told as truncated", async () => {
    servers.control.shopifyScopes(["read_orders"]);
    const far = new Date("2027-01-15T10:00:00Z");
    const read = await readAll({ from: "2026-11-15", to: "2026-11-18" }, { now: far });
    expect(read.flags).toEqual({ "2026-11-15": ["truncated"] });
  });

  test("an order with more lines than a page holds is read to its end", async () => {
    const [order] = fixture("orders.page").data.orders.edges.map((edge: any) => edge.node);
    const line = order.lineItems.edges[0].node;
    const part = (from: number, to: number, hasNextPage: boolean) => ({ nodes: Array.from({ length: to - from }, (_, at) => ({ ...line, id: `gid://shopify/LineItem/${from + at}` })), pageInfo: { hasNextPage, endCursor: `c${to}` } });
    vendor.reply((response, asked) => {
      const { query, variables } = JSON.parse(asked.body);
      if (query.includes("currentAppInstallation")) return json(response, { data: shopAnswer });
      if (query.includes("lineItems(first: 100")) return json(response, { data: { order: { lineItems: variables.after === "c2" ? part(2, 4, true) : part(4, 5, false) } } });
      return json(response, { data: { orders: { nodes: [{ ...order, lineItems: part(0, 2, true) }], pageInfo: { hasNextPage: false, endCursor: null } } } });
    });
    const { rows } = await readAll(placed, own());
    expect((rows[0] as OrderFact).events.filter((event) => event.kind === "sale").length).toBe(5);
  });
});

const shopAnswer = { shop: { name: "N", myshopifyDomain: "n.myshopify.com", currencyCode: "EUR", ianaTimezone: "Europe/Berlin", primaryDomain: { host: "n.example" } }, currentAppInstallation: { accessScopes: [{ handle: "read_all_orders" }] } };
const own = () => ({ endpoint: { base: vendor.base, token: `${vendor.base}/token` }, settings: { shop: "n", accessToken: "shpat_0123456789abcdef" } });

describe("credentials", () => {
  test("one token serves a run; one that died is replaced once, then the run stops", async () => {
    const { context } = reading();
    await readStream(shopify, "orders", context, placed);
    expect(servers.control.seen.filter((request) => request.path.endsWith("access_token")).length).toBe(1);
    servers.control.seen.length = 0;
    servers.control.fault({ on: "shopify", kind: "error", status: 401, path: "graphql" });
    expect((await readStream(shopify, "orders", context, placed)).rows.length).toBeGreaterThan(0);
    expect(servers.control.seen.filter((request) => request.path.endsWith("access_token")).length).toBe(1);
    servers.control.fault({ on: "shopify", kind: "error", status: 401, path: "graphql", times: Infinity });
    expect(await faultOf(readStream(shopify, "orders", context, placed))).toMatchObject({ kind: "auth" });
    servers.control.clear();
    servers.control.revoke("shopify");
    expect(await faultOf(readAll(placed))).toMatchObject({ kind: "auth", message: expect.stringContaining("client ID") });
  });
  test("a token of an older app is enough, and its secret is in no message", async () => {
    expect((await readAll(placed, { settings: { shop: "https://nordlicht.myshopify.com/admin", accessToken } })).rows.length).toBe(5);
    vendor.reply((response) => json(response, { errors: "Token shpat_0123456789abcdef is wrong" }, 400));
    expect((await faultOf(readAll(placed, own()))).message).not.toContain("0123456789abcdef");
  });
  test("settings: another address than .myshopify.com, or no credential, is refused in words", () => {
    const parse = (given: object) => shopify.settings.safeParse(given).error?.issues[0]?.message;
    expect(parse({ shop: "www.example.com", accessToken: "x" })).toContain(".myshopify.com");
    expect(parse({ shop: "my-shop", clientId: "a" })).toContain("client ID");
    expect(parse({ shop: "my-shop", accessToken: "x" })).toBeUndefined();
  });
});

describe("faults", () => {
  test.each([
    ["429 with a wait", { kind: "tooMany", seconds: 2 }], ["THROTTLED in a 200", { kind: "quota" }], ["an error of the server", { kind: "error", status: 500 }],
    ["a web page", { kind: "html" }], ["half an answer", { kind: "truncated" }], ["a broken connection", { kind: "reset" }],
  ] as const)("%s is tried again and the orders are whole", async (_, harm) => {
    const whole = (await readAll(placed)).rows;
    servers.control.fault({ on: "shopify", skip: 1, path: "graphql", ...harm } as never);
    expect((await readAll(placed)).rows).toEqual(whole);
  });
  test("THROTTLED waits as long as the points need", async () => {
    servers.control.fault({ on: "shopify", kind: "quota", path: "graphql" });
    const { context, waits } = reading();
    await readStream(shopify, "orders", context, placed);
    expect(waits.length).toBeGreaterThan(0);
  });
  test("the fixture of THROTTLED: 669 points at 100 a second", async () => {
    vendor.reply(inTurn((response) => json(response, fixture("orders.throttled")), (response) => json(response, { data: shopAnswer })));
    const { context, waits } = reading(own());
    await shopify.test(context);
    expect(waits[0]).toBeGreaterThanOrEqual(6_690);
    expect(waits[0]).toBeLessThan(8_000);
  });
  test("a query that costs too much is asked for in smaller pages", async () => {
    const sizes: number[] = [];
    vendor.reply((response, asked) => {
      const { query, variables } = JSON.parse(asked.body);
      if (query.includes("currentAppInstallation")) return json(response, { data: shopAnswer });
      sizes.push(variables.first);
      return variables.first > 20 ? json(response, { errors: [{ message: "Query cost is 1500", extensions: { code: "MAX_COST_EXCEEDED" } }] }) : json(response, { data: { orders: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } } });
    });
    await readAll(placed, own());
    expect(sizes).toEqual([50, 25, 13]);
  });
  test("an order with a null amount is set aside with its place, the others are read", async () => {
    servers.control.fault({ on: "shopify", kind: "set", skip: 1, path: "graphql", at: "data.orders.nodes.0.totalPriceSet.shopMoney.amount", value: null } as never);
    const { rows, rejects, read } = await readAll(placed);
    expect([rows.length, read, rejects.map((reject) => reject.path)]).toEqual([4, 5, ["orders[0].totalPriceSet.shopMoney.amount"]]);
    expect(rejects[0]!.sample).not.toContain("@");
  });
  test("an unknown field doesn't matter; a page told twice ends the run", async () => {
    servers.control.fault({ on: "shopify", kind: "set", path: "graphql", at: "data.orders.nodes.*.madeUp", value: 1, times: 5 } as never);
    expect((await readAll(placed)).rejects).toEqual([]);
    vendor.reply((response, asked) => (asked.body.includes("currentAppInstallation") ? json(response, { data: shopAnswer }) : json(response, { data: { orders: { nodes: [], pageInfo: { hasNextPage: true, endCursor: "same" } } } })));
    expect(await faultOf(readAll(placed, own()))).toMatchObject({ kind: "vendor", code: "repeated" });
  });
  test("e-mails that the app may not see are left out and counted; orders that it may not see stop it, with the scope's name", async () => {
    const denied = (path: string[], message: string) => ({ errors: [{ message, path, extensions: { code: "ACCESS_DENIED" } }] });
    const [order] = fixture("orders.page").data.orders.edges.map((edge: any) => edge.node);
    const page = { orders: { nodes: [{ ...order, email: null, customer: null }], pageInfo: { hasNextPage: false, endCursor: null } } };
    vendor.reply((response, asked) => (asked.body.includes("currentAppInstallation") ? json(response, { data: shopAnswer }) : json(response, { data: page, ...denied(["orders", "nodes", "email"], "This app is not approved to use the email field.") })));
    const { context, drift } = reading(own());
    const { rows } = await readStream<Row>(shopify, "orders", context, placed);
    expect([(rows[0] as OrderFact).customerId, [...drift.keys()]]).toEqual([null, ["denied: orders.nodes.email"]]);
    vendor.reply((response, asked) => (asked.body.includes("currentAppInstallation") ? json(response, { data: shopAnswer }) : json(response, { data: { orders: null }, ...denied(["orders"], "Access denied for orders field. Required access: `read_orders` access scope.") })));
    expect(await faultOf(readAll(placed, own()))).toMatchObject({ kind: "auth", message: expect.stringContaining("scope read_orders") });
  });
  test("an answer by another version than the asked is counted", async () => {
    vendor.reply((response) => json(response, { data: shopAnswer }, 200, { "x-shopify-api-version": "2026-01" }));
    const { context, drift } = reading(own());
    await shopify.test(context);
    expect([...drift.keys()]).toEqual(["x-shopify-api-version: 2026-01"]);
  });
});

describe("a bulk file", () => {
  const [one, two] = fixture("orders.page").data.orders.edges.map((edge: any) => edge.node);
  const root = ({ lineItems: _items, refunds: _refunds, ...order }: any, refunds: unknown[] = []) => ({ ...order, refunds });
  const child = (order: any) => ({ ...order.lineItems.edges[0].node, __parentId: order.id });
  const serve = (file: unknown[], announced = file.length, single = (query: string): unknown => (query.includes(one.id) ? one : two), old: unknown = null) => vendor.reply((response, asked) => {
    if (asked.path === "/file.jsonl") return void response.end(file.map((line) => JSON.stringify(line)).join("\n"));
    const { query } = JSON.parse(asked.body);
    if (query.includes("currentAppInstallation")) return json(response, { data: shopAnswer });
    if (query.includes("bulkOperationRunQuery")) return json(response, { data: { bulkOperationRunQuery: { bulkOperation: { id: "gid://shopify/BulkOperation/1" }, userErrors: [] } } });
    if (asked.body.includes('"old"')) return json(response, { data: { node: old } });
    if (query.includes("BulkOperation")) return json(response, { data: { node: { id: "gid://shopify/BulkOperation/1", status: "COMPLETED", errorCode: null, objectCount: String(announced), rootObjectCount: "2", url: `${vendor.base}/file.jsonl`, partialDataUrl: null } } });
    return json(response, { data: { o0: single(query) } });
  });
  test("children find their order wherever they stand in the file", async () => {
    serve([root(one), root(two), child(two), child(one)]);
    const { rows } = await readAll(all, own());
    expect(rows.map((row) => [row.orderId, (row as OrderFact).events.filter((event) => event.kind === "sale").length]).sort()).toEqual([["#1001", 1], ["#1002", 1]]);
  });
  test("an order whose child comes after it was stored, or that had a refund, is asked for by itself", async () => {
    const many = Array.from({ length: 2_501 }, (_, at) => root({ ...two, id: `gid://shopify/Order/${at}`, name: `#x${at}` }));
    serve([root(one), ...many, child(one)]);
    const { rows } = await readAll(all, own());
    expect(rows.filter((row) => row.orderId === "#1001").map((row) => (row as OrderFact).events.some((event) => event.kind === "sale"))).toEqual([false, true]);
    serve([root(one, [{ id: "gid://shopify/Refund/1" }]), child(one)]);
    expect((await readAll(all, own())).rows.length).toBe(1);
    expect(vendor.asked.some((asked) => asked.body.includes("o0: order(id"))).toBe(true);
  });
  test("of an order with refunds only they are asked for; one that changed meanwhile is asked for whole", async () => {
    const refund = { id: "gid://shopify/Refund/1", createdAt: "2026-11-20T10:00:00Z", refundLineItems: { nodes: [] }, orderAdjustments: { nodes: [{ reason: null, amountSet: { shopMoney: { amount: "-5.0" } }, taxAmountSet: { shopMoney: { amount: "0.0" } } }] } };
    const readWith = async (updatedAt: string) => {
      serve([root(one, [{ id: refund.id }]), child(one)], 2, (query) => (query.includes("lineItems(first") ? { ...one, refunds: [] } : { id: one.id, updatedAt, refunds: [refund] }));
      const before = vendor.asked.length;
      const { rows } = await readAll(all, own());
      return { back: (rows[0] as OrderFact).events.filter((event) => event.at === refund.createdAt).map((event) => event.amount), sold: (rows[0] as OrderFact).events.filter((event) => event.kind === "sale").length, whole: vendor.asked.slice(before).filter((asked) => asked.body.includes("o0: order(id") && asked.body.includes("lineItems(first")).length };
    };
    expect(await readWith(one.updatedAt)).toEqual({ back: ["-5"], sold: 1, whole: 0 });
    expect(await readWith("2026-11-21T09:59:00Z")).toEqual({ back: [], sold: 1, whole: 1 });
  });
  test("a walk whose operation is gone, has failed or lost its file begins another one", async () => {
    for (const node of [null, { id: "old", status: "FAILED", errorCode: "TIMEOUT", objectCount: "2" }, { id: "old", status: "COMPLETED", errorCode: null, objectCount: "2", url: null }]) {
      serve([root(one), child(one)], 2, undefined, node);
      expect((await readAll({ ...all, cursor: { bulk: "old", lines: 1 } }, own())).rows.map((row) => row.orderId)).toEqual(["#1001"]);
    }
  });
  test("a file that lost lines is no answer", async () => {
    serve([root(one), child(one)], 3);
    expect(await faultOf(readAll(all, own()))).toMatchObject({ kind: "vendor", code: "incomplete" });
  });
});
