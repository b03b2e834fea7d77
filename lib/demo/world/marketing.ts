// What the people of a demo shop wrote down: their calendar and their goals. Only what they knew: promotions, mailings,
// the night the shop was down, the Sunday on which stock was counted.
import { addMonths, fromNumber, toNumber, type Day } from "#lib/core/day.ts";
import { nthWeekday, yearly, yearsOf } from "#lib/demo/world/calendar.ts";
import { isMailingDay } from "#lib/demo/world/demand.ts";
import { runsOf } from "#lib/demo/world/promotions.ts";
import { makeShopWorld } from "#lib/demo/world/shop-world.ts";
import type { Shop } from "#lib/demo/world/shop.ts";

export interface DemoEvent { uid: string; type: "promotion" | "mailing" | "outage"; name: string; note: string; from: Day; to: Day; size: number | null }

/** Events that begin in [from, to), by first day. */
export function demoEvents(shop: Shop, from: Day, to: Day): DemoEvent[] {
  const years = yearsOf(toNumber(from), toNumber(to));
  const once = (uid: string, name: string, note: string, start: number): DemoEvent => ({ uid: `${uid} ${fromNumber(start)}`, type: "outage", name, note, from: fromNumber(start), to: fromNumber(start + 1), size: null });
  const all: DemoEvent[] = [
    ...years.flatMap((year) => runsOf(shop, year)).map(({ promotion, from: first, to: end }): DemoEvent => ({
      uid: `${promotion.id} ${fromNumber(first)}`, type: "promotion", name: `${promotion.name}, ${Math.round(promotion.discount * 100)} %`, note: `Code ${promotion.code}`, from: fromNumber(first), to: fromNumber(end), size: promotion.discount,
    })),
    ...Array.from({ length: toNumber(to) - toNumber(from) }, (_, at) => toNumber(from) + at).filter((day) => isMailingDay(shop, day)).map((day): DemoEvent => ({
      uid: `mailing ${fromNumber(day)}`, type: "mailing", name: "Newsletter", note: "", from: fromNumber(day), to: fromNumber(day + 1), size: null,
    })),
    ...years.map((year) => once("outage", "Shop was down for some hours", "", yearly(shop.salt, "outage", year, 9, 20, 30))),
    ...(shop.countsStock ? years.map((year) => once("stock", "Closed to count the stock", "", nthWeekday(year, 1, 7, 1))) : []),
  ];
  return all.filter((event) => event.from >= from && event.from < to).sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

/**
 * Net sales by month as the shop's owner would plan them, in its currency: what new customers' expected orders and the
 * stock of old ones bring, rounded to five thousand. @param from first day of the first of `months`
 */
export function demoGoals(shop: Shop, from: Day, months: number): { month: Day; amount: string }[] {
  const { expected } = makeShopWorld(shop, toNumber(from));
  // Fitted to twelve months of the world: returning customers, and what an order of a new one brings.
  const [base, each] = shop.store.currency === "EUR" ? [85_000, 90] : [45_000, 55];
  return Array.from({ length: months }, (_, at) => {
    const month = addMonths(from, at);
    let orders = 0;
    for (let day = toNumber(month); day < toNumber(addMonths(month, 1)); day++) orders += expected.total(day);
    return { month, amount: String(Math.round((base + each * orders) / 5000) * 5000) };
  });
}

/** How far ahead the demo's people have planned. */
export function plannedTo(today: Day): Day {
  return addMonths(today, 13);
}
