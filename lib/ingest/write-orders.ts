// Orders of a connection into the ledger, in the caller's transaction. Each order is replaced whole when it says
// something else than what stands; one that says the same is only read, so that asking twice costs no writes.
import type pg from "pg";
import type { Day } from "#lib/core/day.ts";
import type { Dims } from "#lib/facts/dims.ts";
import type { OrderGone } from "#lib/facts/order.ts";
import { keepVersions } from "#lib/imports/apply.ts";
import { copyInto } from "#lib/imports/copy-into.ts";
import { firstOrdersAmong, firstOrdersOf, type NewOrder } from "#lib/imports/first-orders.ts";
import { linesOf } from "#lib/imports/lines-of.ts";
import { eventTable, OrderRows, orderTable, touchTable, type Encoded, type OrderTarget } from "#lib/ingest/order-rows.ts";

export interface OrdersWritten {
  changed: number;
  unchanged: number;
  /** Orders that stood and were taken back. */
  removed: number;
  /** Days whose figures moved: of the changed orders before and after, and of first orders that moved. */
  dirtyDays: Day[];
}

/**
 * Writes a batch. Told twice in a batch, the last telling counts. What `dims` gathers belongs to the changed orders
 * only, and is the caller's to write. Waits for a file import of the same store; leaves no working table behind. From
 * `lookAt` changed orders on, Postgres' statistics are made anew before they are needed.
 */
export async function writeOrders(client: pg.ClientBase, target: OrderTarget, orders: readonly (Encoded | OrderGone)[], dims: Dims, lookAt = Infinity): Promise<OrdersWritten> {
  const last = new Map<string, Encoded | OrderGone>();
  for (const one of orders) last.set(one.orderId, one);
  if (last.size === 0) return { changed: 0, unchanged: 0, removed: 0, dirtyDays: [] };
  const { storeId } = target;
  await client.query("select pg_advisory_xact_lock(hashtext('storecast.import'), $1)", [storeId]);
  const found = await client.query<{ order_id: string; content_hash: string }>("select order_id, content_hash::text from fact.sales_order where store_id = $1 and order_id = any($2::text[])", [storeId, [...last.keys()]]);
  const standing = new Map(found.rows.map((row) => [row.order_id, row.content_hash]));

  const changed: Encoded[] = [];
  const gone: string[] = [];
  let unchanged = 0;
  for (const one of last.values()) {
    if ("isGone" in one) {
      if (standing.has(one.orderId)) gone.push(one.orderId);
    } else if (one.hash === standing.get(one.orderId)) unchanged++;
    else changed.push(one);
  }
  const counts = { changed: changed.length, unchanged, removed: gone.length };
  if (changed.length === 0 && gone.length === 0) return { ...counts, dirtyDays: [] };

  const days = new Set<Day>();
  for (const one of changed) {
    days.add(one.day);
    for (const day of one.days) days.add(day);
  }
  const ids = changed.map((one) => one.orderId).concat(gone);
  const told = await makeWay(client, storeId, ids);
  if (told.length > 0) await tellAnew(client, storeId, told, changed);
  const before = standing.size === 0 ? [] : await takeOut(client, storeId, ids, days);
  const rows = new OrderRows(target, dims, changed);
  if (changed.some((one) => one.events.length > 0)) await copyInto(client, eventTable, rows.events());
  if (changed.length > 0) await copyInto(client, orderTable, rows.rows());
  if (changed.some((one) => one.touches.length > 0)) await copyInto(client, touchTable, rows.touches());
  if (changed.length >= lookAt) await lookAtOrders(client);
  if (told.length > 0) await forgetVersions(client, storeId, ids);
  const moved = before.length === 0 ? await firstOrdersAmong(client, storeId, newOrders(changed)) : await firstOrdersOf(client, storeId, customersMoved(changed, before));
  for (const day of moved) days.add(day);
  return { ...counts, dirtyDays: [...days].sort() };
}

interface Before { order_id: string; customer_id: string | null; placed_at: Date; is_order: boolean }

/** Takes orders out of fact, adds the days they stood on to `days`, and returns what decides about first orders. */
async function takeOut(client: pg.ClientBase, storeId: number, ids: string[], days: Set<Day>): Promise<Before[]> {
  const events = await client.query<{ day: Day }>(`with gone as (
    delete from fact.sale_event e using fact.sales_order a where a.store_id = ${storeId} and a.order_id = any($1::text[]) and ${linesOf(storeId, "a")} returning e.event_day
  ) select distinct event_day::text as day from gone`, [ids]);
  const orders = await client.query<Before & { day: Day }>("delete from fact.sales_order where store_id = $1 and order_id = any($2::text[]) returning order_id, customer_id, placed_at, is_order, order_day::text as day", [storeId, ids]);
  for (const { day } of [...events.rows, ...orders.rows]) days.add(day);
  return orders.rows;
}

