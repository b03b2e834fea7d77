import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openShop, type Shop } from "#test/imports/support.ts";

let shop: Shop;
beforeAll(async () => { shop = await openShop(); });
afterAll(() => shop?.close());
beforeEach(() => shop.host.pool.query("truncate fact.sales_order, fact.sale_event, dim.customer, dim.product, raw.order_telling, raw.order_version, raw.import_file, ingest.import, ingest.reject, ingest.coverage, ingest.dirty_day"));

const events = async () => (await shop.host.pool.query("select order_id, kind, event_day::text as day, trim_scale(amount)::text as amount, trim_scale(quantity)::text as quantity, product_id from fact.sale_event order by order_id, line_no")).rows;
const total = async (order: string) => (await shop.host.pool.query("select trim_scale(sum(amount))::text as total from fact.sale_event where order_id = $1", [order])).rows[0].total as string;

describe("Shopify's orders export", () => {
  const file = readFileSync("test/data/orders/shopify-orders.csv", "utf8");
  test("is known by its header; tax in prices is taken out of lines and shipping, and all adds up to what was paid less what was refunded", async () => {
    const summary = await shop.load(file);
    expect(summary).toMatchObject({ preset: "shopify", read: 2, imported: 2, rejected: 0, orders: { new: 1 }, notes: { tax_included: 1, refund_day_unknown: 1 } });
    // 89.50 paid (29.90 + 54.70 + 4.90 with 14.29 tax in it), 29.90 refunded with its share of the tax.
    expect(summary.ledger).toEqual({ EUR: { sale: "71.092358", shipping: "4.117642", return: "-25.126022", tax: "9.516022" } });
    expect(await total("#1003")).toBe("59.6");
    expect((await events()).filter((event) => event.kind === "sale").map((event) => event.product_id)).toEqual(["SK-3P", "CAP-01"]);
  });
  test("keeps no e-mail outside the uploaded file, and knows the customer again", async () => {
    await shop.load(file);
    const kept = await shop.host.pool.query("select customer_id, country from fact.sales_order");
    expect(kept.rows[0]).toMatchObject({ customer_id: expect.stringMatching(/^e-[0-9a-f]{24}$/), country: "Germany" });
    expect((await shop.picture()).replace(/raw\.import_file:.*/, "")).not.toContain("buyer@example.com");
  });
  const header = "Name,Email,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at,Refunded Amount,Payment Method\n";
  test("lines of an order may stand apart; discounts are negative; tax beside the prices stays beside them", async () => {
    const summary = await shop.load(`${header}#1,a@x.example,paid,USD,90.00,5.00,9.50,104.50,10.00,2026-03-01 23:30:00 -0500,2,Cap,30.00,cap,,0.00,card
#2,b@x.example,paid,USD,10.00,0.00,0.00,10.00,0.00,2026-03-02 10:00:00 -0500,1,Sock,10.00,sock,,0.00,card
#1,a@x.example,,,,,,,,,1,Hat,40.00,hat,,,\n`);
    expect(summary).toMatchObject({ read: 3, imported: 3, rejected: 0, ledger: { USD: { sale: "110", discount: "-10", shipping: "5", tax: "9.5" } } });
    // 23:30 in New York is the next morning in the shop's Berlin.
    expect((await events()).find((event) => event.product_id === "CAP")).toMatchObject({ day: "2026-03-02", quantity: "2" });
  });
  test("voided and test orders count as read and move no money; a refund stands on the day of the cancellation", async () => {
    const summary = await shop.load(`${header}#1,a@x.example,voided,EUR,30.00,0,0,30.00,0,2026-03-01 10:00:00 +0100,1,Cap,30.00,cap,,0.00,card
#2,b@x.example,paid,EUR,30.00,0,0,30.00,0,2026-03-01 10:00:00 +0100,1,Cap,30.00,cap,,0.00,(for testing) Bogus Gateway
#3,b@x.example,refunded,EUR,30.00,5.00,0,35.00,0,2026-03-01 10:00:00 +0100,1,Cap,30.00,cap,2026-03-09 10:00:00 +0100,35.00,card\n`);
    expect(summary).toMatchObject({ read: 3, imported: 3, notes: { voided: 1, test_order: 1 }, ledger: { EUR: { sale: "30", shipping: "0", return: "-30" } } });
    expect((await events()).filter((event) => event.day === "2026-03-09").map((event) => `${event.kind} ${event.amount}`)).toEqual(["return -30", "shipping -5"]);
    expect((await shop.host.pool.query("select order_id from fact.sales_order where is_order")).rows).toEqual([{ order_id: "#3" }]);
  });
  test("a refunded gift card takes back the gift card, not a sale; what was bought beside it is a return", async () => {
    const summary = await shop.load(`${header}#1,a@x.example,refunded,EUR,50.00,0,0,50.00,0,2026-03-01 10:00:00 +0100,1,Gift Card,50.00,,2026-03-09 10:00:00 +0100,50.00,card
#2,b@x.example,refunded,EUR,80.00,0,0,80.00,0,2026-03-01 10:00:00 +0100,1,Cap,30.00,cap,2026-03-09 10:00:00 +0100,80.00,card
#2,b@x.example,,,,,,,,,1,Gift Card,50.00,,,
#3,c@x.example,partially_refunded,EUR,50.00,0,0,50.00,0,2026-03-01 10:00:00 +0100,1,Gift Card,50.00,,,20.00,card\n`);
    expect(summary).toMatchObject({ rejected: 0, ledger: { EUR: { gift_card: "30", sale: "30", return: "-30" } } });
    expect(await total("#1")).toBe("0");
    expect((await events()).filter((event) => event.day === "2026-03-09").map((event) => `${event.order_id} ${event.kind} ${event.amount}`)).toEqual(["#1 gift_card -50", "#2 return -30", "#2 gift_card -50"]);
  });
  test("a total rounded for cash doesn't make the prices hold tax; one that leaves the tax out does", async () => {
    const summary = await shop.load(`${header}#1,a@x.example,paid,SEK,100.00,0,25.30,125.00,0,2026-03-01 10:00:00 +0100,1,Cap,100.00,cap,,0.00,card
#2,a@x.example,paid,SEK,125.30,0,25.06,125.00,0,2026-03-01 10:00:00 +0100,1,Cap,125.30,cap,,0.00,card\n`);
    expect(summary.notes).toEqual({ remainder: 2, tax_included: 1 });
    expect((await events()).map((event) => `${event.order_id} ${event.kind} ${event.amount}`)).toEqual(["#1 sale 100", "#1 tax 25.3", "#1 adjustment -0.3", "#2 sale 100.24", "#2 tax 25.06", "#2 adjustment -0.3"]);
  });
  test("a cell that can't be read leaves out the whole order, with the reason at its row", async () => {
    const summary = await shop.load(`${header}#1,a@x.example,paid,EUR,60.00,0,0,60.00,0,2026-03-01 10:00:00 +0100,1,Cap,30.00,cap,,0.00,card
#1,a@x.example,,,,,,,,,1,Hat,dear,hat,,,
#2,a@x.example,paid,EUR,30.00,0,0,30.00,0,2026-03-01 10:00:00 +0100,1,Cap,30.00,cap,,0.00,card\n`);
    expect(summary).toMatchObject({ read: 3, imported: 1, rejected: 2, ledger: { EUR: { sale: "30" } } });
    expect((await shop.host.pool.query("select row_no, field, reason from ingest.reject order by row_no")).rows).toEqual([{ row_no: 1, field: "", reason: "order_unreadable" }, { row_no: 2, field: "unit_price", reason: "not_a_number" }]);
  });
  test("a row of a wrong shape leaves out its whole order, also when it comes last; the orders around it count", async () => {
    const order = (name: string) => `${name},a@x.example,paid,EUR,60.00,0,0,60.00,0,2026-03-01 10:00:00 +0100,1,Cap,30.00,cap,,0.00,card\n`;
    const line = (name: string, end = "") => `${name},a@x.example,,,,,,,,,1,Hat,30.00,hat,,,${end}\n`;
    const summary = await shop.load(`${header}${order("#1")}${order("#2")}${line("#1", ",one,too many")}${line("#2")}${order("#3")}${line("#3").replace("Hat", `Hat${"x".repeat(500)}`)}`);
    expect(summary).toMatchObject({ read: 6, imported: 2, rejected: 4, orders: { new: 1 }, ledger: { EUR: { sale: "60" } } });
    expect((await shop.host.pool.query("select row_no, field, reason from ingest.reject order by row_no")).rows).toEqual([
      { row_no: 1, field: "", reason: "order_unreadable" }, { row_no: 3, field: "", reason: "too_many_cells" }, { row_no: 5, field: "", reason: "order_unreadable" }, { row_no: 6, field: "product", reason: "too_long" },
    ]);
  });
});

