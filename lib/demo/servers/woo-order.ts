// An order and its refunds as WooCommerce's REST API tells them: amounts without tax beside their tax, local and GMT times.
import type { DemoStore, OrderLineRecord, OrderRecord, RefundRecord, TouchRecord } from "#lib/demo/records.ts";
import { amount, micros, share } from "#lib/demo/servers/exact.ts";
import { instantText, localTime } from "#lib/demo/servers/local-time.ts";

const symbols: Record<string, string> = { EUR: "€", USD: "$", GBP: "£" };
const taxId = 1;
const gmt = (at: Date) => instantText(at).slice(0, 19);
const both = (name: string, at: Date | null, zone: string) => ({ [name]: at ? localTime(at, zone) : null, [`${name}_gmt`]: at ? gmt(at) : null });

/** "pending", "cancelled", "refunded" or "completed". */
export function wooStatus(order: OrderRecord, store: DemoStore): string {
  if (order.cancelledAt) return "cancelled";
  if (!order.isPaid) return "pending";
  const back = total(order.refunds, (refund) => micros(refund.amount));
  return back > 0 && back >= sums(order, store).total ? "refunded" : "completed";
}

export function wooOrder(order: OrderRecord, store: DemoStore): Record<string, unknown> {
  const { lines, shipping, shippingTax, cartTax, total: whole } = sums(order, store);
  const address = {
    first_name: "Demo", last_name: `Buyer ${order.customer?.id ?? order.number}`, company: "", address_1: "Example street 1", address_2: "", city: "", state: order.region, postcode: "00000", country: order.country,
  };
  const discount = total(lines, (line) => line.subtotal - line.total);
  const discountTax = total(lines, (line) => line.subtotalTax - line.totalTax);
  const id = Number(order.id);
  return {
    id, parent_id: 0, status: wooStatus(order, store), currency: order.currency, version: "10.3.1", prices_include_tax: store.pricesIncludeTax,
    ...both("date_created", order.placedAt, store.zone), ...both("date_modified", order.updatedAt, store.zone), ...both("date_completed", null, store.zone), ...both("date_paid", order.isPaid ? order.placedAt : null, store.zone),
    discount_total: amount(discount), discount_tax: amount(discountTax), shipping_total: amount(shipping), shipping_tax: amount(shippingTax), cart_tax: amount(cartTax),
    total: amount(whole), total_tax: amount(cartTax + shippingTax), customer_id: Number(order.customer?.id ?? 0), order_key: `wc_order_demo${order.id}`,
    billing: { ...address, email: order.customer?.email ?? "", phone: "" }, shipping: { ...address, phone: "" },
    payment_method: "stripe", payment_method_title: "Card", transaction_id: order.isPaid ? `ch_demo${order.id}` : "", customer_ip_address: "192.0.2.10", customer_user_agent: "Mozilla/5.0",
    created_via: "checkout", customer_note: "", cart_hash: "", number: order.number,
    meta_data: [...attribution(order), ...order.attributes.map(({ key, value }) => [key, value] as const)].map(([key, value], index) => ({ id: id * 100 + index, key, value })),
    line_items: lines.map(({ line, ...money }) => ({ ...item(store, line, money), quantity: line.quantity })),
    tax_lines: cartTax + shippingTax === 0 ? [] : [{ id: id * 10, rate_code: `${order.country}-TAX-1`, rate_id: taxId, label: "Tax", compound: false, tax_total: amount(cartTax), shipping_tax_total: amount(shippingTax), rate_percent: Math.round(Number(order.lines[0]?.taxRate ?? 0) * 100_000) / 1000, meta_data: [] }],
    shipping_lines: [{ id: id * 10 + 1, method_title: "Parcel", method_id: "flat_rate", instance_id: "1", total: amount(shipping), total_tax: amount(shippingTax), taxes: [{ id: taxId, total: amount(shippingTax), subtotal: "" }], meta_data: [] }],
    fee_lines: [],
    coupon_lines: order.discountCodes.map((code, index) => ({ id: id * 10 + 2 + index, code: code.toLowerCase(), discount: amount(index === 0 ? discount : 0), discount_tax: amount(index === 0 ? discountTax : 0), meta_data: [], discount_type: "percent", nominal_amount: 0, free_shipping: false })),
    refunds: order.refunds.map((refund) => ({ id: Number(refund.id), reason: refund.note, total: amount(-micros(refund.amount)) })),
    payment_url: `${store.site}/checkout/order-pay/${order.id}/`, is_editable: false, needs_payment: !order.isPaid && !order.cancelledAt, needs_processing: true, currency_symbol: symbols[order.currency] ?? order.currency,
    _links: links(store, `orders/${order.id}`, "orders"),
  };
}

