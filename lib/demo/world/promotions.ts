// Sales weeks: what they really add, and what they only pull forward from the two weeks after.
import { partsOf } from "#lib/demo/world/calendar.ts";
import { byDay } from "#lib/demo/world/draws.ts";
import type { Promotion, Shop } from "#lib/demo/world/shop.ts";

/** Days after a promotion in which the pulled-forward orders are missing. */
export const AFTER = 14;

export interface PromotionRun {
  promotion: Promotion;
  /** Day numbers, half-open. */
  from: number;
  to: number;
}

/** The run that is on, if any; runs of a shop don't overlap. */
export function promotionOn(shop: Shop, day: number): PromotionRun | null {
  return runsNear(shop, day).find((run) => day >= run.from && day < run.to) ?? null;
}

const near = new Map<Shop, Map<number, readonly PromotionRun[]>>();

/** All runs of the years around a day. */
export function runsNear(shop: Shop, day: number): readonly PromotionRun[] {
  const { year } = partsOf(day);
  let years = near.get(shop);
  if (!years) near.set(shop, (years = new Map()));
  let runs = years.get(year);
  if (!runs) years.set(year, (runs = [year - 1, year, year + 1].flatMap((each) => runsOf(shop, each))));
  return runs;
}

export function runsOf(shop: Shop, year: number): PromotionRun[] {
  return shop.promotions.map((promotion) => ({ promotion, from: promotion.start(year), to: promotion.start(year) + promotion.days }));
}

/** Share of the pulled-forward orders that is missing on the n-th day after (1–14); the shares sum to 1. */
function missing(n: number): number {
  return (AFTER + 1 - n) / ((AFTER * (AFTER + 1)) / 2);
}

export interface PromotionEffect {
  /** Factor while a promotion runs, 1 else. */
  lift(day: number): number;
  /** Orders of new customers that promotions took away from this day. */
  lost(day: number): number;
  /** The same by promotion. */
  lostTo(day: number): readonly { run: PromotionRun; orders: number }[];
}

/** @param plain expected orders of new customers of a day, were there no promotions. */
export function makePromotionEffect(shop: Shop, plain: (day: number) => number): PromotionEffect {
  const lostTo = byDay((day) => {
    const parts = runsNear(shop, day).flatMap((run) => {
      const after = day - run.to + 1;
      if (after < 1 || after > AFTER) return [];
      let extra = 0;
      for (let each = run.from; each < run.to; each++) extra += plain(each) * (run.promotion.lift - 1);
      return [{ run, orders: extra * run.promotion.pulled * missing(after) }];
    });
    // Never more than a third of a day: a huge sale can't empty the shop.
    const whole = parts.reduce((sum, { orders }) => sum + orders, 0);
    const factor = whole > 0 ? Math.min(1, plain(day) / 3 / whole) : 1;
    return parts.map(({ run, orders }) => ({ run, orders: orders * factor }));
  });
  return {
    lift: (day) => promotionOn(shop, day)?.promotion.lift ?? 1,
    lost: (day) => lostTo(day).reduce((sum, { orders }) => sum + orders, 0),
    lostTo,
  };
}