describe("WooCommerce's orders export", () => {
  test("one row an order with numbered items: discount is what the lines lost, unpaid orders move no money", async () => {
    const summary = await shop.load(`order_id,order_number,order_date,status,shipping_total,shipping_tax_total,tax_total,order_total,order_currency,customer_email,shipping_country,line_item_1,line_item_2
1,1001,2026-03-01 10:00:00,wc-completed,5.00,0.95,8.55,59.50,EUR,a@x.example,DE,name:Cap|sku:cap|quantity:2|total:36.00|sub_total:40.00,name:Hat|sku:hat|quantity:1|total:9.00|sub_total:10.00
2,1002,2026-03-01 11:00:00,pending,0,0,0,10.00,EUR,b@x.example,AT,name:Cap|sku:cap|quantity:1|total:10.00|sub_total:10.00,
3,1003,2026-03-02 11:00:00,refunded,0,0,0,10.00,EUR,b@x.example,AT,name:Cap|sku:cap|quantity:1|total:10.00|sub_total:10.00,\n`);
    expect(summary).toMatchObject({ preset: "woocommerce", read: 3, imported: 3, rejected: 0, notes: { order_status: 1 }, ledger: { EUR: { sale: "60", discount: "-5", shipping: "5", tax: "9.5", return: "-10" } } });
    expect(await total("1001")).toBe("59.5");
  });
  test("one row a line", async () => {
    const summary = await shop.load(`order_id,order_date,status,shipping_total,tax_total,order_total,order_currency,item_name,item_sku,item_quantity,item_subtotal,item_total
1,2026-03-01 10:00:00,processing,5.00,0,55.00,EUR,Cap,cap,2,40.00,40.00
1,2026-03-01 10:00:00,processing,5.00,0,55.00,EUR,Hat,hat,1,10.00,10.00\n`);
    expect(summary).toMatchObject({ read: 2, imported: 2, orders: { new: 1 }, ledger: { EUR: { sale: "50", shipping: "5" } } });
  });
});

