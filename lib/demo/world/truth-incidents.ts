// The truth of what went wrong, and of refunds.
import { nthWeekday, yearly, yearsOf } from "#lib/demo/world/calendar.ts";
import { dayText } from "#lib/demo/world/clock.ts";
import { badWeekFrom, BAD_FACTOR, FIRST_DAY, LAST_DAY, SCALE } from "#lib/demo/world/refunds.ts";
import type { ShopWorld } from "#lib/demo/world/shop-world.ts";
import { COST_PER_SECOND, SLOW_DAYS, SLOWER } from "#lib/demo/world/speed.ts";
import { PAUSE_DAYS, PUSH_DAYS } from "#lib/demo/world/spend.ts";
import type { StoreTruth } from "#lib/demo/world/truth-shape.ts";
import { isTagBroken, refused } from "#lib/demo/world/web.ts";

const round = (value: number) => Math.round(value * 10_000) / 10_000;
const span = (from: number, days: number) => ({ from: dayText(from), to: dayText(from + days) });

/** Yearly things that touch [from, to). */
function inYears(from: number, to: number, days: number, start: (year: number) => number): number[] {
  return yearsOf(from, to).map(start).filter((first) => first < to && first + days > from);
}

export function speedTruth(world: ShopWorld, from: number, to: number): StoreTruth["speed"] {
  return inYears(from, to, SLOW_DAYS, world.speed.slowFrom).map((start) => {
    let lost = 0;
    for (let day = Math.max(from, start); day < Math.min(to, start + SLOW_DAYS); day++) lost += world.expected.total(day) * (1 / world.speed.effect(day) - 1);
    return { period: span(start, SLOW_DAYS), addedMs: SLOWER, ratePerSecond: COST_PER_SECOND, lostOrders: round(lost) };
  });
}

/** The maturity curve: gamma(2, 7) after two days in closed form, cut at 90. */
export function matured(days: number): number {
  if (days < FIRST_DAY) return 0;
  if (days >= LAST_DAY) return 1;
  const x = (days + 1 - FIRST_DAY) / SCALE;
  return 1 - Math.exp(-x) * (1 + x);
}

export function refundTruth(world: ShopWorld, from: number, to: number): StoreTruth["refunds"] {
  return {
    maturity: [0, 2, 3, 5, 7, 10, 14, 21, 28, 45, 60, 90].map((days) => ({ days, share: round(matured(days)) })),
    badWeeks: inYears(from, to, 7, (year) => badWeekFrom(world.shop, year)).map((start) => span(start, 7)), badFactor: BAD_FACTOR,
  };
}

export function refusedTruth(world: ShopWorld, from: number, to: number): StoreTruth["analytics"]["refused"] {
  const months = new Map<string, number>();
  for (let day = from; day < to; day++) months.set(dayText(day).slice(0, 7), refused(world.shop, day));
  return [...months].map(([month, share]) => ({ month, share: round(share) }));
}

export function brokenDays(world: ShopWorld, days: readonly number[]): string[] {
  return days.filter((day) => isTagBroken(world.shop, day)).map(dayText);
}

export function incidents(world: ShopWorld, from: number, to: number): StoreTruth["incidents"] {
  const { shop, spend } = world;
  const list = (kind: StoreTruth["incidents"][number]["kind"], days: number, start: (year: number) => number) => inYears(from, to, days, start).map((first) => ({ kind, period: span(first, days) }));
  return [
    ...list("outage", 1, (year) => yearly(shop.salt, "outage", year, 9, 20, 30)),
    ...(shop.countsStock ? list("stock_count", 1, (year) => nthWeekday(year, 1, 7, 1)) : []),
    ...list("meta_pause", PAUSE_DAYS, spend.pauseFrom), ...list("shopping_push", PUSH_DAYS, spend.pushFrom),
  ];
}
