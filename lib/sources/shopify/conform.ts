// An order of Shopify → dated events. Pure.
// Gross is unit price × quantity as ordered; where prices hold tax, a line's tax is shared between its price and its
// discount, so that what is left of both is net to the last millionth. What the total holds beside goods, shipping and
// tax (tips, duties, rounding) is an adjustment, as in an import of Shopify's own file.
import { readMicros, roundDivide, shareOut, type Micros } from "#lib/core/micros.ts";
import { orderTouches, type Visit } from "#lib/channels/derive-order.ts";
import type { OrderFact, OrderGone } from "#lib/facts/order.ts";
import { OrderEvents } from "#lib/sources/order-events.ts";
import type { Line, Order, Refund } from "#lib/sources/shopify/payload.ts";

type Amount = { shopMoney: { amount: string } };
const micros = (told: Amount | null | undefined): Micros => (told ? readMicros(told.shopMoney.amount)! : 0n);
const sum = (amounts: Micros[]): Micros => amounts.reduce((a, b) => a + b, 0n);

/** As an import of Shopify's file names a product: by SKU, else by its name, in capitals. */
function productOf(line: { sku?: string | null; name?: string | null; title?: string | null }): string | null {
  return (line.sku?.trim() || line.name?.trim() || line.title?.trim() || null)?.toUpperCase() ?? null;
}

export interface Shopkeeper {
  /** The shop's hosts: a visit from one of them continues the one before. */
  ownHosts: readonly string[];
  customerKey(identity: string): string;
}

/** Test orders are taken back; a voided order was never paid: it stands without money, as in the file. */
export function conformOrder(order: Order, shop: Shopkeeper): OrderFact | OrderGone {
  // The name ("#1001") is what Shopify's file calls the order.
  if (order.test) return { orderId: order.name, isGone: true };
  const isVoid = order.displayFinancialStatus === "VOIDED" && order.refunds.length === 0;
  const lines = order.lineItems.nodes;
  const journey = order.customerJourneySummary;
  const customer = order.email?.trim() || order.customer?.id.split("/").at(-1);
  return {
    orderId: order.name, placedAt: order.processedAt, changedAt: order.updatedAt,
    customerId: customer ? shop.customerKey(customer) : null,
    country: order.shippingAddress?.countryCodeV2 ?? order.billingAddress?.countryCodeV2 ?? null,
    currency: order.totalPriceSet.shopMoney.currencyCode,
    isOrder: !isVoid && lines.some((line) => line.quantity > 0 && micros(line.originalUnitPriceSet) > 0n),
    events: isVoid ? [] : eventsOf(order),
    touches: orderTouches({ placedAt: order.processedAt, visits: visitsOf(journey), coupons: order.discountCodes, ownHosts: shop.ownHosts }),
    products: lines.flatMap((line) => {
      const productId = productOf(line);
      return productId === null ? [] : [{ productId, name: line.name ?? line.title ?? null, category: line.product?.productType?.trim() || null }];
    }),
  };
}

function eventsOf(order: Order): OrderFact["events"] {
  const events = new OrderEvents();
  const at = order.processedAt;
  const lines = order.lineItems.nodes;
  const { perLine, shippingTax, tax } = taxesOf(order, lines);
  const hold = order.taxesIncluded ? 1n : 0n;
  let discount = 0n;
  lines.forEach((line, place) => {
    const price = micros(line.originalUnitPriceSet) * BigInt(line.quantity);
    const off = discountOf(line);
    const inOff = hold * taxOfDiscount(perLine[place]!, off, price - off);
    const net = price - hold * perLine[place]! - inOff;
    discount += off - inOff;
    events.add(line.isGiftCard ? "gift_card" : "sale", at, net, line.isGiftCard ? 0 : line.quantity, productOf(line));
  });
  events.add("discount", at, -discount);
  events.add("shipping", at, micros(order.totalShippingPriceSet) - hold * shippingTax);
  events.add("tax", at, tax);
  if (order.edited) editEvents(events, order, lines, perLine, hold);
  else events.add("adjustment", at, micros(order.totalPriceSet) - events.total);
  const known = new Map(lines.map((line) => [line.id, line]));
  for (const refund of order.refunds) refundEvents(events, refund, known, hold);
  return events.list;
}

/** Tax that a discount of `off` took from a line whose paid part `paid` bore `tax`. */
function taxOfDiscount(tax: Micros, off: Micros, paid: Micros): Micros {
  return off === 0n || paid <= 0n ? 0n : roundDivide(tax * off, paid);
}

/**
 * Tax by line and of shipping. They add up to the order's; where the parts told differ from it (a shop that rounds by
 * order), the order's tax is shared out by them.
 */
