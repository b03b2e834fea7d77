// A small shop with half a year of orders, for the tests of projections: two channels, six products, people who come back.
import type { Database } from "#db/client.ts";
import { addDays, daysBetween, weekday, type Day } from "#lib/core/day.ts";
import { storeWith, type LedgerLine, type LedgerOrder } from "#test/support/ledger.ts";
import type { Store } from "#lib/stores/stores.ts";

export const shopFrom: Day = "2026-04-06";
export const shopThrough: Day = "2026-10-31";
export const shopNow = new Date("2026-11-01T10:00:00Z");

/** Two to four orders a day, more on Saturdays; about 10 % more each month; some money goes back after ten days. */
export function shopOrders(from: Day = shopFrom, through: Day = shopThrough): LedgerOrder[] {
  const orders: LedgerOrder[] = [];
  for (let day = from; day <= through; day = addDays(day, 1)) {
    const age = daysBetween(shopFrom, day);
    const count = 2 + (weekday(day) === 6 ? 2 : 0) + (age % 3 === 0 ? 1 : 0);
    for (let one = 0; one < count; one++) {
      const amount = ((20 + ((age * 7 + one * 13) % 17)) * (1 + age / 300)).toFixed(2);
      const lines: LedgerLine[] = [{ kind: "sale", amount, product: `P${(age + one) % 6}` }];
      if ((age + one) % 9 === 0 && addDays(day, 10) <= through) lines.push({ kind: "return", amount: `-${amount}`, product: `P${(age + one) % 6}`, day: addDays(day, 10) });
      orders.push({ id: `${day} ${one}`, day, customer: `c${(age * 5 + one * 31) % 160}`, channel: one % 3 === 0 ? "Email" : "Direct", country: "DE", lines });
    }
  }
  return orders;
}

export function projectedShop(db: Database, name = "Shop"): Promise<Store> {
  return storeWith(db, { name, from: shopFrom, through: shopThrough }, shopOrders());
}
