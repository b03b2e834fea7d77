// Orders as a shop's own system would tell them at an instant.
import type { OrderRecord, RefundRecord } from "#lib/demo/records.ts";
import { text } from "#lib/demo/world/amounts.ts";
import { basketOf, type Basket } from "#lib/demo/world/baskets.ts";
import type { Clock } from "#lib/demo/world/clock.ts";
import { chance, name } from "#lib/demo/world/draws.ts";
import type { Landings } from "#lib/demo/world/landings.ts";
import { personOf } from "#lib/demo/world/people.ts";
import { planRefund } from "#lib/demo/world/refunds.ts";
import type { Sale, Sales } from "#lib/demo/world/sales.ts";
import type { Shop } from "#lib/demo/world/shop.ts";
import { touchesOf } from "#lib/demo/world/touches.ts";

const AFTER = name("after order");
const MS = 86_400_000;
const ids = { shopify: 6_000_000_000_000, woocommerce: 0 };
/** Numbers begin here, so that ids stay short. */
const FIRST = 18_000;

export interface Orders {
  list(by: "placed" | "updated", from: Date, to: Date, now: Date): Iterable<OrderRecord>;
  find(id: string, now: Date): OrderRecord | undefined;
  idOf(sale: Sale): string;
  /** The world's own note of an order; undefined: never existed. */
  saleOf(id: string): Sale | undefined;
}