describe("any table of orders", () => {
  test("columns said by hand, decimal commas, VAT taken out exactly, channel from source and medium", async () => {
    const summary = await shop.load("Beleg;Tag;Summe;Quelle;Medium\nA1;14.03.2026;12,00;google;cpc\nA2;15.03.2026;-1.200,00;;\n", { columns: { order_id: "Beleg", date: "Tag", amount: "Summe", source: "Quelle" }, pricesIncludeVat: true, vatRate: "20" });
    expect(summary).toMatchObject({ read: 2, imported: 2, ledger: { EUR: { sale: "10", return: "-1000", tax: "-198" } } });
    expect((await shop.host.pool.query("select channel from fact.sales_order where order_id = 'A1'")).rows).toEqual([{ channel: "google / cpc" }]);
  });
  test("price times quantity where no amount is given; rows that can't be read are kept with their reason", async () => {
    const summary = await shop.load("order,created at,price,qty,sku\n1,2026-03-01,2.50,4,x\n2,2026-03-01,,1,y\n3,someday,1,1,z\n4,2026-03-02,1,1,a,b,c\n");
    expect(summary).toMatchObject({ read: 4, imported: 1, rejected: 3, ledger: { EUR: { sale: "10" } } });
    expect((await shop.host.pool.query("select row_no, reason from ingest.reject order by row_no")).rows).toEqual([{ row_no: 2, reason: "missing" }, { row_no: 3, reason: "not_a_date" }, { row_no: 4, reason: "too_many_cells" }]);
  });
});
