// One order told by Shopify's file and by its API is one order, with one sum.
import { afterAll, expect, test } from "vitest";
import { credentials } from "#lib/demo/servers/credentials.ts";
import { startDemoServers } from "#lib/demo/servers/servers.ts";
import type { OrderRecord } from "#lib/demo/records.ts";
import { Dims } from "#lib/facts/dims.ts";
import type { OrderFact, OrderGone } from "#lib/facts/order.ts";
import { customerNamer } from "#lib/imports/customer-key.ts";
import { orderEncoder } from "#lib/ingest/order-rows.ts";
import { writeOrders } from "#lib/ingest/write-orders.ts";
import { shopify } from "#lib/sources/shopify/source.ts";
import { openShop } from "#test/imports/support.ts";
import { contextFor, readStream } from "#test/support/read-stream.ts";
import { smallOrders } from "#test/support/small-orders.ts";
import { nordlicht, smallNow, smallWorld } from "#test/support/small-world.ts";

const servers = await startDemoServers({ world: smallWorld, now: () => smallNow });
const shop = await openShop("Europe/Berlin", "EUR");
afterAll(() => Promise.all([servers.close(), shop.close()]));

const cents = (text: string) => Math.round(Number(text) * 100);
const euro = (value: number) => (value / 100).toFixed(2);

/** As Shopify exports it: what belongs to the order stands on its first row. */
function exported(orders: readonly OrderRecord[]): string {
  const captions = ["Name", "Email", "Financial Status", "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Amount", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku", "Lineitem taxable", "Shipping Country", "Cancelled at", "Payment Method", "Refunded Amount"];
  const rows = orders.flatMap((order) => order.lines.map((line, at) => {
    const goods = order.lines.reduce((sum, one) => sum + cents(one.unitPrice) * one.quantity - cents(one.discount), 0);
    const refunded = order.refunds.reduce((sum, refund) => sum + cents(refund.amount), 0);
    const total = goods + cents(order.shipping);
    const head = at > 0 ? ["", "", "", "", "", "", ""] : [
      refunded === 0 ? (order.isPaid ? "paid" : "pending") : refunded >= total ? "refunded" : "partially_refunded", "EUR", euro(goods), order.shipping,
      euro(order.lines.reduce((sum, one) => sum + cents(one.tax), cents(order.shippingTax))), euro(total), euro(order.lines.reduce((sum, one) => sum + cents(one.discount), 0)),
    ];
    const stamp = (instant: Date) => `${instant.toISOString().slice(0, 19).replace("T", " ")} +0000`;
    return [`#${order.number}`, at === 0 ? order.customer?.email ?? "" : "", ...head, stamp(order.placedAt), line.quantity, line.title, line.unitPrice, line.sku, !line.isGiftCard,
      at === 0 ? order.country : "", at === 0 && order.cancelledAt ? stamp(order.cancelledAt) : "", at > 0 ? "" : order.isTest ? "bogus" : "Shopify Payments", at === 0 ? euro(refunded) : ""].join(",");
  }));
  return `${captions.join(",")}\n${rows.join("\n")}\n`;
}

const ledger = async (): Promise<Record<string, Record<string, number>>> => {
  const { rows } = await shop.host.pool.query("select order_id, kind, sum(amount)::float8 as sum from fact.sale_event where store_id = $1 group by 1, 2", [shop.storeId]);
  const found: Record<string, Record<string, number>> = {};
  for (const { order_id, kind, sum } of rows) (found[order_id] ??= {})[kind] = sum;
  return found;
};
const totals = (orders: Record<string, Record<string, number>>) => Object.fromEntries(Object.entries(orders).map(([id, kinds]) => [id, Object.values(kinds).reduce((a, b) => a + b, 0).toFixed(6)]));
const customers = async () => (await shop.host.pool.query("select order_id, customer_id, country from fact.sales_order where store_id = $1 and is_order order by order_id", [shop.storeId])).rows;

test("the file first, then the connection: each order once, the same totals, customers and countries; kinds differ by cents of shared tax at most", async () => {
  await shop.load(exported(smallOrders.nordlicht!));
  const [file, who] = [await ledger(), await customers()];
  expect(Object.keys(file).sort()).toEqual(["#1001", "#1002", "#1003", "#1004", "#1006", "#1007", "#1008"]);

  const base = servers.shopUrl(nordlicht);
  const { context } = contextFor(shopify, { settings: { shop: "nordlicht", accessToken: credentials.shopify.accessToken }, endpoint: { base, token: base }, account: { currency: "EUR", zone: "Europe/Berlin" }, now: smallNow });
  const { rows } = await readStream<OrderFact | OrderGone>(shopify, "orders", { ...context, customerKey: await customerNamer(shop.host.db) }, { from: "2026-11-10", to: "2026-11-20" });
  const client = await shop.host.pool.connect();
  await client.query("begin");
  const target = { storeId: shop.storeId, connectionId: 1, source: "shopify", zone: "Europe/Berlin" };
  await writeOrders(client, target, rows.map(orderEncoder(target)), new Dims());
  await client.query("commit");
  client.release();
  const connection = await ledger();

  expect(totals(connection)).toEqual(totals(file));
  expect(await customers()).toEqual(who);
  // The file doesn't say what a part of the money was given back for.
  for (const id of ["#1001", "#1002", "#1004", "#1006", "#1008"]) {
    expect(Object.keys(connection[id]!).sort()).toEqual(Object.keys(file[id]!).sort());
    for (const [kind, sum] of Object.entries(file[id]!)) expect(Math.abs(connection[id]![kind]! - sum)).toBeLessThan(0.01);
  }
});