export function wooRefund(refund: RefundRecord, order: OrderRecord, store: DemoStore): Record<string, unknown> {
  const id = Number(refund.id);
  const shippingTax = micros(refund.shippingTax);
  const shipping = micros(refund.shipping) - (store.pricesIncludeTax ? shippingTax : 0);
  return {
    id, parent_id: Number(order.id), ...both("date_created", refund.at, store.zone), amount: amount(micros(refund.amount)), reason: refund.note, refunded_by: 1, refunded_payment: true, meta_data: [],
    line_items: refund.lines.map((back, index) => {
      const line = order.lines.find((candidate) => candidate.id === back.lineId)!;
      const tax = micros(back.tax);
      const worth = micros(back.subtotal) - (store.pricesIncludeTax ? tax : 0);
      const { global_unique_id: _, image: __, parent_name: ___, ...rest } = item(store, line, { subtotal: -worth, subtotalTax: -tax, total: -worth, totalTax: -tax }, worth / back.quantity);
      return { ...rest, id: id * 10 + index, quantity: -back.quantity, meta_data: [{ id: id * 100 + index, key: "_refunded_item_id", value: back.lineId }] };
    }),
    shipping_lines: shipping === 0 ? [] : [{ id: id * 10 + 9, method_title: "Parcel", method_id: "flat_rate", instance_id: "1", total: amount(-shipping), total_tax: amount(-shippingTax), taxes: [], meta_data: [] }],
    tax_lines: [], fee_lines: [],
    _links: { ...links(store, `orders/${order.id}/refunds/${refund.id}`, `orders/${order.id}/refunds`), up: [{ href: `${store.site}/wp-json/wc/v3/orders/${order.id}` }] },
  };
}

interface LineMoney { subtotal: number; subtotalTax: number; total: number; totalTax: number }

function item(store: DemoStore, line: OrderLineRecord, money: LineMoney, price = money.total / line.quantity) {
  return {
    id: Number(line.id), name: line.title, product_id: Number(line.productId), variation_id: Number(line.variantId), tax_class: "",
    subtotal: amount(money.subtotal), subtotal_tax: amount(money.subtotalTax), total: amount(money.total), total_tax: amount(money.totalTax),
    taxes: money.totalTax === 0 ? [] : [{ id: taxId, total: amount(money.totalTax), subtotal: amount(money.subtotalTax) }],
    meta_data: [] as unknown[], sku: line.sku, global_unique_id: "", price: Math.round(price) / 1_000_000, image: { id: line.productId, src: `${store.site}/wp-content/uploads/${line.productId}.jpg` }, parent_name: null,
  };
}

/** All of an order's amounts without tax, and their taxes, in micros. */
function sums(order: OrderRecord, store: DemoStore) {
  const lines = order.lines.map((line) => {
    const gross = micros(line.unitPrice) * line.quantity;
    const paid = gross - micros(line.discount);
    const totalTax = micros(line.tax);
    const untaxedWhole = store.pricesIncludeTax ? gross - gross / (1 + Number(line.taxRate)) : gross * Number(line.taxRate);
    // What the tax would have been without the discount, in cents as shops keep it.
    const subtotalTax = paid === gross ? totalTax : micros(amount(paid > 0 ? share(totalTax, gross, paid) : Math.round(untaxedWhole)));
    const inside = store.pricesIncludeTax;
    return { line, subtotal: gross - (inside ? subtotalTax : 0), subtotalTax, total: paid - (inside ? totalTax : 0), totalTax };
  });
  const shippingTax = micros(order.shippingTax);
  const shipping = micros(order.shipping) - (store.pricesIncludeTax ? shippingTax : 0);
  const cartTax = total(lines, (line) => line.totalTax);
  return { lines, shipping, shippingTax, cartTax, total: total(lines, (line) => line.total) + cartTax + shipping + shippingTax };
}

/** WooCommerce's order attribution: the last visit only; what it doesn't know is not stored. */
function attribution(order: OrderRecord): (readonly [string, string])[] {
  const touch = order.touches.at(-1);
  if (!touch) return [];
  const { type, source, medium } = origin(touch);
  const known: [string, string | null | undefined][] = [
    ["source_type", type], ["referrer", touch.referrer], ["utm_campaign", touch.utm?.campaign], ["utm_source", source], ["utm_medium", medium], ["utm_content", touch.utm?.content], ["utm_id", touch.utm?.id], ["utm_term", touch.utm?.term],
    ["session_entry", touch.landingUrl], ["session_start_time", gmt(touch.at).replace("T", " ")], ["session_pages", "4"], ["session_count", String(order.touches.length)],
    ["user_agent", "Mozilla/5.0"], ["device_type", order.device.charAt(0).toUpperCase() + order.device.slice(1)],
  ];
  return known.flatMap(([key, value]) => (value ? [[`_wc_order_attribution_${key}`, value] as const] : []));
}

function origin(touch: TouchRecord): { type: string; source: string; medium: string | null } {
  if (touch.utm) return { type: "utm", source: touch.utm.source, medium: touch.utm.medium };
  if (!touch.referrer) return { type: "typein", source: "(direct)", medium: null };
  const host = new URL(touch.referrer).hostname.replace(/^www\./, "");
  const engine = /^(google|bing|duckduckgo|ecosia|yahoo)\./.exec(host)?.[1];
  return engine ? { type: "organic", source: engine, medium: "organic" } : { type: "referral", source: host, medium: "referral" };
}

const links = (store: DemoStore, self: string, collection: string) => ({ self: [{ href: `${store.site}/wp-json/wc/v3/${self}` }], collection: [{ href: `${store.site}/wp-json/wc/v3/${collection}` }] });

function total<Item>(items: readonly Item[], value: (item: Item) => number): number {
  let sum = 0;
  for (const item of items) sum += value(item);
  return sum;
}
