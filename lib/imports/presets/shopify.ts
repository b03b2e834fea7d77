// Shopify's orders export: one row a line; what belongs to the order stands on its first row only, lines go by Name.
// Taxes are included when Total lies nearer to Subtotal + Shipping than to that plus Taxes. Tests and voided orders move no money.
import { countryName } from "#lib/imports/country.ts";
import { timesMicros, type Micros } from "#lib/core/decimal.ts";
import { byOrder, type GatheredRow } from "#lib/imports/order-window.ts";
import type { Preset } from "#lib/imports/preset.ts";
import { RowReader, Unreadable } from "#lib/imports/row-reader.ts";
import { emitOrder } from "#lib/imports/whole-order.ts";

export const shopify: Preset = {
  id: "shopify",
  signature: ["name", "financial status", "lineitem quantity", "lineitem price", "created at"],
  knows: { decimalMark: "." },
  fields: {
    order_id: { captions: ["name"], required: true },
    status: { captions: ["financial status"], required: true },
    date: { captions: ["created at"], required: true },
    currency: { captions: ["currency"] },
    subtotal: { captions: ["subtotal"] },
    shipping: { captions: ["shipping"] },
    tax: { captions: ["taxes"] },
    total: { captions: ["total"] },
    discount: { captions: ["discount amount"] },
    refund: { captions: ["refunded amount"] },
    cancelled: { captions: ["cancelled at", "canceled at"] },
    quantity: { captions: ["lineitem quantity"], required: true },
    unit_price: { captions: ["lineitem price"], required: true },
    product: { captions: ["lineitem name"] },
    sku: { captions: ["lineitem sku"] },
    line_discount: { captions: ["lineitem discount"] },
    taxable: { captions: ["lineitem taxable"] },
    email: { captions: ["email"] },
    country: { captions: ["shipping country"] },
    billing_country: { captions: ["billing country"] },
    payment: { captions: ["payment method"] },
  },
  conform(context) {
    const read = new RowReader(context, shopify.fields);
    const order = (orderId: string, rows: GatheredRow[]): void => {
      const head = rows.find((row) => read.text(row.cells, "status") !== "" || read.text(row.cells, "total") !== "");
      if (!head) {
        for (const row of rows) context.reject(row.rowNo, row.cells, "order_id", "far_from_order");
        return;
      }
      let at = head;
      try {
        const when = read.when(head.cells, "date");
        if (when === null) throw new Unreadable("date", "missing");
        const lines = rows.map((row) => {
          at = row;
          const quantity = read.money(row.cells, "quantity");
          const name = read.text(row.cells, "product") || null;
          const amount = timesMicros(quantity, read.money(row.cells, "unit_price"));
          if (amount === null) throw new Unreadable("quantity", "not_a_number");
          return {
            rowNo: row.rowNo, isRow: true, quantity, name, category: null, amount,
            sku: read.text(row.cells, "sku") || null,
            isGiftCard: /^gift card\b/i.test(name ?? ""),
            isTaxable: read.text(row.cells, "taxable").toLowerCase() !== "false",
          };
        });
        at = head;
        const goods = lines.reduce((sum, line) => sum + line.amount, 0n);
        const subtotal = read.moneyOr(head.cells, "subtotal");
        const said = read.money(head.cells, "discount") + rows.reduce((sum, row) => sum + read.money(row.cells, "line_discount"), 0n);
        // What lines and subtotal differ by is what was taken off them, whatever a discount on shipping adds.
        const discount = subtotal === null ? said : goods - subtotal;
        const [shipping, tax, total] = [read.money(head.cells, "shipping"), read.money(head.cells, "tax"), read.moneyOr(head.cells, "total")];
        const before = goods - discount + shipping;
        // Cash rounding moves a total by cents, so the nearer of the two is meant.
        const isTaxIncluded = context.vatRate !== null || (total !== null && tax !== 0n && apart(total, before) < apart(total, before + tax));
        const status = read.text(head.cells, "status").toLowerCase();
        const isTest = /bogus/i.test(read.text(head.cells, "payment"));
        if (isTest) context.note("test_order");
        else if (status === "voided") context.note("voided");
        emitOrder(context, {
          orderId, when, refundWhen: read.when(head.cells, "cancelled"), currency: read.currency(head.cells), customerId: read.customer(head.cells),
          country: countryName(read.text(head.cells, "country") || read.text(head.cells, "billing_country")), channel: null,
          lines, discount, shipping, fee: 0n, tax, isTaxIncluded, total, refunded: read.money(head.cells, "refund"), isVoid: isTest || status === "voided",
        });
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        for (const row of rows) context.reject(row.rowNo, row.cells, row === at ? error.field : "", row === at ? error.reason : "order_unreadable");
      }
    };
    return byOrder(context, order);
  },
};

function apart(a: Micros, b: Micros): Micros {
  return a > b ? a - b : b - a;
}