export function makeOrders(shop: Shop, clock: Clock, sales: Sales, landings: Landings): Orders {
  /** Sales by the UTC days on which something happened to them. */
  const touched = new Map<number, Sale[]>();
  let indexed = sales.firstDay;

  const idOf = (sale: Sale) => String(ids[shop.store.platform] + (sale.day - FIRST) * 1000 + sale.at);
  const placedOf = (sale: Sale) => clock.instant(sale.day, sale.second).getTime();

  /** Instants at which the order changed, ascending. */
  function changes(sale: Sale): number[] {
    const placed = placedOf(sale);
    const luck = chance(shop.salt, AFTER, sale.day, sale.at);
    const list = [placed + 20_000 + Math.floor(luck * 40) * 1000];
    if (sale.state === "unpaid") list.push(placed + 3_600_000);
    // Packed and sent on the next day.
    if (sale.state === "paid") list.push(clock.instant(sale.day + 1, 9 * 3600 + Math.floor(luck * 8 * 3600)).getTime());
    if (sale.refunded) list.push(clock.instant(sale.refunded.day, sale.refunded.second).getTime());
    return list.sort((a, b) => a - b);
  }

  function index(upTo: number): void {
    for (; indexed <= upTo; indexed++) {
      for (const sale of sales.on(indexed)) {
        for (const utcDay of new Set(changes(sale).map((at) => Math.floor(at / MS)))) {
          const list = touched.get(utcDay);
          if (list) list.push(sale); else touched.set(utcDay, [sale]);
        }
      }
    }
  }

  /** The last change that has happened; an order placed a moment ago has at least its own instant. */
  function updatedAt(sale: Sale, now: number): number {
    return changes(sale).findLast((at) => at <= now) ?? placedOf(sale);
  }

  function record(sale: Sale, now: number): OrderRecord {
    const basket = basketOf(shop, sale.day, sale.at, { ordinal: sale.ordinal, channel: sale.journey.last.channel, place: sale.place });
    const id = idOf(sale);
    const placedAt = clock.instant(sale.day, sale.second);
    const isCancelled = sale.state === "cancelled" || sale.state === "unpaid";
    const cancelled = sale.state === "unpaid" ? placedAt.getTime() + 3_600_000 : sale.refunded ? clock.instant(sale.refunded.day, sale.refunded.second).getTime() : Infinity;
    return {
      id, number: String((sale.day - FIRST) * 1000 + sale.at), placedAt, updatedAt: new Date(updatedAt(sale, now)),
      cancelledAt: isCancelled && cancelled <= now ? new Date(cancelled) : null, isPaid: sale.state !== "unpaid", isTest: sale.state === "test",
      customer: { ...personOf(shop, sale.customer), orderIndex: sale.ordinal },
      country: sale.place.country, region: sale.place.region, currency: shop.store.currency, presentment: sale.place.presentment,
      lines: basket.lines.map((line, at) => ({
        id: `${id}${at + 1}`, productId: line.product.id, variantId: String(Number(line.product.id) + 1), sku: line.product.sku, title: line.product.title, category: line.product.category,
        quantity: line.quantity, unitPrice: text(line.price), discount: text(line.discount), tax: text(line.tax), taxRate: String(line.product.isGiftCard ? 0 : sale.place.taxRate), isGiftCard: line.product.isGiftCard,
      })),
      shipping: text(basket.shipping), shippingTax: text(basket.shippingTax), discountCodes: basket.codes,
      refunds: refundsOf(sale, basket, id, now),
      touches: touchesOf(shop, landings, sale, placedAt, basket.isRep),
      isJourneyReady: now >= placedAt.getTime() + (1 + chance(shop.salt, AFTER, sale.day, sale.at) * 8) * 3_600_000,
      attributes: basket.isRep ? [{ key: "rep", value: sale.place.rep }] : [],
      device: (["mobile", "desktop", "tablet"] as const)[sale.device]!,
    };
  }

  function refundsOf(sale: Sale, basket: Basket, id: string, now: number): RefundRecord[] {
    if (!sale.refunded) return [];
    const at = clock.instant(sale.refunded.day, sale.refunded.second);
    if (at.getTime() > now) return [];
    const plan = planRefund(shop, { day: sale.day, at: sale.at, second: sale.second, isCancelled: sale.state === "cancelled" }, basket)!;
    return [{
      id: `${id}9`, at, note: plan.note, shipping: text(plan.shipping), shippingTax: text(plan.shippingTax), amount: text(plan.amount),
      lines: plan.lines.map((line) => ({ lineId: `${id}${line.at + 1}`, quantity: line.quantity, subtotal: text(line.subtotal), tax: text(line.tax) })),
    }];
  }

  function* placedIn(from: number, to: number, now: number): Iterable<OrderRecord> {
    const last = clock.dayOf(new Date(Math.min(to, now)));
    for (let day = Math.max(sales.firstDay, clock.dayOf(new Date(from))); day <= last; day++) {
      for (const sale of sales.on(day)) {
        const at = placedOf(sale);
        if (at >= from && at < to && at <= now) yield record(sale, now);
      }
    }
  }

  function* updatedIn(from: number, to: number, now: number): Iterable<OrderRecord> {
    index(clock.dayOf(new Date(now)));
    const last = Math.floor(Math.min(to, now) / MS);
    for (let utcDay = Math.max(sales.firstDay - 1, Math.floor(from / MS)); utcDay <= last; utcDay++) {
      const due = (touched.get(utcDay) ?? [])
        .map((sale) => ({ sale, at: updatedAt(sale, now) }))
        .filter(({ sale, at }) => at >= from && at < to && Math.floor(at / MS) === utcDay && placedOf(sale) <= now)
        .sort((a, b) => a.at - b.at || a.sale.day - b.sale.day || a.sale.at - b.sale.at);
      for (const { sale } of due) yield record(sale, now);
    }
  }

  function saleOf(id: string): Sale | undefined {
    const number = Number(id) - ids[shop.store.platform];
    if (!Number.isSafeInteger(number) || number < 0) return undefined;
    const day = Math.floor(number / 1000) + FIRST;
    return day < sales.firstDay ? undefined : sales.on(day)[number % 1000];
  }

  return {
    idOf, saleOf,
    list: (by, from, to, now) => (by === "placed" ? placedIn : updatedIn)(from.getTime(), to.getTime(), now.getTime()),
    find(id, now) {
      const number = Number(id) - ids[shop.store.platform];
      // A day to come isn't made just because somebody guesses its numbers.
      if (Math.floor(number / 1000) + FIRST > clock.dayOf(now)) return undefined;
      const sale = saleOf(id);
      return sale && placedOf(sale) <= now.getTime() ? record(sale, now.getTime()) : undefined;
    },
  };
}
