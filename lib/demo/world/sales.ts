// The shop's book: every order of a day in short, made once and kept. Days are made in order, because who bought
// once may come back within 400 days; the 400 days before the first one are lived through without being told.
import { basketOf } from "#lib/demo/world/baskets.ts";
import type { Demand } from "#lib/demo/world/demand.ts";
import { name, pick, picker, poisson, stream, type Draw } from "#lib/demo/world/draws.ts";
import type { Expected } from "#lib/demo/world/expected.ts";
import { drawJourney, type Journey, type Reason } from "#lib/demo/world/journeys.ts";
import { drawReturns, LIFE } from "#lib/demo/world/lives.ts";
import { planRefund } from "#lib/demo/world/refunds.ts";
import { causes, type Place, type Shop } from "#lib/demo/world/shop.ts";
import type { Speed } from "#lib/demo/world/speed.ts";
import type { Visits } from "#lib/demo/world/visits.ts";

const DAY = name("sales");
const WHO = name("customer");

export interface Sale {
  day: number;
  /** Place in the day, in time order. */
  at: number;
  /** Second of the local day. */
  second: number;
  /** First day × 1000 + place in that day. */
  customer: number;
  ordinal: number;
  reason: Reason;
  journey: Journey;
  /** 0 mobile, 1 desktop, 2 tablet. */
  device: number;
  place: Place;
  state: "paid" | "unpaid" | "cancelled" | "test";
  /** Taken by a rep on the phone: no visit, no tag. */
  isRep: boolean;
  /** What the buyer paid, cents. */
  total: number;
  /** Day and second of the refund; null: none. */
  refunded: { day: number; second: number } | null;
}

export interface Sales {
  /** The orders of a day from the first on; nobody asks for days before it. */
  on(day: number): readonly Sale[];
  firstDay: number;
}

export function makeSales(shop: Shop, firstDay: number, parts: { demand: Demand; expected: Expected; visits: Visits; speed: Speed }): Sales {
  const { demand, expected, visits, speed } = parts;
  const known = new Map<number, readonly Sale[]>();
  const coming = new Map<number, { customer: number; ordinal: number }[]>();
  const pickPlace = picker(shop.places.map(({ weight }) => weight));
  const pickHour = picker(shop.hours);
  let next = firstDay - LIFE;

  function live(day: number): void {
    const draw = stream(shop.salt, DAY, day);
    const found = expected.on(day);
    const fresh = causes.flatMap((cause) => Array.from({ length: poisson(draw, found[cause]) }, () => cause));
    fresh.forEach((_, at) => {
      const customer = day * 1000 + at;
      drawReturns(shop, demand, customer).forEach((back, turn) => {
        const list = coming.get(back);
        if (list) list.push({ customer, ordinal: turn + 2 }); else coming.set(back, [{ customer, ordinal: turn + 2 }]);
      });
    });
    const buying = demand.open(day) * speed.effect(day);
    const back = (coming.get(day) ?? []).filter(() => draw() < buying);
    coming.delete(day);
    if (day >= firstDay) {
      const orders = [
        ...fresh.map((reason, at) => ({ customer: day * 1000 + at, ordinal: 1, reason: reason as Reason, second: secondOf(day, draw) })),
        ...back.map((each) => ({ ...each, reason: "repeat" as const, second: secondOf(day, draw) })),
      ].sort((a, b) => a.second - b.second);
      known.set(day, orders.map((order, at) => complete(day, at, order)));
    }
    next = day + 1;
  }

  function secondOf(day: number, draw: Draw): number {
    const closed = demand.closedHours(day);
    const hour = closed ? pick(draw, shop.hours.map((weight, each) => (each >= closed[0] && each < closed[1] ? 0 : weight))) : pickHour(draw);
    return hour * 3600 + Math.floor(draw() * 3600);
  }

  function complete(day: number, at: number, order: { customer: number; ordinal: number; reason: Reason; second: number }): Sale {
    const who = stream(shop.salt, WHO, order.customer);
    const place = shop.places[pickPlace(who)]!;
    const device = pick(who, shop.devices);
    const draw = stream(shop.salt, DAY, day, at + 1);
    const journey = drawJourney(order.reason, day, visits.on, draw);
    const luck = draw();
    const isShopify = shop.store.platform === "shopify";
    // Shopify knows test orders and keeps cancelled ones; a Woo order may wait for money that never comes.
    const state = isShopify ? (luck < 0.0006 ? "test" : luck < 0.0076 ? "cancelled" : "paid") : luck < 0.009 ? "unpaid" : "paid";
    const basket = basketOf(shop, day, at, { ordinal: order.ordinal, channel: journey.last.channel, place });
    const isRefundable = state === "paid" || state === "cancelled";
    const plan = isRefundable ? planRefund(shop, { day, at, second: order.second, isCancelled: state === "cancelled" }, basket) : null;
    return { ...order, day, at, journey, device, place, state, isRep: basket.isRep, total: basket.total, refunded: plan && { day: plan.day, second: plan.second } };
  }

  return {
    firstDay,
    on(day) {
      while (next <= day) live(next);
      return known.get(day) ?? [];
    },
  };
}
