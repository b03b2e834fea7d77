// What to expect of today by this hour: the hours of the same weekdays, brought to the day that is projected, so that a
// promotion, a holiday or a trend of the last weeks is in it.
import type { Database } from "#db/client.ts";
import { addDays, type Day } from "#lib/core/day.ts";
import { log } from "#lib/log.ts";
import { readProjection } from "#lib/projections/read.ts";
import type { Visible } from "#lib/projections/stores-asked.ts";
import { readToday, type Expected, type TodayStore } from "#lib/sales/today.ts";

export interface ProjectedToday extends Omit<TodayStore, "expected"> {
  /** `isProjected`: brought to today's projection; else the same weekdays as they were. */
  expected: (Expected & { isProjected: boolean }) | null;
}

/** The same weekdays that make "usually". */
const weekdaysBack = 8;

/**
 * Expected sales times how today's projection stands to the same weekdays of the last eight weeks. Both are in the
 * store's own money, so the factor has none. As it was where there is no projection of today or those days sold nothing.
 */
export function broughtTo(expected: Expected, projected: number | null, weekdays: readonly number[]): Expected & { isProjected: boolean } {
  const usual = weekdays.reduce((sum, value) => sum + value, 0) / weekdays.length;
  if (projected === null || !(usual > 0)) return { ...expected, isProjected: false };
  const factor = projected / usual;
  const { netSales, lowest, highest, orders, wholeDay, weekdays: count } = expected;
  return { netSales: netSales * factor, lowest: lowest * factor, highest: highest * factor, orders: orders * factor, wholeDay: wholeDay * factor, weekdays: count, isProjected: true };
}

/**
 * Today of each store that is asked within the day, in `currency`, against its own projection. One that can't be read
 * (the cause is logged) costs no page its figures: then today is held to the same weekdays.
 */
export async function readProjectedToday(db: Database, visible: Visible, storeIds: readonly number[], currency: string, now: Date): Promise<ProjectedToday[]> {
  const stores = await readToday(db, storeIds, currency, now);
  return Promise.all(stores.map(async (store) => {
    if (!store.expected) return { ...store, expected: null };
    const { projected, weekdays } = await dayOf(db, visible, store.storeId, store.day, now).catch((error: unknown) => {
      log.error({ err: error }, "a projection could not be read");
      return { projected: null, weekdays: [] };
    });
    return { ...store, expected: broughtTo(store.expected, projected, weekdays) };
  }));
}

async function dayOf(db: Database, visible: Visible, store: number, today: Day, now: Date): Promise<{ projected: number | null; weekdays: number[] }> {
  const answer = await readProjection(db, visible, { metric: "net_sales", store, period: { from: addDays(today, -7 * weekdaysBack), to: addDays(today, 1) } }, now);
  const days = answer?.days ?? [];
  const weekdays = days.filter((_, at) => at % 7 === 0 && at < days.length - 1).map(({ actual }) => actual).filter((value): value is number => value !== null);
  return { projected: days.at(-1)?.fan?.p50 ?? null, weekdays };
}
