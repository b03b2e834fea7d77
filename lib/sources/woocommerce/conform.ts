// An order of WooCommerce and its refunds → dated events. Pure.
// A line's subtotal is before discount, its total after; neither holds tax. What the order's total holds beside
// goods, discount, shipping, fees and tax is an adjustment, as in an import of a shop's file.
import { readMicros, roundDivide, type Micros } from "#lib/core/micros.ts";
import { orderTouches, type Visit } from "#lib/channels/derive-order.ts";
import type { OrderFact } from "#lib/facts/order.ts";
import { OrderEvents } from "#lib/sources/order-events.ts";
import type { Order, Refund } from "#lib/sources/woocommerce/payload.ts";

const micros = (told: string | number): Micros => readMicros(told)!;
const sum = (amounts: Micros[]): Micros => amounts.reduce((a, b) => a + b, 0n);

/** As an import of a shop's file names a product: by SKU, else by its name, in capitals. */
function productOf(line: { sku?: string | null; name?: string | null }): string | null {
  return (line.sku?.trim() || line.name?.trim() || null)?.toUpperCase() ?? null;
}

const paid = new Set(["processing", "completed", "refunded"]);
const unpaid = new Set(["pending", "on-hold", "failed", "cancelled", "checkout-draft", "draft", "auto-draft", "trash"]);

export interface Shopkeeper {
  ownHosts: readonly string[];
  /** Statuses of the shop's own that count as paid. */
  paidStatuses: readonly string[];
  customerKey(identity: string): string;
}

/** Only paid orders move money; one with a status of the shop's own counts when it was paid or the shop says so. */
function isPaid(order: Order, shop: Shopkeeper): boolean {
  const status = order.status.replace(/^wc-/, "");
  if (shop.paidStatuses.includes(status) || paid.has(status)) return true;
  return !unpaid.has(status) && Boolean(order.date_paid_gmt);
}

/** An unpaid order stands without money, as from a file: it may be paid later. The order's number is what files call it. */
export function conformOrder(order: Order, refunds: readonly Refund[], shop: Shopkeeper): OrderFact {
  const counts = isPaid(order, shop);
  const email = order.billing.email?.trim();
  return {
    orderId: order.number, placedAt: order.date_created_gmt, changedAt: order.date_modified_gmt ?? order.date_created_gmt,
    customerId: order.customer_id !== 0 ? String(order.customer_id) : email ? shop.customerKey(email) : null,
    country: order.shipping.country || order.billing.country || null, currency: order.currency,
    isOrder: counts && order.line_items.some((line) => micros(line.subtotal) > 0n),
    events: counts ? eventsOf(order, refunds) : [],
    touches: orderTouches({ placedAt: order.date_created_gmt, visits: visitsOf(order), coupons: order.coupon_lines.map((coupon) => coupon.code), ownHosts: shop.ownHosts }),
    products: order.line_items.flatMap((line) => {
      const productId = productOf(line);
      return productId === null ? [] : [{ productId, name: line.name ?? null, category: null }];
    }),
  };
}

function eventsOf(order: Order, refunds: readonly Refund[]): OrderFact["events"] {
  const events = new OrderEvents();
  const at = order.date_created_gmt;
  for (const line of order.line_items) events.add(micros(line.subtotal) < 0n ? "return" : "sale", at, micros(line.subtotal), line.quantity, productOf(line));
  events.add("discount", at, sum(order.line_items.map((line) => micros(line.total) - micros(line.subtotal))));
  events.add("shipping", at, micros(order.shipping_total));
  events.add("fee", at, sum(order.fee_lines.map((fee) => micros(fee.total))));
  events.add("tax", at, micros(order.total_tax));
  events.add("adjustment", at, micros(order.total) - events.total);
  const whole = [...events.list];
  for (const refund of refunds) refundEvents(events, refund, order, refunds.length === 1 ? whole : null);
  return events.list;
}

/** On the refund's own day. Signs differ between versions, so they are set here. */
function refundEvents(events: OrderEvents, refund: Refund, order: Order, whole: OrderFact["events"] | null): void {
  const at = refund.date_created_gmt;
  const minus = (told: string | number): Micros => { const value = micros(told); return value > 0n ? -value : value; };
  const amount = minus(refund.amount);
  const parts = [...refund.line_items, ...refund.shipping_lines, ...refund.fee_lines];
  if (parts.every((part) => micros(part.total) === 0n && micros(part.total_tax) === 0n)) return bareRefund(events, at, amount, order, whole);
  const before = events.total;
  for (const line of refund.line_items) events.add("return", at, minus(line.total), -Math.abs(line.quantity), productOf(line));
  events.add("shipping", at, sum(refund.shipping_lines.map((line) => minus(line.total))));
  events.add("fee", at, sum(refund.fee_lines.map((line) => minus(line.total))));
  events.add("tax", at, sum(parts.map((part) => minus(part.total_tax))));
  events.add("adjustment", at, amount - (events.total - before));
}

/** A sum without lines: all of the order reversed kind by kind, or a part that takes its share of the tax along. */
function bareRefund(events: OrderEvents, at: string, amount: Micros, order: Order, whole: OrderFact["events"] | null): void {
  const total = micros(order.total);
  if (whole && -amount === total) {
    const kinds = new Map<OrderFact["events"][number]["kind"], Micros>();
    for (const { kind, amount: one } of whole) {
      const name = kind === "sale" || kind === "discount" ? "return" : kind;
      kinds.set(name, (kinds.get(name) ?? 0n) - micros(one));
    }
    for (const [kind, one] of kinds) events.add(kind, at, one);
    return;
  }
  const tax = total > 0n ? roundDivide(amount * micros(order.total_tax), total) : 0n;
  events.add("return", at, amount - tax);
  events.add("tax", at, tax);
}

/** WooCommerce keeps the last visit alone, in meta data of the order. */
function visitsOf(order: Order): Visit[] {
  const known = new Map<string, string>();
  for (const { key, value } of order.meta_data) if (key.startsWith(prefix) && (typeof value === "string" || typeof value === "number")) known.set(key.slice(prefix.length), String(value));
  const type = known.get("source_type");
  // Orders made in the admin or in an app come by no visit.
  if (!type || type === "admin" || type === "mobile_app") return [];
  const get = (key: string) => known.get(key) ?? null;
  const started = get("session_start_time")?.replace(" ", "T");
  const at = started && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(started) ? `${started}Z` : null;
  return [{
    at: at !== null && at <= order.date_created_gmt ? at : null, landing: get("session_entry"), referrer: get("referrer"),
    utm: type === "utm" ? { source: get("utm_source"), medium: get("utm_medium"), campaign: get("utm_campaign"), id: get("utm_id") } : null,
    told: { source: get("utm_source"), medium: type === "organic" ? "organic" : type === "referral" ? "referral" : null },
  }];
}
const prefix = "_wc_order_attribution_";
