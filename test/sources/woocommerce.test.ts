// WooCommerce: fixtures to facts, its stream against the local server, and the same orders as a file tells.
import { readFileSync } from "node:fs";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import { Dims } from "#lib/facts/dims.ts";
import type { OrderFact, OrderGone } from "#lib/facts/order.ts";
import { customerNamer } from "#lib/imports/customer-key.ts";
import { orderEncoder } from "#lib/ingest/order-rows.ts";
import { writeOrders } from "#lib/ingest/write-orders.ts";
import { HttpFault, type Ask, type Batch } from "#lib/sources/source.ts";
import { readRows } from "#lib/sources/rows.ts";
import { conformOrder } from "#lib/sources/woocommerce/conform.ts";
import { orderSchema, refundSchema } from "#lib/sources/woocommerce/payload.ts";
import { woocommerce } from "#lib/sources/woocommerce/source.ts";
import { openShop } from "#test/imports/support.ts";
import { contextFor, readStream, type Reading } from "#test/support/read-stream.ts";
import { harbor, smallNow, smallWorld } from "#test/support/small-world.ts";
import { json, startVendor } from "#test/support/vendor.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow });
const vendor = await startVendor();
afterAll(() => Promise.all([servers.close(), vendor.close()]));
beforeEach(() => { servers.control.clear(); servers.control.seen.length = 0; });

const settings = { site: "https://harbor-goods.example", ...credentials.wooCommerce };
const base = servers.shopUrl(harbor);
const own = () => ({ endpoint: { base: vendor.base, token: vendor.base } });
function reading(given: Partial<Parameters<typeof contextFor>[1]> = {}): Reading {
  return contextFor(woocommerce, { settings, endpoint: { base, token: base }, account: { currency: "USD", zone: "America/New_York" }, store: { zone: "America/New_York", currency: "USD" }, now: smallNow, ...given });
}
type Row = OrderFact | OrderGone;
const readAll = (ask: Ask, given?: Partial<Parameters<typeof contextFor>[1]>) => readStream<Row>(woocommerce, "orders", reading(given).context, ask);
const fixture = (name: string) => JSON.parse(readFileSync(`test/fixtures/woocommerce/${name}.json`, "utf8"));
const placed: Ask = { from: "2026-11-10", to: "2026-11-20" };
const changed: Ask = { ...placed, since: "2026-11-10T00:00:00Z" };
const fact = (rows: Row[], orderId: string) => rows.find((row) => row.orderId === orderId) as OrderFact;
const lines = (order: OrderFact) => order.events.map(({ kind, at, amount, quantity }) => `${kind} ${at.slice(0, 10)} ${amount}${quantity === "0" ? "" : ` ×${quantity}`}`);
const sumOf = (order: OrderFact) => order.events.reduce((sum, event) => sum + Math.round(Number(event.amount) * 1e6), 0) / 1e6;
async function faultOf(promise: Promise<unknown>): Promise<HttpFault> {
  const error = await promise.then(() => undefined, (caught: unknown) => caught);
  if (!(error instanceof HttpFault)) throw new Error(`No fault but ${String((error as Error)?.stack ?? error)}`);
  return error;
}
const keeper = { ownHosts: ["shop.example"], paidStatuses: [], customerKey: (id: string) => `key-${id}` };
const one = (change: object = {}, refunds: unknown[] = []) => conformOrder(orderSchema.parse({ ...fixture("orders.list")[0], ...change }), refunds.map((refund) => refundSchema.parse(refund)), keeper);

