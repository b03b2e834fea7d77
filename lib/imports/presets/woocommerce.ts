// WooCommerce's order export: one row an order with line_item_1, line_item_2 … ("name:Cap|sku:CAP|quantity:1|total:10"),
// or one row a line with item_… columns. Line totals are after discount and before tax. Only paid orders are sales.
import { countryName } from "#lib/imports/country.ts";
import { parseMicros, type Micros } from "#lib/core/decimal.ts";
import { byOrder, type GatheredRow } from "#lib/imports/order-window.ts";
import type { Preset } from "#lib/imports/preset.ts";
import { RowReader, Unreadable } from "#lib/imports/row-reader.ts";
import { emitOrder, type OrderLine } from "#lib/imports/whole-order.ts";

const unpaid = new Set(["pending", "pending payment", "on-hold", "on hold", "failed", "cancelled", "canceled", "checkout-draft", "draft", "trash"]);

export const woocommerce: Preset = {
  id: "woocommerce",
  signature: ["order_id", "order_date", "status", "order_total"],
  knows: {},
  fields: {
    order_id: { captions: ["order_number", "order_id"], required: true },
    date: { captions: ["order_date"], required: true },
    status: { captions: ["status"], required: true },
    total: { captions: ["order_total"], required: true },
    shipping: { captions: ["shipping_total"] },
    shipping_tax: { captions: ["shipping_tax_total"] },
    fee: { captions: ["fee_total"] },
    tax: { captions: ["tax_total"] },
    discount: { captions: ["discount_total", "cart_discount"] },
    refund: { captions: ["refunded_total"] },
    currency: { captions: ["order_currency", "currency"] },
    customer_id: { captions: ["customer_id"] },
    email: { captions: ["customer_email", "billing_email"] },
    country: { captions: ["shipping_country"] },
    billing_country: { captions: ["billing_country"] },
    sku: { captions: ["item_sku"] },
    product: { captions: ["item_name"] },
    quantity: { captions: ["item_quantity"] },
    item_subtotal: { captions: ["item_subtotal"] },
    item_total: { captions: ["item_total"] },
    source: { captions: ["utm_source", "meta:_wc_order_attribution_utm_source"] },
    medium: { captions: ["utm_medium", "meta:_wc_order_attribution_utm_medium"] },
  },
  conform(context) {
    const read = new RowReader(context, woocommerce.fields);
    const numbered = context.header.map((caption, at) => (/^line_item_\d+$/i.test(caption) ? at : -1)).filter((at) => at >= 0);
    const hasRows = context.column("item_total") >= 0 || context.column("item_subtotal") >= 0;

    const linesOf = (row: GatheredRow): { line: OrderLine; total: Micros }[] => {
      const make = (isRow: boolean, name: string, sku: string, quantity: Micros, before: Micros, total: Micros) => ({
        total, line: { rowNo: row.rowNo, isRow, amount: before, quantity, sku: sku || null, name: name || null, category: null, isGiftCard: false, isTaxable: true },
      });
      if (hasRows) {
        const total = read.moneyOr(row.cells, "item_total");
        const before = read.moneyOr(row.cells, "item_subtotal") ?? total ?? 0n;
        return [make(true, read.text(row.cells, "product"), read.text(row.cells, "sku"), read.money(row.cells, "quantity"), before, total ?? before)];
      }
      return numbered.map((at) => row.cells[at]!.trim()).filter((text) => text !== "").map((text, position) => {
        const item = new Map(text.split("|").map((pair) => [pair.slice(0, pair.indexOf(":")).trim().toLowerCase(), pair.slice(pair.indexOf(":") + 1).trim()]));
        const money = (key: string): Micros | null => {
          const value = item.get(key);
          if (value === undefined || value === "") return null;
          const parsed = parseMicros(value, context.decimalMark);
          if (parsed === null) throw new Unreadable(`line_item_${position + 1}`, "not_a_number");
          return parsed;
        };
        const total = money("total") ?? 0n;
        return make(position === 0, item.get("name") ?? "", item.get("sku") ?? "", money("quantity") ?? 1_000_000n, money("sub_total") ?? money("subtotal") ?? total, total);
      });
    };

    const order = (orderId: string, rows: GatheredRow[]): void => {
      const head = rows[0]!;
      try {
        const when = read.when(head.cells, "date");
        if (when === null) throw new Unreadable("date", "missing");
        const total = read.money(head.cells, "total");
        const [shipping, fee, saidTax, shippingTax, saidDiscount] = (["shipping", "fee", "tax", "shipping_tax", "discount"] as const).map((field) => read.money(head.cells, field)) as [Micros, Micros, Micros, Micros, Micros];
        let found = rows.flatMap(linesOf);
        if (found.length === 0) {
          // No lines in this export: the goods are what the total holds beside shipping, fees and tax.
          context.note("no_lines");
          const goods = total - shipping - fee - saidTax;
          found = [{ total: goods, line: { rowNo: head.rowNo, isRow: true, amount: goods + saidDiscount, quantity: 0n, sku: null, name: null, category: null, isGiftCard: false, isTaxable: true } }];
        }
        const before = found.reduce((sum, { line }) => sum + line.amount, 0n);
        const after = found.reduce((sum, { total: lineTotal }) => sum + lineTotal, 0n);
        // Exports differ in whether tax_total holds the tax on shipping: the one that makes the total come out is right.
        const tax = total === after + shipping + fee + saidTax + shippingTax ? saidTax + shippingTax : saidTax;
        const status = read.text(head.cells, "status").toLowerCase().replace(/^wc-/, "");
        if (unpaid.has(status)) context.note("order_status");
        const source = read.text(head.cells, "source");
        const medium = read.text(head.cells, "medium");
        emitOrder(context, {
          orderId, when, refundWhen: null, currency: read.currency(head.cells), customerId: read.customer(head.cells),
          country: countryName(read.text(head.cells, "country") || read.text(head.cells, "billing_country")),
          channel: source === "" ? null : medium === "" ? source : `${source} / ${medium}`,
          lines: found.map(({ line }) => line), discount: before - after, shipping, fee, tax, isTaxIncluded: false, total,
          refunded: status === "refunded" ? total : read.money(head.cells, "refund"), isVoid: unpaid.has(status),
        });
      } catch (error) {
        if (!(error instanceof Unreadable)) throw error;
        for (const row of rows) context.reject(row.rowNo, row.cells, row === head ? error.field : "", row === head ? error.reason : "order_unreadable");
      }
    };
    return byOrder(context, order);
  },
};