function taxesOf(order: Order, lines: Line[]): { perLine: Micros[]; shippingTax: Micros; tax: Micros } {
  const perLine = lines.map((line) => sum(line.taxLines.map((one) => micros(one.priceSet))));
  const goods = sum(perLine);
  const tax = order.totalTaxSet ? micros(order.totalTaxSet) : goods;
  const told = order.shippingLines?.nodes.flatMap((line) => line.taxLines.map((one) => micros(one.priceSet)));
  const shippingTax = told ? sum(told) : tax > goods && micros(order.totalShippingPriceSet) > 0n ? tax - goods : 0n;
  if (goods + shippingTax === tax) return { perLine, shippingTax, tax };
  // No part tells its tax: then by what was paid for each.
  const parts = goods + shippingTax !== 0n ? [...perLine, shippingTax] : [...lines.map(paidFor), micros(order.totalShippingPriceSet)];
  const shared = shareOut(tax, parts);
  return { perLine: shared.slice(0, -1), shippingTax: shared.at(-1)!, tax };
}

const discountOf = (line: Line): Micros => sum(line.discountAllocations.map((one) => micros(one.allocatedAmountSet)));
const paidFor = (line: Line): Micros => micros(line.originalUnitPriceSet) * BigInt(line.quantity) - discountOf(line);

/**
 * What an edit took out without a refund. These fields don't tell when that was: it stands on the order's day. The
 * total is then the one of now, with what was paid back.
 */
function editEvents(events: OrderEvents, order: Order, lines: Line[], perLine: Micros[], hold: bigint): void {
  const back = new Map<string, number>();
  for (const refund of order.refunds) for (const one of refund.refundLineItems.nodes) back.set(one.lineItem.id, (back.get(one.lineItem.id) ?? 0) + one.quantity);
  lines.forEach((line, place) => {
    const out = line.quantity - line.currentQuantity - (back.get(line.id) ?? 0);
    if (out <= 0 || line.isGiftCard) return;
    const paid = paidFor(line) - hold * perLine[place]!;
    events.add("edit", order.processedAt, -roundDivide(paid * BigInt(out), BigInt(line.quantity)), -out, productOf(line));
  });
  events.add("edit", order.processedAt, micros(order.currentTotalPriceSet) + micros(order.totalRefundedSet) - events.total);
}

/** On the refund's own day: pieces, shipping, and what was paid back beside them. */
function refundEvents(events: OrderEvents, refund: Refund, lines: ReadonlyMap<string, Line>, hold: bigint): void {
  const at = refund.createdAt;
  let tax = 0n;
  for (const { quantity, subtotalSet, totalTaxSet, lineItem } of refund.refundLineItems.nodes) {
    const amount = micros(subtotalSet) - hold * micros(totalTaxSet);
    tax += micros(totalTaxSet);
    const line = lines.get(lineItem.id);
    const productId = line ? productOf(line) : null;
    // A gift card was no sale, so giving it back is no return.
    if (line?.isGiftCard) events.add("gift_card", at, -amount, 0, productId);
    else events.add("return", at, -amount, -quantity, productId);
  }
  let shipping = 0n;
  for (const { subtotalAmountSet, taxAmountSet } of refund.refundShippingLines.nodes) {
    shipping += micros(subtotalAmountSet) - hold * micros(taxAmountSet);
    tax += micros(taxAmountSet);
  }
  let rest = 0n;
  for (const { reason, amountSet, taxAmountSet } of refund.orderAdjustments.nodes) {
    // Older answers tell refunded shipping as an adjustment, negative; where both come, one counts.
    if (reason === "SHIPPING_REFUND") {
      if (refund.refundShippingLines.nodes.length > 0) continue;
      shipping -= micros(amountSet);
    } else rest += micros(amountSet);
    tax -= micros(taxAmountSet);
  }
  events.add("shipping", at, -shipping);
  events.add("tax", at, -tax);
  events.add("adjustment", at, rest);
}

function visitsOf(journey: Order["customerJourneySummary"]): Visit[] {
  const { firstVisit: first, lastVisit: last } = journey?.ready ? journey : {};
  return [first, last].filter((visit, at) => visit && !(at === 1 && first && (visit.id ?? visit.occurredAt) === (first.id ?? first.occurredAt))).map((visit) => ({
    at: visit!.occurredAt, landing: visit!.landingPage ?? null, referrer: visit!.referrerUrl ?? null, utm: visit!.utmParameters ?? null,
    told: { source: visit!.source ?? null, medium: visit!.sourceType === "SEO" ? "organic" : null },
  }));
}