describe("orders to facts", () => {
  test("the fixture: paid orders with their refunds on their own day, an unpaid one without money", async () => {
    const { good, rejects } = readRows(orderSchema, fixture("orders.list"), "orders");
    const refunds = readRows(refundSchema, fixture("order-refunds"), "refunds").good;
    expect(rejects).toEqual([]);
    const facts = good.map((order) => conformOrder(order, order.refunds.length > 0 ? refunds : [], keeper));
    await expect(`${JSON.stringify(facts, null, 1)}\n`).toMatchFileSnapshot("golden/woocommerce-orders.json");
  });
  test("a refund without lines reverses a whole order kind by kind, and of a part takes its share of tax along", () => {
    const refund = (amount: string) => ({ ...fixture("order-refunds")[0], amount, line_items: [], shipping_lines: [], fee_lines: [] });
    const whole = one({}, [refund("104.94")]);
    expect([lines(whole).slice(3), sumOf(whole)]).toEqual([["return 2026-11-19 -84.07", "shipping 2026-11-19 -4.12", "tax 2026-11-19 -16.75"], 0]);
    const part = one({}, [refund("10.00")]);
    expect(lines(part).slice(3)).toEqual(["return 2026-11-19 -8.40385", "tax 2026-11-19 -1.59615"]);
  });
  test("a status of the shop's own counts when the order was paid, or the shop says so", () => {
    expect(one({ status: "shipped" }).isOrder).toBe(true);
    expect(one({ status: "shipped", date_paid_gmt: null }).isOrder).toBe(false);
    expect(conformOrder(orderSchema.parse({ ...fixture("orders.list")[0], status: "picked-up", date_paid_gmt: null }), [], { ...keeper, paidStatuses: ["picked-up"] }).isOrder).toBe(true);
    expect(one({ status: "cancelled" }).events).toEqual([]);
  });
  test("maps that PHP tells as lists, meta values of any kind and guests without an address are fine", () => {
    const bare = one({ billing: [], shipping: [], meta_data: [{ id: 1, key: "_wc_order_attribution_referrer", value: { odd: [1] } }, { key: "x", value: null }] });
    expect([bare.customerId, bare.country, bare.touches[0]!.method]).toEqual([null, null, "untold"]);
  });
  test("how it came: tags, a search engine that WooCommerce names, or nothing for an order made by hand", () => {
    const came = (values: Record<string, string>) => { const touch = one({ meta_data: Object.entries(values).map(([key, value]) => ({ key: `_wc_order_attribution_${key}`, value })) }).touches[0]!; return [touch.source, touch.medium, touch.method]; };
    expect(came({ source_type: "organic", utm_source: "bing", referrer: "https://www.bing.com/" })).toEqual(["bing", "organic", "referrer"]);
    expect(came({ source_type: "typein", utm_source: "(direct)" })).toEqual(["(direct)", "(none)", "no_referrer"]);
    expect(came({ source_type: "admin" })).toEqual(["", "", "untold"]);
    const touch = one().touches[0]!;
    expect([touch.source, touch.medium, touch.campaignId, touch.clickKind, touch.at]).toEqual(["google", "cpc", "21000000001", "gclid", "2026-11-12T09:01:10Z"]);
  });
});

describe("against the local server", () => {
  test("a test of the connection tells name, currency and zone", async () => {
    expect(await woocommerce.test(reading().context)).toEqual({ id: "harbor-goods.example", name: "Harbor Goods", currency: "USD", zone: "America/New_York", notes: [] });
  });
  test("orders with refunds on their days; each adds up to what was paid less what was given back", async () => {
    const { rows, rejects } = await readAll(changed);
    expect(rejects).toEqual([]);
    expect(lines(fact(rows, "4711"))).toEqual(["sale 2026-11-12 84 ×1", "shipping 2026-11-12 6", "tax 2026-11-12 7.99"]);
    expect(lines(fact(rows, "4712")).slice(3)).toEqual(["return 2026-11-19 -46.22 ×-1", "shipping 2026-11-19 -4.12", "tax 2026-11-19 -4.47"]);
    expect(lines(fact(rows, "4714"))).toEqual(["sale 2026-11-15 60 ×3", "sale 2026-11-15 40 ×1", "discount 2026-11-15 -9", "tax 2026-11-15 8.08", "return 2026-11-18 -17 ×-1", "tax 2026-11-18 -1.51"]);
    expect([sumOf(fact(rows, "4712")), fact(rows, "4713").events, fact(rows, "4715").isOrder]).toEqual([0, [], false]);
    expect(fact(rows, "4714").touches[0]).toMatchObject({ source: "newsletter", medium: "email", campaign: "nov", coupon: "socks15" });
  });
  test("placed and changed orders are the same orders; days are cut in the shop's zone", async () => {
    const byId = (rows: Row[]) => [...rows].sort((a, b) => a.orderId.localeCompare(b.orderId));
    expect(byId((await readAll(placed)).rows)).toEqual(byId((await readAll(changed)).rows));
    expect((await readAll({ from: "2026-11-12", to: "2026-11-13" })).rows.map((row) => row.orderId)).toEqual(["4711", "4712", "4713"]);
    expect((await readAll({ from: "2026-11-13", to: "2026-11-14" })).rows).toEqual([]);
  });
  test("changes: only what changed, and the watermark is the newest change", async () => {
    const batches: Batch<Row>[] = [];
    for await (const batch of (woocommerce.streams[0] as any).read(reading().context, { ...placed, since: "2026-11-18T00:00:00Z" })) batches.push(batch);
    expect(batches.flatMap((batch) => batch.rows).map((row) => row.orderId)).toEqual(["4712", "4714"]);
    expect(batches[0]!.watermark).toBe("2026-11-19T10:15:00Z");
  });
});

