// Where the shop stands in search results, and the clicks this brings. A better position has a true worth.
import { partsOf } from "#lib/demo/world/calendar.ts";
import { byDay, chance, name, normal, stream } from "#lib/demo/world/draws.ts";
import type { Demand } from "#lib/demo/world/demand.ts";
import type { Query, Shop } from "#lib/demo/world/shop.ts";

const DRIFT = name("drift");
const STEP = name("step");

/** Share of searches that click the result: 30 % at the top, 4 % at five, under 2 % at ten. Brand names get more. */
export function clickRate(position: number, isBrand: boolean): number {
  return isBrand ? 0.58 * Math.pow(position, -1.1) : 0.3 * Math.pow(position, -1.25);
}

export interface QueryDay {
  impressions: number;
  /** Impression-weighted. */
  position: number;
  clicks: number;
}

export interface Positions {
  /** Expected figures of each query of the shop, in its order. */
  on(day: number): readonly QueryDay[];
  /** Expected orders of new customers that queries without the brand bring on a day. */
  orders(day: number): number;
  /** Expected clicks of all queries. */
  clicks(day: number): { brand: number; generic: number };
}

export function makePositions(shop: Shop, demand: Demand): Positions {
  const on = byDay((day) => shop.queries.map((query, at) => {
    const position = positionOf(shop, query, at, day);
    // Curiosity swings less than buying.
    const impressions = query.volume * Math.pow(demand.level(day), 0.75);
    return { impressions, position, clicks: impressions * clickRate(position, query.isBrand) };
  }));
  return {
    on,
    orders: byDay((day) => on(day).reduce((sum, { clicks }, at) => sum + clicks * shop.queries[at]!.worth, 0)),
    clicks: byDay((day) => {
      let brand = 0, generic = 0;
      on(day).forEach(({ clicks }, at) => { if (shop.queries[at]!.isBrand) brand += clicks; else generic += clicks; });
      return { brand, generic };
    }),
  };
}

/** A slow drift by month, and for a quarter of the queries a step up or down that lasts half a year. */
function positionOf(shop: Shop, query: Query, at: number, day: number): number {
  const { year, month, date } = partsOf(day);
  const serial = year * 12 + month;
  const share = Math.min(date / 30, 1);
  const drift = (1 - share) * monthly(shop, at, serial) + share * monthly(shop, at, serial + 1);
  const halves = year * 2 + (month > 6 ? 1 : 0);
  const luck = chance(shop.salt, STEP, at, halves);
  const step = query.isBrand ? 1 : luck < 0.15 ? 0.55 : luck > 0.9 ? 1.5 : 1;
  return Math.max(1, query.position * (query.isBrand ? Math.exp(drift / 10) : Math.exp(drift) * step));
}

function monthly(shop: Shop, at: number, serial: number): number {
  return normal(stream(shop.salt, DRIFT, at, serial), 0, 0.13);
}
