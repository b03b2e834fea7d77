// The truth of what was sold: every order of the period added up by day, month, channel, territory and cohort.
import { dayText } from "#lib/demo/world/clock.ts";
import { cents, text } from "#lib/demo/world/amounts.ts";
import type { OrderRecord } from "#lib/demo/records.ts";
import { credited } from "#lib/demo/world/journeys.ts";
import { secondWithin } from "#lib/demo/world/lives.ts";
import type { ShopWorld } from "#lib/demo/world/shop-world.ts";
import type { StoreTruth, Totals } from "#lib/demo/world/truth-shape.ts";

const WINDOWS = [30, 60, 90, 180, 365] as const;

interface Sums {
  /** Millionths: the tax inside a discount isn't told by shops, only that of the line. */
  grossMicros: number;
  /** Gross less discounts, cents. */
  sold: number;
  returns: number;
  shipping: number;
  tax: number;
  orders: number;
  units: number;
  newCustomers: number;
  firstSeen: number;
}
const none = (): Sums => ({ grossMicros: 0, sold: 0, returns: 0, shipping: 0, tax: 0, orders: 0, units: 0, newCustomers: 0, firstSeen: 0 });

/** What an order sold, without tax: gross in millionths, gross less discounts in cents. */
export function soldOf(order: OrderRecord, isIncluded: boolean): { grossMicros: number; sold: number; tax: number; units: number } {
  const whole = { grossMicros: 0, sold: 0, tax: 0, units: 0 };
  for (const line of order.lines) {
    const listed = cents(line.unitPrice) * line.quantity;
    const after = listed - cents(line.discount);
    const tax = cents(line.tax);
    whole.tax += tax;
    if (line.isGiftCard) continue;
    whole.sold += isIncluded ? after - tax : after;
    whole.grossMicros += isIncluded && after > 0 ? listed * 10_000 - Math.round((tax * 10_000 * listed) / after) : listed * 10_000;
    whole.units += line.quantity;
  }
  return whole;
}

export function addUp(world: ShopWorld, from: number, to: number) {
  const { shop, clock, orders } = world;
  const isIncluded = shop.store.pricesIncludeTax;
  // WooCommerce keeps the last visit alone.
  const keepsFirst = shop.store.platform === "shopify";
  const byDay = Array.from({ length: to - from }, none);
  const channels = new Map<string, { orders: number; sold: number; creditedOrders: number; creditedSold: number }>();
  const territories = new Map<string, { rep: string; places: Set<string>; orders: number; sold: number }>();
  const ordersByCode = new Map<string, number>();
  const seen = new Set<string>();
  const firstOrders = new Map<string, number>();
  const secondOrders = new Map<string, number>();
  let newSold = 0;
  let newReturns = 0;
  let newOrders = 0;
  const end = clock.instant(to, 0);
  const channel = (name: string) => {
    let sums = channels.get(name);
    if (!sums) channels.set(name, (sums = { orders: 0, sold: 0, creditedOrders: 0, creditedSold: 0 }));
    return sums;
  };

  let day = from;
  let next = clock.instant(from + 1, 0);
  for (const order of orders.list("placed", clock.instant(from, 0), end, new Date(end.getTime() - 1))) {
    while (order.placedAt >= next) next = clock.instant(++day + 1, 0);
    if (order.isTest || !order.isPaid) continue;
    const sums = byDay[day - from]!;
    const { grossMicros, sold, tax, units } = soldOf(order, isIncluded);
    const shippingTax = cents(order.shippingTax);
    sums.grossMicros += grossMicros;
    sums.sold += sold;
    sums.units += units;
    sums.orders++;
    sums.tax += tax + shippingTax;
    sums.shipping += cents(order.shipping) - (isIncluded ? shippingTax : 0);
    const customer = order.customer!;
    const isNew = customer.orderIndex === 1;
    if (isNew) { sums.newCustomers++; firstOrders.set(customer.id, day); newSold += sold; newOrders++; }
    if (customer.orderIndex === 2) secondOrders.set(customer.id, day);
    if (!seen.has(customer.id)) { seen.add(customer.id); sums.firstSeen++; }
    for (const refund of order.refunds) {
      const back = byDay[clock.dayOf(refund.at) - from]!;
      const giftCards = new Set(order.lines.filter((line) => line.isGiftCard).map((line) => line.id));
      for (const line of refund.lines) {
        back.tax -= cents(line.tax);
        const returned = giftCards.has(line.lineId) ? 0 : cents(line.subtotal) - (isIncluded ? cents(line.tax) : 0);
        back.returns += returned;
        if (isNew) newReturns += returned;
      }
      const refundedTax = cents(refund.shippingTax);
      back.tax -= refundedTax;
      back.shipping -= cents(refund.shipping) - (isIncluded ? refundedTax : 0);
    }
    const { journey, place, isRep } = orders.saleOf(order.id)!;
    const last = channel(isRep ? "none" : journey.last.shopGroup);
    last.orders++;
    last.sold += sold;
    const best = channel(isRep ? "none" : (keepsFirst ? credited(journey) : journey.last).shopGroup);
    best.creditedOrders++;
    best.creditedSold += sold;
    const territory = territories.get(place.territory) ?? { rep: place.rep, places: new Set<string>(), orders: 0, sold: 0 };
    territory.places.add(place.region === "" ? place.country : `${place.country}-${place.region}`);
    territory.orders++;
    territory.sold += sold;
    territories.set(place.territory, territory);
    for (const code of order.discountCodes) {
      const key = `${code} ${dayText(day).slice(0, 4)}`;
      ordersByCode.set(key, (ordersByCode.get(key) ?? 0) + 1);
    }
  }
  return {
    days: byDay.map((sums, at) => ({ day: dayText(from + at), ...totalsOf([sums]) })),
    months: monthsOf(byDay, from),
    channels: [...channels].sort().map(([name, sums]) => ({ channel: name, orders: sums.orders, sold: text(sums.sold), credited: { orders: sums.creditedOrders, sold: text(sums.creditedSold) } })),
    territories: [...territories].sort().map(([territory, sums]) => ({ territory, rep: sums.rep, places: [...sums.places].sort(), orders: sums.orders, sold: text(sums.sold) })),
    retention: { again: WINDOWS.map((days) => ({ days, share: Math.round(secondWithin(days) * 10_000) / 10_000 })), cohorts: cohortsOf(firstOrders, secondOrders, to) },
    /** By code and year, "BLACK25 2025". */
    ordersByCode,
    netPerNewOrder: (newSold - newReturns) / 100 / Math.max(1, newOrders),
  };
}

