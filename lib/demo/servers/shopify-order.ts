// An order as Shopify's objects tell it. Getters: only what a query asks for is worked out.
import { dayAt, daysBetween } from "#lib/core/day.ts";
import type { DemoStore, OrderLineRecord, OrderRecord, RefundRecord, TouchRecord } from "#lib/demo/records.ts";
import { amount, micros, share } from "#lib/demo/servers/exact.ts";
import { instantText } from "#lib/demo/servers/local-time.ts";
import { base64 } from "#lib/demo/servers/vendor.ts";

const text = instantText;
export const gid = (type: string, id: string) => `gid://shopify/${type}/${id}`;

/** A list as Shopify's connections give it: the first `first` after the cursor `after`. */
export function connection<Item>(items: readonly Item[], cursorOf: (item: Item) => string, args: { first?: number; after?: string }) {
  const start = args.after ? items.findIndex((item) => cursorOf(item) === args.after) + 1 : 0;
  const page = items.slice(start, start + (args.first ?? items.length));
  return {
    nodes: page,
    get edges() { return page.map((node) => ({ cursor: cursorOf(node), node })); },
    get pageInfo() {
      return {
        hasNextPage: start + page.length < items.length, hasPreviousPage: start > 0,
        startCursor: page.length > 0 ? cursorOf(page[0]!) : null, endCursor: page.length > 0 ? cursorOf(page.at(-1)!) : null,
      };
    },
  };
}

type Page = { first?: number; after?: string };
const cursorById = (item: { id: string }) => base64(JSON.stringify({ last_id: item.id.split("/").at(-1) }));

export function shopifyOrder(order: OrderRecord, store: DemoStore) {
  const money = (value: number) => ({
    shopMoney: { amount: amount(value), currencyCode: order.currency },
    presentmentMoney: order.presentment
      ? { amount: amount(share(value, micros(order.presentment.rate), 1_000_000)), currencyCode: order.presentment.currency }
      : { amount: amount(value), currencyCode: order.currency },
  });
  const subtotal = () => total(order.lines, (line) => micros(line.unitPrice) * line.quantity - micros(line.discount));
  const tax = () => total(order.lines, (line) => micros(line.tax)) + micros(order.shippingTax);
  const price = () => subtotal() + micros(order.shipping) + (store.pricesIncludeTax ? 0 : tax());
  const refunded = () => total(order.refunds, (refund) => micros(refund.amount));
  const taxLine = (value: number, rate: number) => ({ title: "VAT", rate, ratePercentage: rate * 100, priceSet: money(value) });
  const address = { countryCodeV2: order.country, provinceCode: order.region || null, city: null, zip: null };
  const shippingLine = {
    id: gid("ShippingLine", `${order.id}1`), title: "Standard", originalPriceSet: money(micros(order.shipping)), discountedPriceSet: money(micros(order.shipping)),
    taxLines: micros(order.shippingTax) === 0 ? [] : [taxLine(micros(order.shippingTax), Number(order.lines[0]?.taxRate ?? 0))],
  };
  const back = (lineId: string) => total(order.refunds, (refund) => total(refund.lines.filter((line) => line.lineId === lineId), (line) => line.quantity));

  const lineItem = (line: OrderLineRecord) => {
    const whole = micros(line.unitPrice) * line.quantity;
    const left = line.quantity - back(line.id);
    return {
      __typename: "LineItem", id: gid("LineItem", line.id), sku: line.sku, title: line.title, name: line.title,
      quantity: line.quantity, currentQuantity: left, refundableQuantity: left, isGiftCard: line.isGiftCard, vendor: store.name, taxable: !line.isGiftCard,
      product: { id: gid("Product", line.productId), productType: line.category, title: line.title, vendor: store.name },
      variant: { id: gid("ProductVariant", line.variantId), sku: line.sku, title: "Default Title" },
      get originalUnitPriceSet() { return money(micros(line.unitPrice)); },
      get originalTotalSet() { return money(whole); },
      get totalDiscountSet() { return money(micros(line.discount)); },
      // Shopify leaves discounts by code out of a line's total unless asked; automatic ones are in it.
      discountedTotalSet: (args: { withCodeDiscounts?: boolean }) => money(order.discountCodes.length > 0 && !args.withCodeDiscounts ? whole : whole - micros(line.discount)),
      get discountAllocations() { return micros(line.discount) === 0 ? [] : [{ allocatedAmountSet: money(micros(line.discount)) }]; },
      get taxLines() { return micros(line.tax) === 0 ? [] : [taxLine(micros(line.tax), Number(line.taxRate))]; },
    };
  };

  const refund = (record: RefundRecord) => {
    const lines = total(record.lines, (line) => micros(line.subtotal) + (store.pricesIncludeTax ? 0 : micros(line.tax)));
    const shipping = micros(record.shipping) + (store.pricesIncludeTax ? 0 : micros(record.shippingTax));
    // Positive: less was paid back than lines and shipping were worth.
    const discrepancy = lines + shipping - micros(record.amount);
    const list = <Item extends object>(items: (Item & { id: string })[]) => (args: Page) => connection(items, cursorById, args);
    return {
      __typename: "Refund", id: gid("Refund", record.id), legacyResourceId: record.id, createdAt: text(record.at), updatedAt: text(record.at), note: record.note,
      get totalRefundedSet() { return money(micros(record.amount)); },
      refundLineItems: list(record.lines.map((line, index) => ({
        id: gid("RefundLineItem", `${record.id}${index + 1}`), quantity: line.quantity, restockType: "RETURN", restocked: true,
        subtotalSet: money(micros(line.subtotal)), totalTaxSet: money(micros(line.tax)), priceSet: money(share(micros(line.subtotal), 1, line.quantity)),
        lineItem: lineItem(order.lines.find((candidate) => candidate.id === line.lineId)!),
      }))),
      refundShippingLines: list(shipping === 0 ? [] : [{
        id: gid("RefundShippingLine", `${record.id}1`), subtotalAmountSet: money(micros(record.shipping)), taxAmountSet: money(micros(record.shippingTax)), shippingLine,
      }]),
      orderAdjustments: list(discrepancy === 0 ? [] : [{
        id: gid("OrderAdjustment", `${record.id}1`), reason: "REFUND_DISCREPANCY", amountSet: money(discrepancy), taxAmountSet: money(0),
      }]),
      transactions: list(micros(record.amount) === 0 ? [] : [{
        id: gid("OrderTransaction", `${record.id}1`), kind: "REFUND", status: "SUCCESS", processedAt: text(record.at), amountSet: money(micros(record.amount)), gateway: "shopify_payments",
      }]),
    };
  };

  return {
    __typename: "Order", id: gid("Order", order.id), legacyResourceId: order.id, name: `#${order.number}`, email: order.customer?.email ?? null,
    createdAt: text(order.placedAt), processedAt: text(order.placedAt), updatedAt: text(order.updatedAt),
    cancelledAt: order.cancelledAt ? text(order.cancelledAt) : null, cancelReason: order.cancelledAt ? "CUSTOMER" : null, closedAt: null,
    test: order.isTest, edited: false, sourceName: "web", confirmed: true, note: null, tags: [],
    currencyCode: order.currency, presentmentCurrencyCode: order.presentment?.currency ?? order.currency, taxesIncluded: store.pricesIncludeTax,
    displayFulfillmentStatus: order.isPaid ? "FULFILLED" : "UNFULFILLED",
    get displayFinancialStatus() { return !order.isPaid ? "PENDING" : refunded() === 0 ? "PAID" : refunded() >= price() ? "REFUNDED" : "PARTIALLY_REFUNDED"; },
    get totalPriceSet() { return money(price()); },
    get currentTotalPriceSet() { return money(price() - refunded()); },
    get subtotalPriceSet() { return money(subtotal()); },
    get currentSubtotalPriceSet() { return money(subtotal() - total(order.refunds, (record) => total(record.lines, (line) => micros(line.subtotal)))); },
    get totalDiscountsSet() { return money(total(order.lines, (line) => micros(line.discount))); },
    get totalTaxSet() { return money(tax()); },
    get currentTotalTaxSet() { return money(tax() - total(order.refunds, (record) => micros(record.shippingTax) + total(record.lines, (line) => micros(line.tax)))); },
    get totalShippingPriceSet() { return money(micros(order.shipping)); },
    get totalRefundedSet() { return money(refunded()); },
    get totalRefundedShippingSet() { return money(total(order.refunds, (record) => micros(record.shipping))); },
    get netPaymentSet() { return money(order.isPaid ? price() - refunded() : 0); },
    get totalOutstandingSet() { return money(order.isPaid ? 0 : price()); },
    get totalTipReceivedSet() { return money(0); },
    get taxLines() { return tax() === 0 ? [] : [taxLine(tax(), Number(order.lines[0]?.taxRate ?? 0))]; },
    discountCodes: order.discountCodes, discountCode: order.discountCodes[0] ?? null,
    customer: order.customer ? { id: gid("Customer", order.customer.id), email: order.customer.email, numberOfOrders: String(order.customer.orderIndex) } : null,
    registeredSourceUrl: null, customAttributes: order.attributes, shippingAddress: address, billingAddress: address,
    get customerJourneySummary() { return journey(order, store); },
    lineItems: (args: Page) => connection(order.lines.map(lineItem), cursorById, args),
    shippingLines: (args: Page) => connection([shippingLine], cursorById, args),
    refunds: (args: Page) => order.refunds.slice(0, args.first).map(refund),
  };
}

