// The demo's marketing calendar, holidays and goals, put in as its owner would have. They go with its stores.
import type { Database } from "#db/client.ts";
import { addDays, addMonths, dayAt, now, yearStart, type Day } from "#lib/core/day.ts";
import { demoEvents, demoGoals, plannedTo } from "#lib/demo/world/marketing.ts";
import type { Shop } from "#lib/demo/world/shop.ts";
import { applyEvents } from "#lib/plan/import-events.ts";
import { saveGoal } from "#lib/plan/goals.ts";
import { readHolidayChoice, saveHolidayChoice } from "#lib/plan/store-holidays.ts";

const by = "Demo";
const kept = ["new-years-day", "valentines-day", "good-friday", "easter-sunday", "easter-monday", "mothers-day", "fathers-day", "independence-day", "labour-day", "halloween", "thanksgiving-day", "singles-day", "black-friday", "cyber-monday", "christmas-eve", "christmas-day", "boxing-day"];

/**
 * What is missing of a demo store's plan: events from `from` to thirteen months ahead, and later those that have come
 * nearer since, so that what a visitor took out stays out; holidays and goals once.
 */
export async function planDemo(db: Database, shop: Shop, storeId: number, from: Day): Promise<void> {
  const today = dayAt(now(), shop.store.zone);
  const place = { storeId, source: "demo" as const, calendar: "" };
  const last = await db.selectFrom("plan.event").select((eb) => eb.fn.max("from_day").as("day")).where("store_id", "=", storeId).where("source", "=", "demo").executeTakeFirst();
  const window = { from: last?.day ? addDays(last.day, 1) : from, to: plannedTo(today) };
  const events = demoEvents(shop, window.from, window.to).map((event) => ({ ...event, isIgnored: event.type === "outage" }));
  await applyEvents(db, place, events, window, by);
  if (last?.day) return;
  if (!(await readHolidayChoice(db, storeId))) await saveHolidayChoice(db, { storeId, country: shop.store.currency === "EUR" ? "DE" : "US", region: "", chosen: kept }, by);
  for (const { month, amount } of demoGoals(shop, yearStart(today), 24)) {
    await saveGoal(db, { storeId, metric: "net_sales", period: { from: month, to: addMonths(month, 1) }, amount }, by);
  }
}