/** Rounded day by day where a month is asked for, so that its days add up to it. */
function totalsOf(list: readonly Sums[]): Totals {
  const sum = (pick: (sums: Sums) => number) => list.reduce((total, sums) => total + pick(sums), 0);
  const gross = sum((sums) => Math.round(sums.grossMicros / 10_000));
  const sold = sum((sums) => sums.sold);
  const returns = sum((sums) => sums.returns);
  return {
    gross: text(gross), discounts: text(sold - gross), returns: text(-returns), net: text(sold - returns), shipping: text(sum((sums) => sums.shipping)), tax: text(sum((sums) => sums.tax)),
    orders: sum((sums) => sums.orders), units: sum((sums) => sums.units), newCustomers: sum((sums) => sums.newCustomers), firstSeen: sum((sums) => sums.firstSeen),
  };
}

function monthsOf(byDay: readonly Sums[], from: number): StoreTruth["months"] {
  const months = new Map<string, Sums[]>();
  byDay.forEach((sums, at) => {
    const month = dayText(from + at).slice(0, 7);
    const list = months.get(month);
    if (list) list.push(sums); else months.set(month, [sums]);
  });
  return [...months].map(([month, list]) => ({ month, ...totalsOf(list) }));
}

function cohortsOf(first: ReadonlyMap<string, number>, second: ReadonlyMap<string, number>, to: number): StoreTruth["retention"]["cohorts"] {
  const cohorts = new Map<string, { customers: number; last: number; gaps: number[] }>();
  for (const [customer, day] of first) {
    const month = dayText(day).slice(0, 7);
    let cohort = cohorts.get(month);
    if (!cohort) cohorts.set(month, (cohort = { customers: 0, last: 0, gaps: [] }));
    cohort.customers++;
    cohort.last = Math.max(cohort.last, day);
    const again = second.get(customer);
    if (again !== undefined) cohort.gaps.push(again - day);
  }
  return [...cohorts].sort().map(([month, { customers, last, gaps }]) => ({
    month, customers, again: Object.fromEntries(WINDOWS.filter((days) => last + days < to).map((days) => [String(days), gaps.filter((gap) => gap <= days).length])),
  }));
}