describe("a list that moves while it is read", () => {
  const order = (id: number) => ({ ...fixture("orders.list")[0], id, number: String(id), refunds: [] });
  test("an order that changes leaves the window: the page before is read again, and none is lost", async () => {
    let ids = Array.from({ length: 150 }, (_, at) => at + 1);
    vendor.reply((response, asked, count) => {
      if (asked.query.get("status") === "trash") return json(response, [], 200, { "x-wp-total": "0" });
      if (count === 2) ids = ids.filter((id) => id !== 40);
      const page = Number(asked.query.get("page"));
      return json(response, ids.slice((page - 1) * 100, page * 100).map(order), 200, { "x-wp-total": String(ids.length) });
    });
    const { rows } = await readAll(changed, own());
    expect(new Set(rows.map((row) => row.orderId)).size).toBe(150);
    expect(vendor.asked.map((asked) => asked.query.get("page"))).toEqual(["1", "2", "1", "2", "1"]);
  });
  test("a walk that broke off goes on with the next page of the same window; the trash is taken back", async () => {
    vendor.reply((response, asked) => (asked.query.get("status") === "trash" ? json(response, [{ ...order(7), status: "trash" }], 200, { "x-wp-total": "1" }) : json(response, Number(asked.query.get("page")) > 2 ? [] : Array.from({ length: 100 }, (_, at) => order(at + 100 * Number(asked.query.get("page")))), 200, { "x-wp-total": "200" })));
    const batches: Batch<Row>[] = [];
    for await (const batch of (woocommerce.streams[0] as any).read(reading(own()).context, changed)) { batches.push(batch); break; }
    const end = vendor.asked[0]!.query.get("modified_before");
    const rest = await readAll({ ...changed, cursor: JSON.parse(JSON.stringify(batches[0]!.cursor)) }, { ...own(), now: new Date("2026-11-22T00:00:00Z") });
    expect([vendor.asked.at(-2)!.query.get("page"), vendor.asked.at(-2)!.query.get("modified_before")]).toEqual(["2", end]);
    expect(rest.rows.at(-1)).toEqual({ orderId: "7", isGone: true });
  });
});

