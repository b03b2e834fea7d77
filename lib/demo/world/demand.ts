// How much people want to buy on a day: growth, weekday, season, feasts and luck. 1 is an average day of 2024.
import { blackFriday, easter, isWithin, nthWeekday, numberOf, partsOf, yearly } from "#lib/demo/world/calendar.ts";
import { byDay, name, stream, wobble } from "#lib/demo/world/draws.ts";
import type { Shop } from "#lib/demo/world/shop.ts";

const DAY = name("demand");

export interface Demand {
  /** Expected level without the day's luck. */
  level(day: number): number;
  /** With luck: what really happened. */
  index(day: number): number;
  /** Share of buyers who could finish: below 1 in an outage, 0 on a closed day. */
  open(day: number): number;
  /** Hours [from, to) in which nothing can be bought; null on most days. */
  closedHours(day: number): readonly [number, number] | null;
  /** Factor on mailing days and the two after: what the mailing adds. */
  mailing(day: number): number;
  trend(day: number): number;
}

export function makeDemand(shop: Shop): Demand {
  // Growth is fastest around 2026 and levels off: the demo stays of one size for years to come.
  const trend = byDay((day) => Math.exp(shop.growth * 2.5 * (Math.tanh((day - numberOf(2026, 1, 1)) / 365.25 / 2.5) - Math.tanh(-2 / 2.5))));
  const level = byDay((day) => trend(day) * shop.week[partsOf(day).weekday - 1]! * season(shop, day) * feast(shop, day));
  const index = byDay((day) => level(day) * wobble(stream(shop.salt, DAY, day), 0.055));
  const closedHours = byDay((day): readonly [number, number] | null => {
    const { year } = partsOf(day);
    if (shop.countsStock && day === nthWeekday(year, 1, 7, 1)) return [0, 24];
    return day === yearly(shop.salt, "outage", year, 9, 20, 30) ? [9, 19] : null;
  });
  const whole = shop.hours.reduce((a, b) => a + b, 0);
  return {
    level, index, trend, closedHours,
    open(day) {
      const hours = closedHours(day);
      return hours === null ? 1 : 1 - shop.hours.slice(hours[0], hours[1]).reduce((a, b) => a + b, 0) / whole;
    },
    mailing(day) {
      if (isMailingDay(shop, day)) return 1;
      if (isMailingDay(shop, day - 1)) return 0.4;
      return isMailingDay(shop, day - 2) ? 0.15 : 0;
    },
  };
}

/** Every second week on the shop's day, and each week from mid-November to mid-December. */
export function isMailingDay(shop: Shop, day: number): boolean {
  const { weekday, month, date } = partsOf(day);
  if (weekday !== shop.mailingDay) return false;
  const isBusy = (month === 11 && date >= 14) || (month === 12 && date <= 15);
  return isBusy || Math.floor((day + 3) / 7) % 2 === 0;
}

/** The twelve months' levels, joined by cosines between the middles of the months. */
function season(shop: Shop, day: number): number {
  const place = (partsOf(day).phase * 12 + 11.5) % 12;
  const from = Math.floor(place);
  const weight = (1 - Math.cos(Math.PI * (place - from))) / 2;
  return shop.year[from]! * (1 - weight) + shop.year[(from + 1) % 12]! * weight;
}

function feast(shop: Shop, day: number): number {
  const { year, month, date } = partsOf(day);
  const isEuropean = shop.store.currency === "EUR";
  let factor = 1;
  const fromBlack = day - blackFriday(year);
  if (fromBlack >= -4 && fromBlack <= 3) factor *= [1.12, 1.15, 1.2, isEuropean ? 1.3 : 0.95, 2.15, 1.5, 1.45, 1.95][fromBlack + 4]!;
  if (month === 12) factor *= date <= 16 ? 1 + 0.018 * date : date <= 20 ? 1.12 : date <= 22 ? 0.85 : date <= 26 ? 0.52 : 0.82;
  if (month === 1 && date === 1) factor *= 0.7;
  const fromEaster = day - easter(year);
  if (isEuropean && fromEaster >= -12 && fromEaster <= -3) factor *= 1.09;
  if (isEuropean && fromEaster >= -2 && fromEaster <= 1) factor *= 0.84;
  if (!isEuropean && isWithin(day, nthWeekday(year, 5, 7, 2) - 9, 8)) factor *= 1.2;
  if (!isEuropean && month === 7 && date === 4) factor *= 0.7;
  return factor;
}
