// How fast the shop's pages are. Once a year a change makes them slow for weeks, and fewer visitors buy.
import { isWithin, partsOf, yearly } from "#lib/demo/world/calendar.ts";
import { byDay, name, normal, stream } from "#lib/demo/world/draws.ts";
import type { Shop } from "#lib/demo/world/shop.ts";

const DAY = name("speed");
/** Usual p75 of the largest contentful paint on phones, milliseconds. */
export const USUAL_LCP = 2280;
/** What the bad change adds, and for how many days. */
export const SLOWER = 1650;
export const SLOW_DAYS = 38;
/** Share of buyers that each added second costs (as a rate: exp(−0.07 × seconds)). */
export const COST_PER_SECOND = 0.07;

export interface Speed {
  /** p75 of LCP on phones, milliseconds. */
  lcp(day: number): number;
  /** Factor on orders. */
  effect(day: number): number;
  slowFrom(year: number): number;
}

export function makeSpeed(shop: Shop): Speed {
  const slowFrom = (year: number) => yearly(shop.salt, "slow", year, 8, 4, 24);
  const isSlow = (day: number) => isWithin(day, slowFrom(partsOf(day).year), SLOW_DAYS);
  return {
    slowFrom,
    lcp: byDay((day) => Math.round(USUAL_LCP + (isSlow(day) ? SLOWER : 0) + normal(stream(shop.salt, DAY, day), 0, 45))),
    effect: (day) => (isSlow(day) ? Math.exp((-COST_PER_SECOND * SLOWER) / 1000) : 1),
  };
}