describe("faults", () => {
  test.each([["429 with a wait", { kind: "tooMany", seconds: 2 }], ["an error of the server", { kind: "error", status: 500 }], ["a web page", { kind: "html" }], ["half an answer", { kind: "truncated" }], ["a broken connection", { kind: "reset" }]] as const)("%s is tried again and the orders are whole", async (_, harm) => {
    const whole = (await readAll(placed)).rows;
    servers.control.fault({ on: "wooCommerce", ...harm } as never);
    expect((await readAll(placed)).rows).toEqual(whole);
  });
  test("a dead key, a key that sees nothing, a missing WooCommerce and a page in its place each say what to do", async () => {
    servers.control.revoke("wooCommerce");
    expect(await faultOf(woocommerce.test(reading().context))).toMatchObject({ kind: "auth" });
    const answers = (status: number, body: unknown) => { vendor.reply((response) => json(response, body, status)); return faultOf(readAll(placed, own())); };
    expect(await answers(401, fixture("error.401"))).toMatchObject({ kind: "auth", message: expect.stringContaining("Read") });
    expect(await answers(404, { code: "rest_no_route", message: "No route", data: { status: 404 } })).toMatchObject({ kind: "input", message: expect.stringContaining("WooCommerce") });
    vendor.reply((response) => void response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Just a moment</title>"));
    expect(await faultOf(readAll(placed, own()))).toMatchObject({ kind: "vendor", message: expect.stringContaining("firewall") });
    vendor.reply((response) => void response.writeHead(200, { "content-type": "application/json" }).end("\nNotice: Undefined index: x in /var/www/p.php on line 3\n[]"));
    expect(await faultOf(readAll(placed, own()))).toMatchObject({ kind: "vendor", message: expect.stringContaining("PHP notice") });
  });
  test("keys go in the header, or in the address where the host strips headers; plain permalinks go by rest_route", async () => {
    vendor.reply((response) => json(response, [], 200, { "x-wp-total": "0" }));
    await readAll(placed, own());
    expect([vendor.asked[0]!.headers.authorization?.startsWith("Basic "), vendor.asked[0]!.query.has("consumer_key"), vendor.asked[0]!.path]).toEqual([true, false, "/wp-json/wc/v3/orders"]);
    await readAll(placed, { ...own(), settings: { ...settings, sendKeys: "address", permalinks: "plain" } });
    const last = vendor.asked.at(-1)!;
    expect([last.headers.authorization, last.query.get("consumer_key"), last.path, last.query.get("rest_route")]).toEqual([undefined, credentials.wooCommerce.consumerKey, "/", "/wc/v3/orders"]);
  });
  test("an order with a null amount is set aside with its place; one whose refund can't be read too", async () => {
    servers.control.fault({ on: "wooCommerce", kind: "set", at: "0.total", value: null } as never);
    expect((await readAll(placed)).rejects.map((reject) => reject.path)).toEqual(["orders[0].total"]);
    servers.control.fault({ on: "wooCommerce", kind: "set", at: "0.amount", path: "refunds", value: null } as never);
    const { rows, rejects } = await readAll(placed);
    expect([rows.some((row) => row.orderId === "4712"), rejects.map((reject) => reject.path)]).toEqual([false, ["orders[4712].refunds[0].amount"]]);
  });
  test("a new field is counted; a list without its length is refused", async () => {
    servers.control.fault({ on: "wooCommerce", kind: "set", at: "*.madeUp", value: 1 } as never);
    const { context, drift } = reading();
    await readStream(woocommerce, "orders", context, placed);
    expect([...drift.keys()]).toEqual(["orders.madeUp"]);
    vendor.reply((response) => json(response, []));
    expect(await faultOf(readAll(placed, own()))).toMatchObject({ kind: "shape", message: expect.stringContaining("X-WP-Total") });
  });
  test("settings: plain http becomes https, and requests may go to the shop's own host alone", () => {
    const read = woocommerce.settings.parse({ ...settings, site: "http://Shop.Example.com/store/" }) as never;
    expect([(read as { site: string }).site, woocommerce.hostsOf!(read), woocommerce.endpoint(read).base]).toEqual(["https://shop.example.com/store", ["shop.example.com"], "https://shop.example.com/store"]);
    for (const site of ["localhost", "https://10.0.0.1", "https://a b.com", "https://user@shop.example.com"]) expect(woocommerce.settings.safeParse({ ...settings, site }).success).toBe(false);
  });
});

test("a file and the connection tell each order once, with the same sums by kind; only the file's refund days differ", async () => {
  const shop = await openShop("America/New_York", "USD");
  const { rows: told } = await readAll(placed, undefined);
  // As a shop's export: one row an order; refunds as one sum.
  const list = (await (await fetch(`${base}/wp-json/wc/v3/orders?per_page=100`, { headers: { authorization: `Basic ${btoa(`${credentials.wooCommerce.consumerKey}:${credentials.wooCommerce.consumerSecret}`)}` } })).json()) as any[];
  const rows = list.map((order) => [order.id, order.number, order.date_created.replace("T", " "), order.status, order.total, order.shipping_total, order.total_tax, order.discount_total, -order.refunds.reduce((sum: number, refund: any) => sum + Number(refund.total), 0), order.currency, order.customer_id, order.billing.email, order.shipping.country,
    ...[0, 1].map((at) => { const line = order.line_items[at]; return line ? `name:${line.name}|sku:${line.sku}|quantity:${line.quantity}|sub_total:${line.subtotal}|total:${line.total}` : ""; })].join(","));
  await shop.load(`order_id,order_number,order_date,status,order_total,shipping_total,tax_total,discount_total,refunded_total,order_currency,customer_id,customer_email,shipping_country,line_item_1,line_item_2\n${rows.join("\n")}\n`);
  const ledger = async () => (await shop.host.pool.query("select order_id, kind, round(sum(amount), 2)::text as sum from fact.sale_event group by 1, 2 order by 1, 2")).rows.map((row) => `${row.order_id} ${row.kind} ${row.sum}`);
  const heads = async () => (await shop.host.pool.query("select order_id, customer_id, country, is_order, order_day from fact.sales_order order by 1")).rows;
  const [file, who] = [await ledger(), await heads()];
  const client = await shop.host.pool.connect();
  await client.query("begin");
  const namer = await customerNamer(shop.host.db);
  const again = await readStream<Row>(woocommerce, "orders", { ...reading().context, customerKey: namer }, placed);
  const target = { storeId: shop.storeId, connectionId: 1, source: "woocommerce", zone: "America/New_York" };
  await writeOrders(client, target, again.rows.map(orderEncoder(target)), new Dims());
  await client.query("commit");
  client.release();
  expect(told.length).toBe(5);
  expect(await heads()).toEqual(who);
  // Of 4714 the file knows a sum given back, the shop which piece; both come to the same.
  const others = (texts: string[]) => texts.filter((text) => !/^(4712|4714) (return|tax|sale|shipping)/.test(text));
  expect(others(await ledger())).toEqual(others(file));
  const total = (texts: string[], id: string) => texts.filter((text) => text.startsWith(id)).reduce((sum, text) => sum + Math.round(Number(text.split(" ")[2]) * 100), 0);
  for (const id of ["4712", "4714"]) expect(total(await ledger(), id)).toBe(total(file, id));
  await shop.close();
});
