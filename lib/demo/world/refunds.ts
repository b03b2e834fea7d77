// What comes back, and when: most within two or three weeks, nothing after three months. One week a year goes wrong.
import { isWithin, partsOf, yearly } from "#lib/demo/world/calendar.ts";
import type { Basket } from "#lib/demo/world/baskets.ts";
import { gamma, name, stream } from "#lib/demo/world/draws.ts";
import type { Shop } from "#lib/demo/world/shop.ts";

const REFUND = name("refund");
/** Days from order to refund: 2 + gamma(2, 7), cut at 90. Its distribution is the maturity curve. */
export const FIRST_DAY = 2;
export const SHAPE = 2;
export const SCALE = 7;
export const LAST_DAY = 90;
/** Orders of the bad week come back so many times as often. */
export const BAD_FACTOR = 4;

export function badWeekFrom(shop: Shop, year: number): number {
  return yearly(shop.salt, "bad week", year, 10, 1, 14);
}

export interface RefundPlan {
  /** Local day and second of the refund. */
  day: number;
  second: number;
  note: string;
  lines: { at: number; quantity: number; subtotal: number; tax: number }[];
  shipping: number;
  shippingTax: number;
  amount: number;
}

/** The refund of an order, or null. `isCancelled`: everything goes back two hours after the order. */
export function planRefund(shop: Shop, order: { day: number; at: number; second: number; isCancelled: boolean }, basket: Basket): RefundPlan | null {
  const draw = stream(shop.salt, REFUND, order.day, order.at);
  const isIncluded = shop.store.pricesIncludeTax;
  const back = (quantities: readonly number[], withShipping: boolean, extra: number, when: { day: number; second: number }, note: string): RefundPlan => {
    const lines = basket.lines.flatMap((line, at) => {
      const quantity = quantities[at]!;
      if (quantity === 0) return [];
      const whole = line.price * line.quantity - line.discount;
      const isAll = quantity === line.quantity;
      return [{ at, quantity, subtotal: isAll ? whole : Math.floor((whole * quantity) / line.quantity), tax: isAll ? line.tax : Math.floor((line.tax * quantity) / line.quantity) }];
    });
    const shipping = withShipping ? basket.shipping : 0;
    const shippingTax = withShipping ? basket.shippingTax : 0;
    const goods = lines.reduce((sum, line) => sum + line.subtotal + (isIncluded ? 0 : line.tax), 0);
    return { ...when, note, lines, shipping, shippingTax, amount: goods + shipping + (isIncluded ? 0 : shippingTax) + extra };
  };
  if (order.isCancelled) {
    const second = order.second + 7200;
    return back(basket.lines.map((line) => line.quantity), true, 0, { day: order.day + (second >= 86_400 ? 1 : 0), second: second % 86_400 }, "Cancelled by customer");
  }
  const factor = isWithin(order.day, badWeekFrom(shop, partsOf(order.day).year), 7) ? BAD_FACTOR : 1;
  const quantities = basket.lines.map((line) => {
    const isBack = draw() < Math.min(0.85, line.product.returned * factor);
    return isBack ? (line.quantity > 1 && draw() < 0.6 ? 1 : line.quantity) : 0;
  });
  const isGoodwill = draw() < 0.004;
  const days = Math.min(LAST_DAY, FIRST_DAY + Math.floor(gamma(draw, SHAPE, SCALE)));
  const when = { day: order.day + days, second: 8 * 3600 + Math.floor(draw() * 9 * 3600) };
  const note = shop.notes[Math.floor(draw() * shop.notes.length)]!;
  if (quantities.some((quantity) => quantity > 0)) {
    const isAll = quantities.every((quantity, at) => quantity === basket.lines[at]!.quantity);
    return back(quantities, isAll && draw() < 0.7, 0, when, note);
  }
  // Money back without goods, for a parcel that came late: Shopify keeps it apart from returns, WooCommerce can't.
  return isGoodwill && shop.store.platform === "shopify" && basket.total > 1500 ? back(quantities, false, 500, when, "Goodwill") : null;
}
