// A shop whose every day's sales are given: one order a day, straight into the facts.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, type Day } from "#lib/core/day.ts";
import { markDirty, refreshStore } from "#lib/refresh/refresh.ts";
import { createStore, type Store } from "#lib/stores/stores.ts";

/** Sales from `from` on, a value a day; data is complete through the last of them. A day of 0 has no order. */
export async function dailyShop(db: Database, name: string, from: Day, values: readonly number[]): Promise<Store> {
  const store = await createStore(db, { name, currency: "GBP", zone: "Europe/London" });
  const days = values.map((_, at) => addDays(from, at)).filter((_, at) => values[at]! > 0);
  const amounts = values.filter((value) => value > 0).map((value) => value.toFixed(2));
  await sql`insert into fact.sales_order (store_id, order_id, source, placed_at, order_day, customer_id, country, channel, currency, is_order, content_hash, line_count)
    select ${store.id}, day::text, 'test', (day + time '12:00') at time zone 'Europe/London', day, 'c' || day::text, 'GB', 'Online', 'GBP', true, 0, 1 from unnest(${days}::date[]) as day`.execute(db);
  await sql`insert into fact.sale_event (store_id, order_id, line_no, kind, event_at, event_day, amount, currency, quantity, product_id)
    select ${store.id}, day::text, 1, 'sale', (day + time '12:00') at time zone 'Europe/London', day, amount, 'GBP', 1, 'A' from unnest(${days}::date[], ${amounts}::numeric[]) as one (day, amount)`.execute(db);
  await sql`insert into ingest.coverage (store_id, source, from_day, through_day) values (${store.id}, 'test', ${from}::date, ${addDays(from, values.length - 1)}::date)`.execute(db);
  await markDirty(db, store.id, days, "test");
  await refreshStore(db, store.id);
  return store;
}

/** Sales that rise and fall with the week, a little uneven, the same at every run: 1,000 on a plain day. */
export function plainSales(day: Day, at: number): number {
  const week = [0.9, 0.95, 1, 1.05, 1.2, 1.3, 0.8][new Date(`${day}T00:00:00Z`).getUTCDay()]!;
  return 1000 * week * (1 + 0.06 * Math.sin(at * 12.9898) * Math.cos(at * 78.233));
}
