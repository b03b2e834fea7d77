// What is in an order: goods, prices of the year, discounts, shipping and tax, in whole cents.
import { taxWithin, text } from "#lib/demo/world/amounts.ts";
import { numberOf, partsOf } from "#lib/demo/world/calendar.ts";
import { name, pick, picker, stream, type Draw } from "#lib/demo/world/draws.ts";
import { promotionOn } from "#lib/demo/world/promotions.ts";
import type { Channel, Place, Product, Shop } from "#lib/demo/world/shop.ts";

const BASKET = name("basket");

export interface BasketLine {
  product: Product;
  quantity: number;
  /** As listed. */
  price: number;
  discount: number;
  tax: number;
}

export interface Basket {
  lines: BasketLine[];
  codes: string[];
  shipping: number;
  shippingTax: number;
  /** What the buyer pays. */
  total: number;
  /** Sold by a rep. */
  isRep: boolean;
}

/** Listed price of a product on a day: prices go up by 2.5 % each 1 March and end as they did. */
export function priceOn(product: Product, day: number): number {
  if (product.isGiftCard) return product.price;
  const { year } = partsOf(day);
  const rises = (day >= numberOf(year, 3, 1) ? year : year - 1) - 2024;
  const ending = product.price % 100;
  return Math.max(0, Math.round((product.price * Math.pow(1.025, rises) - ending) / 100)) * 100 + ending;
}

/** Unit cost in cents, without tax: a share of the net price of 2024, up with the price. */
export function costOn(shop: Shop, product: Product, day: number): number {
  const price = priceOn(product, day);
  return Math.round((shop.store.pricesIncludeTax ? price - taxWithin(price, 0.19) : price) * product.costShare);
}

/** The list of goods and their costs on a day, as a shop would export it; gift cards cost nothing and aren't in it. */
export function costsOf(shop: Shop, day: number): { sku: string; productId: string; title: string; category: string; price: string; cost: string; currency: string }[] {
  return shop.goods.filter((product) => !product.isGiftCard).map((product) => ({
    sku: product.sku, productId: product.id, title: product.title, category: product.category, price: text(priceOn(product, day)), cost: text(costOn(shop, product, day)), currency: shop.store.currency,
  }));
}

export function basketOf(shop: Shop, day: number, at: number, who: { ordinal: number; channel: Channel; place: Place }): Basket {
  const draw = stream(shop.salt, BASKET, day, at);
  const isRep = draw() < shop.repShare;
  const count = 1 + pick(draw, isRep ? [0, 0.3, 0.4, 0.3] : [0.58, 0.27, 0.1, 0.05]);
  const chosen = new Set<Product>();
  const choose = goodsPicker(shop);
  while (chosen.size < count) chosen.add(shop.goods[choose(draw)]!);
  const run = promotionOn(shop, day);
  const luck = draw();
  const [code, rate]: [string | null, number] = isRep ? [null, 0.1]
    : run && luck < 0.64 ? [run.promotion.code, run.promotion.discount]
    : who.channel === "affiliates" && luck < 0.6 ? ["PARTNER5", 0.05]
    : who.ordinal === 1 && luck > 0.93 ? ["WELCOME10", 0.1]
    : who.ordinal > 1 && luck > 0.965 ? ["SORRY10", 0.1] : [null, 0];
  const isIncluded = shop.store.pricesIncludeTax;
  const lines = [...chosen].map((product): BasketLine => {
    const quantity = isRep ? 2 + Math.floor(draw() * 5) : 1 + pick(draw, [0.87, 0.1, 0.03]);
    const price = priceOn(product, day);
    const discount = product.isGiftCard ? 0 : Math.round(price * quantity * rate);
    const after = price * quantity - discount;
    const tax = product.isGiftCard ? 0 : isIncluded ? taxWithin(after, who.place.taxRate) : Math.round(after * who.place.taxRate);
    return { product, quantity, price, discount, tax };
  });
  const goods = lines.reduce((sum, line) => sum + line.price * line.quantity - line.discount, 0);
  const isHome = who.place.country === "DE" || who.place.country === "US";
  const shipping = !isHome ? shop.shipping.abroad : goods >= shop.shipping.freeFrom ? 0 : shop.shipping.price;
  const shippingTax = isIncluded ? taxWithin(shipping, who.place.taxRate) : 0;
  const total = goods + shipping + (isIncluded ? 0 : lines.reduce((sum, line) => sum + line.tax, 0));
  return { lines, codes: code ? [code] : [], shipping, shippingTax, total, isRep };
}

const pickers = new Map<Shop, (draw: Draw) => number>();
function goodsPicker(shop: Shop): (draw: Draw) => number {
  let known = pickers.get(shop);
  if (!known) pickers.set(shop, (known = picker(shop.goods.map((product) => product.weight))));
  return known;
}
