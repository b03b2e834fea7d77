// The true causes: how many orders of new customers each of them brings on a day, before luck.
// Ad stock: a share of each day's effect is carried to the next. Saturation: stock ÷ (stock + half), so each
// further euro brings less. Form and names after Jin et al. (2017), "Bayesian Methods for Media Mix Modeling".
import { byDay } from "#lib/demo/world/draws.ts";
import type { Demand } from "#lib/demo/world/demand.ts";
import type { Positions } from "#lib/demo/world/positions.ts";
import { makePromotionEffect, type PromotionEffect } from "#lib/demo/world/promotions.ts";
import { causes, paidChannels, type Cause, type PaidChannel, type Response, type Shop } from "#lib/demo/world/shop.ts";
import type { Speed } from "#lib/demo/world/speed.ts";
import type { Spend } from "#lib/demo/world/spend.ts";

/** Days back that ad stock remembers. */
export const MEMORY = 40;
/** Orders of new customers that a mailing to friends of friends adds on its day, at level 1. */
const MAILING = 2.6;

/** Orders a day at level 1 of a steady stock: respond({most: 10, half: 200}, 200) is 5. */
export function respond(response: Response, stock: number): number {
  return stock <= 0 ? 0 : (response.most * stock) / (stock + response.half);
}

export interface Expected {
  /** Spend with what is carried over; a steady spend has itself as stock. */
  stock(channel: PaidChannel, day: number): number;
  /** Orders of new customers by cause, promotions and slow pages included. */
  on(day: number): Readonly<Record<Cause, number>>;
  total(day: number): number;
  /** The same day's total, were there neither promotions nor what they pulled forward. */
  plain(day: number): number;
  promotions: PromotionEffect;
}

export function makeExpected(shop: Shop, demand: Demand, spend: Spend, positions: Positions, speed: Speed): Expected {
  const stockOf = Object.fromEntries(paidChannels.map((channel) => {
    const { carry } = shop.response[channel];
    return [channel, byDay((day) => {
      if (carry === 0) return spend.ofChannel(channel, day);
      let sum = 0;
      let weight = 1 - carry;
      for (let back = 0; back < MEMORY; back++) {
        sum += weight * spend.ofChannel(channel, day - back);
        weight *= carry;
      }
      return sum;
    })];
  })) as Record<PaidChannel, (day: number) => number>;
  const bare = byDay((day) => {
    const index = demand.index(day);
    const buying = demand.open(day) * speed.effect(day);
    const found: Partial<Record<Cause, number>> = {};
    for (const channel of paidChannels) found[channel] = respond(shop.response[channel], stockOf[channel](day)) * index * buying;
    found.search = positions.orders(day) * (index / demand.level(day)) * buying;
    found.mailing = MAILING * demand.mailing(day) * index * buying;
    found.base = shop.base * index * buying;
    return found as Record<Cause, number>;
  });
  const plain = byDay((day) => causes.reduce((sum, cause) => sum + bare(day)[cause], 0));
  const promotions = makePromotionEffect(shop, plain);
  const on = byDay((day) => {
    const whole = plain(day);
    const factor = whole === 0 ? 0 : promotions.lift(day) * Math.max(0, 1 - promotions.lost(day) / whole);
    return Object.fromEntries(causes.map((cause) => [cause, bare(day)[cause] * factor])) as Record<Cause, number>;
  });
  return {
    stock: (channel, day) => stockOf[channel](day),
    on, plain, promotions,
    total: byDay((day) => causes.reduce((sum, cause) => sum + on(day)[cause], 0)),
  };
}
