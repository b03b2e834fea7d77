// A shop's ledger written straight into the facts, for tests of what reads them.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Day } from "#lib/core/day.ts";
import { markDirty, refreshStore } from "#lib/refresh/refresh.ts";
import { createStore, type Store } from "#lib/stores/stores.ts";

export interface LedgerLine {
  kind: string;
  amount: string;
  day?: Day;
  quantity?: string;
  product?: string;
  currency?: string;
}
export interface LedgerOrder {
  id: string;
  day: Day;
  customer?: string;
  country?: string;
  channel?: string;
  isOrder?: boolean;
  lines: LedgerLine[];
}

/** A store with these orders, its first-order dates and marts made, data complete through `through`. */
export async function storeWith(db: Database, wanted: { name?: string; currency?: string; zone?: string; through: Day; from?: Day }, orders: LedgerOrder[]): Promise<Store> {
  const store = await createStore(db, { name: wanted.name ?? "Shop", currency: wanted.currency ?? "EUR", zone: wanted.zone ?? "Europe/Amsterdam" });
  await addOrders(db, store, orders);
  const first = wanted.from ?? orders.map((order) => order.day).sort()[0] ?? wanted.through;
  await sql`insert into ingest.coverage (store_id, source, from_day, through_day) values (${store.id}, 'test', ${first}::date, ${wanted.through}::date)`.execute(db);
  await refreshStore(db, store.id);
  return store;
}

/** Adds orders, recomputes first orders, marks their days dirty; the caller refreshes. */
export async function addOrders(db: Database, store: Store, orders: LedgerOrder[]): Promise<void> {
  for (const order of orders) {
    await sql`insert into fact.sales_order (store_id, order_id, source, placed_at, order_day, customer_id, country, channel, currency, is_order, content_hash, line_count)
      values (${store.id}, ${order.id}, 'test', ${`${order.day} 12:00`}::timestamp at time zone ${store.zone}, ${order.day}::date, ${order.customer ?? null}, ${order.country ?? null}, ${order.channel ?? null}, ${store.currency}, ${order.isOrder ?? true}, 0, ${order.lines.length})`.execute(db);
    for (const [index, line] of order.lines.entries()) {
      const day = line.day ?? order.day;
      await sql`insert into fact.sale_event (store_id, order_id, line_no, kind, event_at, event_day, amount, currency, quantity, product_id)
        values (${store.id}, ${order.id}, ${index + 1}, ${line.kind}, ${`${day} 12:00`}::timestamp at time zone ${store.zone}, ${day}::date, ${line.amount}::numeric, ${line.currency ?? store.currency}, ${line.quantity ?? "1"}::numeric, ${line.product ?? null})`.execute(db);
    }
  }
  await sql`insert into dim.customer (store_id, customer_id, first_order_id, first_order_at, first_order_day)
    select distinct on (customer_id) store_id, customer_id, order_id, placed_at, order_day from fact.sales_order
    where store_id = ${store.id} and customer_id is not null and is_order order by customer_id, placed_at, order_id
    on conflict (store_id, customer_id) do update set first_order_id = excluded.first_order_id, first_order_at = excluded.first_order_at, first_order_day = excluded.first_order_day`.execute(db);
  await markDirty(db, store.id, orders.flatMap((order) => [order.day, ...order.lines.map((line) => line.day ?? order.day)]), "test");
}