function journey(order: OrderRecord, store: DemoStore) {
  const [first, last] = [order.touches[0], order.touches.at(-1)];
  if (!order.isJourneyReady || !first || !last) {
    return { ready: false, customerOrderIndex: null, daysToConversion: null, momentsCount: null, firstVisit: null, lastVisit: null };
  }
  return {
    ready: true, customerOrderIndex: order.customer?.orderIndex ?? null,
    daysToConversion: daysBetween(dayAt(first.at, store.zone), dayAt(order.placedAt, store.zone)),
    momentsCount: { count: order.touches.length, precision: "EXACT" },
    firstVisit: visit(first, `${order.id}1`), lastVisit: visit(last, `${order.id}${order.touches.length}`),
  };
}

function visit(touch: TouchRecord, id: string) {
  const host = touch.referrer ? new URL(touch.referrer).hostname.replace(/^www\./, "") : null;
  const isSearch = !touch.utm && host !== null && /^(google|bing|duckduckgo|ecosia)\./.test(host);
  const name = host?.split(".")[0] ?? "";
  return {
    __typename: "CustomerVisit", id: gid("CustomerVisit", id), occurredAt: text(touch.at), landingPage: touch.landingUrl, referrerUrl: touch.referrer, referralCode: null,
    source: touch.utm?.source ?? (isSearch ? name.charAt(0).toUpperCase() + name.slice(1) : host ?? "direct"),
    sourceType: isSearch ? "SEO" : null, sourceDescription: null,
    utmParameters: touch.utm ? { source: touch.utm.source, medium: touch.utm.medium, campaign: touch.utm.campaign, content: touch.utm.content, term: touch.utm.term } : null,
  };
}

function total<Item>(items: readonly Item[], value: (item: Item) => number): number {
  let sum = 0;
  for (const item of items) sum += value(item);
  return sum;
}
