// "Online Retail" (UCI, Chen 2015): one row an invoice line, cancellations as invoices of their own that begin with C,
// stock codes that are no products. Prices exclude VAT; the shop is in London.
import { timesMicros, parseMicros } from "#lib/core/decimal.ts";
import type { Preset } from "#lib/imports/preset.ts";
import type { EventKind } from "#lib/imports/settings.ts";
import { whenReader } from "#lib/core/when.ts";

const services: Readonly<Record<string, EventKind>> = {
  POST: "shipping", DOT: "shipping", C2: "shipping", C3: "shipping",
  AMAZONFEE: "fee", "BANK CHARGES": "fee", CRUK: "fee",
  D: "discount",
  M: "adjustment", B: "adjustment", S: "adjustment",
};
const serviceKinds = new Map(Object.entries(services));

export const onlineRetail: Preset = {
  id: "online-retail",
  signature: ["invoiceno", "stockcode", "quantity", "invoicedate", "unitprice"],
  knows: { currency: "GBP", zone: "Europe/London", dateOrder: "mdy", decimalMark: "." },
  fields: {
    order_id: { captions: ["invoiceno"], required: true },
    sku: { captions: ["stockcode"], required: true },
    product: { captions: ["description"] },
    quantity: { captions: ["quantity"], required: true },
    date: { captions: ["invoicedate"], required: true },
    unit_price: { captions: ["unitprice"], required: true },
    customer_id: { captions: ["customerid"] },
    country: { captions: ["country"] },
  },
  conform(context) {
    const [order, sku, product, quantity, date, price, customer, country] =
      ["order_id", "sku", "product", "quantity", "date", "unit_price", "customer_id", "country"].map((field) => context.column(field)) as [number, number, number, number, number, number, number, number];
    const readWhen = whenReader(context.dateOrder, context.judgeWhen);
    const { decimalMark, currency } = context;
    return {
      row(cells, rowNo) {
        const orderId = cells[order]!.trim().toUpperCase();
        if (orderId === "") return context.reject(rowNo, cells, "order_id", "missing");
        // Codes compare without case: 85123a and 85123A are one product.
        const code = cells[sku]!.trim().toUpperCase();
        if (code === "") return context.reject(rowNo, cells, "sku", "missing");
        const pieces = parseMicros(cells[quantity]!, decimalMark);
        if (pieces === null) return context.reject(rowNo, cells, "quantity", "not_a_number");
        const unitPrice = parseMicros(cells[price]!, decimalMark);
        if (unitPrice === null) return context.reject(rowNo, cells, "unit_price", "not_a_number");
        const when = readWhen(cells[date]!);
        if (typeof when === "string") return context.reject(rowNo, cells, "date", when);
        const amount = timesMicros(pieces, unitPrice);
        if (amount === null) return context.reject(rowNo, cells, "quantity", "not_a_number");
        const kind: EventKind | null = amount === 0n ? null : serviceKinds.get(code) ?? (code.startsWith("GIFT_") ? "gift_card" : amount < 0n ? "return" : "sale");
        context.emit({
          rowNo, isRow: true, orderId, kind, when, amount,
          quantity: kind === "sale" || kind === "return" ? pieces : 0n,
          productId: code,
          productName: textOr(cells[product]),
          category: null,
          customerId: textOr(cells[customer]),
          country: textOr(cells[country]),
          channel: null, currency,
          counts: amount > 0n && !orderId.startsWith("C"),
        });
      },
      end() {},
    };
  },
};

function textOr(cell: string | undefined): string | null {
  const text = cell?.trim();
  return text === undefined || text === "" ? null : text;
}