/** Takes the orders' touches out: they outlive an order whose place a file took. Returns the orders that a file told too. */
async function makeWay(client: pg.ClientBase, storeId: number, ids: string[]): Promise<string[]> {
  const { rows } = await client.query<{ order_id: string }>(
    `with gone as (delete from fact.order_touch where store_id = $1 and order_id = any($2::text[]))
     select distinct order_id from raw.order_telling where store_id = $1 and order_id = any($2::text[])`, [storeId, ids]);
  return rows.map((row) => row.order_id);
}

/**
 * Orders that a file told too get a telling of this connection above the file's, and what stood is kept, so that
 * taking the file back stays right. A connection has one telling at most: it is never taken back by itself.
 */
async function tellAnew(client: pg.ClientBase, storeId: number, told: string[], changed: Encoded[]): Promise<void> {
  await client.query(keepVersions(storeId, `(select * from fact.sales_order where store_id = ${storeId} and order_id = any($1::text[]))`), [told]);
  await client.query("delete from raw.order_telling where store_id = $1 and order_id = any($2::text[]) and import_id = 0", [storeId, told]);
  const hashes = new Map(changed.map((one) => [one.orderId, one.hash]));
  const again = told.filter((id) => hashes.has(id));
  if (again.length > 0) {
    const numbered = await client.query<{ no: string }>("select nextval('ingest.applied_no') as no");
    await client.query(`insert into raw.order_telling (store_id, order_id, applied_no, import_id, content_hash)
      select $1::int, id, $2::bigint, 0, hash from unnest($3::text[], $4::numeric[]) as told (id, hash)`, [storeId, numbered.rows[0]!.no, again, again.map((id) => hashes.get(id))]);
  }
}

/** Contents that no telling holds any more, or that stand again, need not be kept. */
async function forgetVersions(client: pg.ClientBase, storeId: number, ids: string[]): Promise<void> {
  await client.query(`delete from raw.order_version v where v.store_id = $1 and v.order_id = any($2::text[]) and (
    not exists (select 1 from raw.order_telling t where t.store_id = $1 and t.order_id = v.order_id and t.content_hash = v.content_hash)
    or exists (select 1 from fact.sales_order f where f.store_id = $1 and f.order_id = v.order_id and f.content_hash = v.content_hash))`, [storeId, ids]);
}

/** Of orders none of which stood: those that may be their customer's first. */
function newOrders(changed: Encoded[]): NewOrder[] {
  return changed.flatMap(({ customerId, orderId, placedAt, isOrder, day }) => (isOrder && customerId !== null ? [{ customerId, orderId, placedAt, day }] : []));
}

/** Customers whose first order may be another now: not those of an order that only got a refund. */
function customersMoved(changed: Encoded[], before: Before[]): string[] {
  const was = new Map(before.map((row) => [row.order_id, row]));
  const moved = new Set<string | null>();
  for (const order of changed) {
    const old = was.get(order.orderId);
    was.delete(order.orderId);
    if (old && old.customer_id === order.customerId && old.is_order === order.isOrder && old.placed_at.getTime() === Date.parse(order.placedAt)) continue;
    moved.add(order.customerId).add(old?.customer_id ?? null);
  }
  for (const old of was.values()) moved.add(old.customer_id);
  return [...moved].filter((customer) => customer !== null);
}

/** A table that was never looked at is planned as if a store had a handful of rows: a look-up by order reads all of the store. */
export async function areLookedAt(client: pg.ClientBase): Promise<boolean> {
  return (await client.query("select 1 from pg_class where oid = 'fact.sale_event'::regclass and reltuples < 0")).rows.length === 0;
}

/**
 * Statistics of what orders are found by, from a small sample: enough to know that a store is large, and a tenth of
 * what a whole look costs. The run's end has that one. Touches and customers are looked up one by one, whatever is
 * known of their tables.
 */
async function lookAtOrders(client: pg.ClientBase): Promise<void> {
  await client.query("set local default_statistics_target = 10");
  await client.query("analyze fact.sale_event (store_id, order_id, event_day), fact.sales_order (store_id, connection_id, order_id, order_day, customer_id, is_order)");
}
