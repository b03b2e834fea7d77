// Any table of orders or order lines with a date and an amount; the mapping of columns may be said by hand.
// Amounts of a row are that row's own: a file that repeats an order's shipping on every line must leave that column out.
import { goodsIn, holdsOf } from "#lib/imports/amount-holds.ts";
import { parseMicros, timesMicros, type Micros } from "#lib/core/decimal.ts";
import { countryName } from "#lib/imports/country.ts";
import type { ConformContext, Line, Preset } from "#lib/imports/preset.ts";
import { eventKinds, type EventKind } from "#lib/imports/settings.ts";
import { splitVat } from "#lib/imports/vat.ts";
import { whenReader } from "#lib/core/when.ts";

export const generic: Preset = {
  id: "generic",
  signature: [],
  knows: {},
  either: ["amount", "unit_price"],
  fields: {
    order_id: { captions: ["order_id", "order id", "order number", "order no", "order no.", "order", "order #", "order_number", "orderid", "invoice", "invoice no", "invoice number", "invoiceno", "bestellnummer", "transaction id", "transaction_id", "name", "number", "id"], required: true },
    date: { captions: ["date", "order date", "order_date", "created at", "created_at", "placed at", "ordered at", "invoice date", "invoicedate", "datum", "bestelldatum", "purchase date", "day", "timestamp"], required: true },
    amount: { captions: ["amount", "revenue", "line total", "line_total", "net sales", "net amount", "subtotal", "total", "order total", "sales", "betrag", "umsatz", "item total", "price total", "grand total", "total amount", "amount paid", "total paid", "net", "gross sales", "gross"] },
    unit_price: { captions: ["unit price", "unit_price", "unitprice", "price", "item price", "preis", "einzelpreis"] },
    quantity: { captions: ["quantity", "qty", "units", "menge", "anzahl", "items"] },
    sku: { captions: ["sku", "product id", "product_id", "stockcode", "item sku", "variant sku", "artikelnummer"] },
    product: { captions: ["product", "product name", "product_name", "item", "item name", "title", "description", "artikel"] },
    category: { captions: ["category", "product category", "product type", "kategorie"] },
    kind: { captions: ["kind", "event kind", "line type"] },
    discount: { captions: ["discount", "discount amount", "discounts", "rabatt"] },
    shipping: { captions: ["shipping", "shipping amount", "shipping cost", "delivery", "versand", "versandkosten"] },
    tax: { captions: ["tax", "taxes", "vat", "tax amount", "vat amount", "mwst", "ust"] },
    refund: { captions: ["refund", "refunded", "refund amount", "refunded amount", "erstattung"] },
    customer_id: { captions: ["customer id", "customer_id", "customerid", "customer", "kundennummer"] },
    email: { captions: ["email", "e-mail", "customer email", "email address"] },
    country: { captions: ["country", "shipping country", "country code", "land"] },
    currency: { captions: ["currency", "currency code", "waehrung", "währung"] },
    source: { captions: ["source", "utm_source", "utm source"] },
    medium: { captions: ["medium", "utm_medium", "utm medium"] },
    channel: { captions: ["channel", "channel group", "default channel group"] },
  },
  conform(context) {
    const at = Object.fromEntries(Object.keys(generic.fields).map((field) => [field, context.column(field)])) as Record<string, number>;
    const readWhen = whenReader(context.dateOrder, context.judgeWhen);
    const holds = holdsOf(at["amount"]! < 0 ? undefined : context.header[at["amount"]!], (field) => at[field]! >= 0, context.amountHolds);
    const text = (cells: readonly string[], field: string): string => (at[field]! < 0 ? "" : cells[at[field]!]!.trim());
    const number = (cells: readonly string[], field: string): Micros | null | undefined => {
      const cell = text(cells, field);
      return cell === "" || cell === "-" || cell === "--" ? undefined : parseMicros(cell, context.decimalMark);
    };
    return {
      row(cells, rowNo) {
        const orderId = text(cells, "order_id");
        if (orderId === "") return context.reject(rowNo, cells, "order_id", "missing");
        if (text(cells, "date") === "") return context.reject(rowNo, cells, "date", "missing");
        const when = readWhen(text(cells, "date"));
        if (typeof when === "string") return context.reject(rowNo, cells, "date", when);
        const given: Partial<Record<"amount" | "unit_price" | "quantity" | "discount" | "shipping" | "tax" | "refund", Micros>> = {};
        for (const field of ["amount", "unit_price", "quantity", "discount", "shipping", "tax", "refund"] as const) {
          const value = number(cells, field);
          if (value === null) return context.reject(rowNo, cells, field, "not_a_number");
          if (value !== undefined) given[field] = value;
        }
        const discount = negative(given.discount);
        // A tax column beside prices that hold VAT tells the same tax again.
        const beside = { discount, shipping: given.shipping, tax: context.vatRate === null ? given.tax : undefined };
        const isWhole = given.amount !== undefined;
        const amount = isWhole ? goodsIn(given.amount!, holds ?? "goods", beside) : (given.unit_price === undefined ? undefined : timesMicros(given.unit_price, given.quantity ?? 1_000_000n));
        if (amount === null) return context.reject(rowNo, cells, "quantity", "not_a_number");
        if (amount === undefined) return context.reject(rowNo, cells, at["amount"]! >= 0 ? "amount" : "unit_price", "missing");
        const currency = text(cells, "currency").toUpperCase() || context.currency;
        if (!/^[A-Z]{3}$/.test(currency)) return context.reject(rowNo, cells, "currency", "not_a_currency");
        const saidKind = text(cells, "kind").toLowerCase().replace(/[ -]/g, "_");
        if (saidKind !== "" && !(eventKinds as readonly string[]).includes(saidKind)) return context.reject(rowNo, cells, "kind", "unknown_kind");
        const kind = (saidKind || (amount < 0n ? "return" : "sale")) as EventKind;
        const isGoods = kind === "sale" || kind === "return" || kind === "edit";
        const pieces = given.quantity ?? (amount < 0n ? -1_000_000n : 1_000_000n);
        const email = text(cells, "email");
        const sku = text(cells, "sku") || text(cells, "product");
        const base = {
          rowNo, orderId, when, currency,
          productId: sku === "" ? null : sku.toUpperCase(),
          productName: text(cells, "product") || null,
          category: text(cells, "category") || null,
          customerId: text(cells, "customer_id") || (email === "" ? null : context.customerOf(email)),
          country: countryName(text(cells, "country")),
          channel: channelOf(text(cells, "channel"), text(cells, "source"), text(cells, "medium")),
        };
        emitTaxed(context, { ...base, isRow: true, kind: amount === 0n ? null : kind, amount, quantity: isGoods ? (amount < 0n && pieces > 0n ? -pieces : pieces) : 0n, counts: amount > 0n && kind === "sale" });
        const extra = (eventKind: EventKind, value: Micros | undefined): void => {
          if (value !== undefined && value !== 0n) emitTaxed(context, { ...base, isRow: false, kind: eventKind, amount: value, quantity: 0n, counts: false });
        };
        extra("discount", discount);
        extra("shipping", beside.shipping);
        extra("return", negative(given.refund));
        extra("tax", beside.tax);
        if (isWhole && (beside.discount || beside.shipping || beside.tax)) {
          if (holds === null) context.note("amount_unclear");
          else if (holds !== "goods" && amount !== given.amount) context.note(`amount_${holds}`);
        }
      },
      end() {},
    };
  },
};

function negative(value: Micros | undefined): Micros | undefined {
  return value === undefined || value <= 0n ? value : -value;
}

function channelOf(channel: string, source: string, medium: string): string | null {
  if (channel !== "") return channel;
  return source === "" ? null : medium === "" ? source : `${source} / ${medium}`;
}

const taxed = new Set<EventKind | null>(["sale", "edit", "discount", "return", "shipping"]);

/** Emits a line; where the file's prices hold VAT, as its net amount and the tax in it. */
export function emitTaxed(context: ConformContext, line: Line): void {
  if (context.vatRate === null || !taxed.has(line.kind) || line.amount === 0n) return context.emit(line);
  const { net, tax } = splitVat(line.amount, context.vatRate);
  context.emit({ ...line, amount: net });
  if (tax !== 0n) context.emit({ ...line, isRow: false, kind: "tax", amount: tax, quantity: 0n, counts: false });
}

