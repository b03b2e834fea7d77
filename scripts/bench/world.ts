// A made shop of a given size for measuring: orders, lines, returns and customers from SQL's own
// generator, seeded, so that two runs measure the same rows.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, type Day } from "#lib/core/day.ts";
import { rebuildMarts } from "#lib/refresh/refresh.ts";
import { createStore, type Store } from "#lib/stores/stores.ts";

export const worldDays = 800;
export const worldEnd: Day = "2026-11-21";

/** Makes `orders` orders of 1–4 lines over so many days, 12 countries, 2,000 products, a third of the orders by new customers. */
export async function makeWorld(db: Database, orders: number, days = worldDays): Promise<Store> {
  const store = await createStore(db, { name: `Bench ${orders}`, currency: "EUR", zone: "Europe/Amsterdam" });
  const first = addDays(worldEnd, -days);
  await sql`
    insert into fact.sales_order (store_id, order_id, source, placed_at, order_day, customer_id, country, channel, currency, is_order, content_hash, line_count, first_event_day, last_event_day)
    select ${store.id}::int, 'B' || n, 'bench', placed, placed::date,
      case when n % 10 = 0 then null else 'c' || (hashint4(n * 7) & 2147483647) % greatest(${orders}::int / 3, 1) end,
      (array['DE','NL','FR','GB','BE','AT','ES','IT','PL','SE','DK','IE'])[1 + (hashint4(n) & 2147483647) % 12],
      null, 'EUR', true, n, 1 + n % 4, placed::date, placed::date + 9
    from generate_series(1, ${orders}::int) n
    cross join lateral (select ${first}::date + ((n - 1)::bigint * ${days}::int / ${orders}::int)::int + interval '12 hours' as placed) t`.execute(db);
  await sql`
    insert into fact.sale_event (store_id, order_id, line_no, kind, event_at, event_day, amount, currency, quantity, product_id)
    select o.store_id, o.order_id, line, kind,
      o.placed_at + case when kind = 'return' then interval '9 days' else interval '0' end,
      o.order_day + case when kind = 'return' then 9 else 0 end,
      case kind when 'sale' then 5 + (o.content_hash::int * line) % 9000 / 100.0 when 'shipping' then 4.9 else -5 end,
      'EUR', case kind when 'return' then -1 else 1 + line % 3 end,
      case when kind = 'shipping' then null else 'P' || (o.content_hash::int * 31 + line * 17) % 2000 end
    from fact.sales_order o
    cross join lateral generate_series(1, o.line_count + 1) line
    cross join lateral (select case when line <= o.line_count then 'sale' when o.content_hash::int % 15 = 0 then 'return' else 'shipping' end as kind) k
    where o.store_id = ${store.id}::int and (kind <> 'return' or o.order_day + 9 < ${worldEnd}::date)`.execute(db);
  await sql`
    insert into dim.customer (store_id, customer_id, first_order_id, first_order_at, first_order_day)
    select distinct on (customer_id) store_id, customer_id, order_id, placed_at, order_day
    from fact.sales_order where store_id = ${store.id}::int and customer_id is not null order by customer_id, placed_at, order_id`.execute(db);
  await sql`insert into dim.product (store_id, product_id, name, category) select ${store.id}::int, 'P' || n, 'Product ' || n, 'Category ' || n % 20 from generate_series(0, 1999) n`.execute(db);
  await sql`insert into ingest.coverage (store_id, source, from_day, through_day) values (${store.id}, 'bench', ${first}::date, ${addDays(worldEnd, -1)}::date)`.execute(db);
  await sql`analyze`.execute(db);
  return store;
}

/** The full build of every mart of the world, timed, in milliseconds. */
export async function timedBuild(db: Database): Promise<number> {
  const started = performance.now();
  await rebuildMarts(db);
  return performance.now() - started;
}
