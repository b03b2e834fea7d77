// Who comes back: the true retention curve of the demo's customers.
import { partsOf } from "#lib/demo/world/calendar.ts";
import type { Demand } from "#lib/demo/world/demand.ts";
import { name, normal, pick, stream } from "#lib/demo/world/draws.ts";
import type { Shop } from "#lib/demo/world/shop.ts";

const LIVES = name("lives");
/** Days after the first order in which a customer may come back. */
export const LIFE = 400;
/** Chance of an order after the first, second, third …; the last one stays. */
export const AGAIN = [0.36, 0.46, 0.54, 0.58] as const;
/** Days between two orders: lognormal with this median and deviation. */
export const MEDIAN_GAP = 68;
export const GAP_DEVIATION = 0.85;

/** The days of a customer's later orders, ascending. `customer` is its first day × 1000 + place in it. */
export function drawReturns(shop: Shop, demand: Demand, customer: number): number[] {
  const draw = stream(shop.salt, LIVES, customer);
  const first = Math.floor(customer / 1000);
  const days: number[] = [];
  let day = first;
  for (;;) {
    if (draw() >= AGAIN[Math.min(days.length, AGAIN.length - 1)]!) return days;
    const gap = Math.round(Math.exp(normal(draw, Math.log(MEDIAN_GAP), GAP_DEVIATION)));
    const wished = day + Math.max(4, gap);
    // The wish falls on a good day nearby: a favoured weekday, or the day a mailing came.
    const chosen = wished - 3 + pick(draw, near.map((step) => weight(shop, demand, wished + step)));
    if (chosen - first > LIFE) return days;
    days.push(chosen);
    day = chosen;
  }
}

const near = [-3, -2, -1, 0, 1, 2, 3] as const;

function weight(shop: Shop, demand: Demand, day: number): number {
  return demand.open(day) * shop.week[partsOf(day).weekday - 1]! * (1 + 0.9 * demand.mailing(day)) * Math.sqrt(demand.level(day));
}

/** Share of customers who have ordered again within so many days of the first order: secondWithin(365) is about 0.35. */
export function secondWithin(days: number): number {
  return AGAIN[0] * normalCdf((Math.log(days) - Math.log(MEDIAN_GAP)) / GAP_DEVIATION);
}

/** Standard normal distribution function, by Abramowitz and Stegun 26.2.17 (error below 1e-7). */
export function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}
