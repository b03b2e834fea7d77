// When a customer first ordered. Where that moves, "new" and "returning" change on the days of both orders.
import type pg from "pg";
import type { Day } from "#lib/core/day.ts";
import { linesOf } from "#lib/imports/lines-of.ts";

/** The first orders as they stand now of the customers in `touched`, a table or subquery of customer_id. */
const firstOf = (storeId: number, touched: string) => `
  select distinct on (o.customer_id) o.customer_id, o.order_id, o.placed_at, o.order_day
  from fact.sales_order o where o.store_id = ${storeId} and o.is_order and o.customer_id in (select customer_id from ${touched})
  order by o.customer_id, o.placed_at, o.order_id`;

/** Customers whose first order isn't the one that dim.customer knows, with both. */
const movedOf = (storeId: number, touched: string) => `
  select t.customer_id, c.first_order_id as was, f.order_id as is, f.placed_at, f.order_day
  from (select distinct customer_id from ${touched}) t
  left join dim.customer c on c.store_id = ${storeId} and c.customer_id = t.customer_id
  left join first_order f on f.customer_id = t.customer_id
  where (c.first_order_id, c.first_order_at, c.first_order_day) is distinct from (f.order_id, f.placed_at, f.order_day)`;

/** Days of the orders in `orders`, a subquery or list. */
const daysOf = (storeId: number, orders: string) => `
  select e.event_day as day from fact.sales_order o join fact.sale_event e on ${linesOf(storeId, "o")} where o.store_id = ${storeId} and o.order_id in (${orders})
  union select o.order_day from fact.sales_order o where o.store_id = ${storeId} and o.order_id in (${orders})`;

const keep = (storeId: number) => `insert into dim.customer (store_id, customer_id, first_order_id, first_order_at, first_order_day)
    select ${storeId}, f.customer_id, f.order_id, f.placed_at, f.order_day from first_order f join moved m on m.customer_id = f.customer_id
    on conflict (store_id, customer_id) do update set first_order_id = excluded.first_order_id, first_order_at = excluded.first_order_at, first_order_day = excluded.first_order_day`;

/**
 * Finds the first orders of the customers in the working table `touched` anew. Where one moved, the days of both
 * orders go into the working table `dirty`.
 */
export async function firstOrders(client: pg.ClientBase, storeId: number): Promise<void> {
  await client.query(`create temp table first_order on commit drop as ${firstOf(storeId, "touched")}`);
  await client.query(`create temp table moved on commit drop as ${movedOf(storeId, "touched")}`);
  await client.query(`insert into dirty ${daysOf(storeId, `select was from moved where was is distinct from "is" union select "is" from moved where was is not null and was is distinct from "is"`)}`);
  await client.query(`delete from dim.customer where store_id = ${storeId} and customer_id in (select customer_id from moved where "is" is null)`);
  await client.query(keep(storeId));
}

/** The same for a batch of customers, without working tables: making those costs more than a small batch. Returns the days. */
export async function firstOrdersOf(client: pg.ClientBase, storeId: number, customers: readonly string[]): Promise<Day[]> {
  if (customers.length === 0) return [];
  const touched = "(select unnest($1::text[]) as customer_id) touched";
  const { rows } = await client.query<{ customer_id: string; was: string | null; is: string | null; placed_at: string; order_day: Day }>(
    `with first_order as (${firstOf(storeId, touched)}) select customer_id, was, "is", placed_at::text, order_day::text from (${movedOf(storeId, touched)}) moved`, [customers]);
  if (rows.length === 0) return [];
  const lost = rows.filter((row) => row.is === null).map((row) => row.customer_id);
  if (lost.length > 0) await client.query("delete from dim.customer where store_id = $1 and customer_id = any($2::text[])", [storeId, lost]);
  const found = rows.filter((row) => row.is !== null);
  if (found.length > 0) {
    await client.query(`insert into dim.customer (store_id, customer_id, first_order_id, first_order_at, first_order_day)
      select ${storeId}, * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::date[])
      on conflict (store_id, customer_id) do update set first_order_id = excluded.first_order_id, first_order_at = excluded.first_order_at, first_order_day = excluded.first_order_day`,
    [found.map((row) => row.customer_id), found.map((row) => row.is), found.map((row) => row.placed_at), found.map((row) => row.order_day)]);
  }
  return daysMoved(client, storeId, rows.filter((row) => row.was !== null && row.was !== row.is).flatMap((row) => [row.was, row.is]).filter((id) => id !== null));
}

/** An order that didn't stand before. */
export interface NewOrder { customerId: string; orderId: string; placedAt: string; day: Day }

/**
 * The same where orders came and none went: a first order can then only be one of the new ones or the one that is
 * known, and no other order of the customers needs to be looked at. Each customer is looked up by itself: a join may read
 * all that the store has.
 */
export async function firstOrdersAmong(client: pg.ClientBase, storeId: number, orders: readonly NewOrder[]): Promise<Day[]> {
  if (orders.length === 0) return [];
  const { rows } = await client.query<{ was: string; is: string }>(
    `with earlier as (
      select f.*, c.first_order_id as was from (
        select distinct on (customer_id) * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::date[]) as told (customer_id, order_id, placed_at, order_day)
        order by customer_id, placed_at, order_id
      ) f left join lateral (select * from dim.customer c where c.store_id = ${storeId} and c.customer_id = f.customer_id limit 1) c on true
      where c.customer_id is null or (f.placed_at, f.order_id) < (c.first_order_at, c.first_order_id)
    ), kept as (
      insert into dim.customer (store_id, customer_id, first_order_id, first_order_at, first_order_day)
      select ${storeId}, customer_id, order_id, placed_at, order_day from earlier order by customer_id
      on conflict (store_id, customer_id) do update set first_order_id = excluded.first_order_id, first_order_at = excluded.first_order_at, first_order_day = excluded.first_order_day
    )
    select was, order_id as "is" from earlier where was is not null`,
    [orders.map((one) => one.customerId), orders.map((one) => one.orderId), orders.map((one) => one.placedAt), orders.map((one) => one.day)]);
  return daysMoved(client, storeId, rows.flatMap(({ was, is }) => [was, is]));
}

async function daysMoved(client: pg.ClientBase, storeId: number, orders: readonly string[]): Promise<Day[]> {
  if (orders.length === 0) return [];
  return (await client.query<{ day: Day }>(`select day::text as day from (${daysOf(storeId, "select unnest($1::text[])")}) days`, [orders])).rows.map((row) => row.day);
}
