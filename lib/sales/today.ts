// Today so far: what is in since midnight against what the same weekday usually had by this time. Today is never part
// of complete days; it stands apart, on stores whose orders are asked for within the day.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, dayAt, type Day } from "#lib/core/day.ts";

/** How many of the same weekdays make "usually", and how few are too few to say anything. */
const weekdaysBack = 8;
const fewestWeekdays = 3;

export interface Expected { netSales: number; lowest: number; highest: number; orders: number; wholeDay: number; weekdays: number }

export interface TodayStore {
  storeId: number;
  name: string;
  day: Day;
  /** Until when orders are in: the last time the shop was asked. */
  asOf: Date;
  /** Share of today that is over at asOf, 0 to 1; minutes of the store's own clock. */
  minutes: number;
  netSales: number;
  orders: number;
  /** Null: fewer than three such weekdays are known, or their orders tell no time. */
  expected: Expected | null;
}

/** One hour of one day. */
export interface Hour { day: Day; hour: number; netSales: number; orders: number }

/** A day's figures up to `minutes` after midnight; the hour that runs counts by the share of it that is over. */
export function upTo(hours: readonly Hour[], day: Day, minutes: number): { netSales: number; orders: number } {
  let netSales = 0;
  let orders = 0;
  for (const one of hours) {
    if (one.day !== day) continue;
    const share = Math.min(1, Math.max(0, (minutes - one.hour * 60) / 60));
    netSales += one.netSales * share;
    orders += one.orders * share;
  }
  return { netSales, orders };
}

/**
 * What to expect by `minutes` after midnight of `day`: the mean of the same weekday's last eight, with the least and
 * most of them. `known` are the days that the data covers. Null where fewer than three are known, or where all
 * their orders carry midnight as their time (a shop that tells days only).
 */
export function expectedBy(hours: readonly Hour[], known: (day: Day) => boolean, day: Day, minutes: number): Expected | null {
  const days = Array.from({ length: weekdaysBack }, (_, index) => addDays(day, -7 * (index + 1))).filter(known);
  if (days.length < fewestWeekdays) return null;
  if (!hours.some((hour) => days.includes(hour.day) && hour.hour > 0 && hour.orders > 0)) return null;
  const parts = days.map((one) => upTo(hours, one, minutes));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const sums = parts.map((part) => part.netSales);
  return { netSales: mean(sums), lowest: Math.min(...sums), highest: Math.max(...sums), orders: mean(parts.map((part) => part.orders)), wholeDay: mean(days.map((one) => upTo(hours, one, 1440).netSales)), weekdays: days.length };
}

/** Minutes since the store's midnight by its own clock. */
export function minutesInto(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)!.value);
  return of("hour") * 60 + of("minute");
}

interface Live { store_id: number; name: string; zone: string; checked_at: Date }

/** Today of each of the stores that are asked within the day, in `currency`; a missing rate leaves its store out. */
export async function readToday(db: Database, storeIds: readonly number[], currency: string, now: Date): Promise<TodayStore[]> {
  if (storeIds.length === 0) return [];
  const live = await sql<Live>`
    select s.store_id, s.name, s.zone, max(t.checked_at) as checked_at
    from ingest.connection c
    join ingest.stream t on t.connection_id = c.connection_id and t.cursor ->> 'watermark' is not null
    join dim.store s on s.store_id = c.store_id
    where c.store_id = any(${[...storeIds]}::int[]) and c.state = 'active' and t.checked_at is not null
    group by s.store_id, s.name, s.zone order by s.store_id`.execute(db);
  const stores: TodayStore[] = [];
  for (const { store_id: storeId, name, zone, checked_at: asOf } of live.rows) {
    const day = dayAt(now, zone);
    if (dayAt(asOf, zone) !== day) continue;
    const minutes = minutesInto(asOf, zone);
    const rows = await sql<{ day: Day; hour: number; net_sales: string; orders: string; gap_events: string }>`
      select day::text as day, hour, net_sales, orders, gap_events from mart.sales_hourly
      where store_id = ${storeId}::int and currency = ${currency} and day > ${addDays(day, -7 * weekdaysBack - 1)}::date and day <= ${day}::date`.execute(db);
    if (rows.rows.some((row) => row.day === day && Number(row.gap_events) > 0)) continue;
    const covered = await sql<{ from_day: Day; through_day: Day }>`select from_day::text as from_day, through_day::text as through_day from ingest.coverage where store_id = ${storeId}::int and role = 'orders'`.execute(db);
    const hours = rows.rows.map((row): Hour => ({ day: row.day, hour: row.hour, netSales: Number(row.net_sales), orders: Number(row.orders) }));
    const isKnown = (one: Day) => covered.rows.some((part) => part.from_day <= one && part.through_day >= one);
    const mine = hours.filter((hour) => hour.day === day);
    stores.push({
      storeId, name, day, asOf, minutes,
      netSales: mine.reduce((sum, hour) => sum + hour.netSales, 0), orders: mine.reduce((sum, hour) => sum + hour.orders, 0),
      expected: expectedBy(hours, isKnown, day, minutes),
    });
  }
  return stores;
}
