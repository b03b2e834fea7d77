// Orders of one ask, batch by batch: each batch and where to go on stand in one transaction. What came of each day is
// summed up once the ask is over, since batches touch the same days. Payloads are not kept in the raw layer: they hold
// names and addresses, which nothing here needs, and the shop keeps them for good.
import { addDays, dayAt, type Day } from "#lib/core/day.ts";
import type { Handed } from "#lib/ingest/ahead.ts";
import { OrderAsks, type OrderBatch } from "#lib/ingest/order-asks.ts";
import { orderEncoder, type OrderTarget } from "#lib/ingest/order-rows.ts";
import { keepRejects, noteRun, type Problem } from "#lib/ingest/journal.ts";
import { advance } from "#lib/ingest/progress.ts";
import { runPartTransaction, type Running } from "#lib/ingest/run.ts";
import { writeDims } from "#lib/ingest/write-dims.ts";
import { areLookedAt, writeOrders } from "#lib/ingest/write-orders.ts";
import { dirtyStatement } from "#lib/refresh/refresh.ts";
import { assignOrders } from "#lib/traffic/order-rules.ts";
import type { Ask, OrderStream } from "#lib/sources/source.ts";

/** Kept in ingest.stream.cursor. */
export interface OrderCursor {
  /** Everything changed before this instant is known. */
  watermark: string | null;
  /** Walks that were broken off, each by its own ask: changes are polled while a long history waits to go on. */
  walks: Walk[];
  /** Days that batches moved and that are not summed up yet. */
  owed: Day[];
}

/** The same ask goes on at `at`; it was broken off at `left`, an instant. */
interface Walk { ask: Pick<Ask, "from" | "to" | "since">; at: unknown; watermark: string | null; left: string }

/** A walk that waited longer is begun anew: orders change, and a shop's file isn't kept for ever. */
const longestBreakMs = 3 * 86_400_000;

/** Batches with more refused orders than this share store nothing. */
const mostRejected = 0.01;

/** The run's asks, each going on where an earlier run left it. */
export async function openAsks(running: Running, stream: OrderStream, isOver: () => boolean): Promise<OrderAsks> {
  const { context, order } = running;
  const walks = goneOn(await readCursor(running), context.now);
  return new OrderAsks(context, stream, order.asks, orderEncoder(placeOf(running)), (ask) => walks.find((walk) => isOf(walk, ask))?.at, isOver);
}

function placeOf({ target, order, context }: Running): OrderTarget {
  return { storeId: target.storeId, connectionId: target.connectionId, source: order.source, zone: context.store.zone };
}

const goneOn = ({ walks }: OrderCursor, now: Date): Walk[] => walks.filter(({ left }) => now.getTime() - Date.parse(left) < longestBreakMs);
const isOf = (walk: Walk, ask: Ask): boolean => walk.ask.from === ask.from && walk.ask.to === ask.to && walk.ask.since === ask.since;

export async function runOrders(running: Running, asks: OrderAsks, ask: Ask): Promise<Problem | null> {
  const { client, counts, target, order, context } = running;
  const kept = await readCursor(running);
  const walks = goneOn(kept, context.now);
  const others = walks.filter((walk) => !isOf(walk, ask));
  let walk = walks.find((one) => isOf(one, ask));
  const owed = new Set(kept.owed);
  // A store that statistics don't know is planned as if it had a handful of orders: each batch would read all before it.
  let analyzeAt = await areLookedAt(client) ? 500 : 1;
  let seen = walk?.watermark ?? null;
  const today = dayAt(context.now, context.store.zone);
  // Where what the source shows begins: days that it says to be truncated are not loaded, whatever came of them.
  let from = ask.from;
  const sumUp = async (): Promise<void> => { if (owed.size > 0) await noteDays(running, [...owed].sort(), today); };
  // An ask that ends before its end: its place stands, its days are summed up.
  const leave = async (): Promise<void> => {
    if (owed.size === 0) return;
    await runPartTransaction(client, async () => {
      await sumUp();
      await writeCursor(running, { ...await readCursor(running), owed: [] });
    });
  };
  const store = async ({ value: batch, goOn }: Handed<OrderBatch>): Promise<Problem | null> => {
    goOn();
    for (const [day, flags] of Object.entries(batch.flags ?? {})) if (flags.includes("truncated") && day >= from) from = addDays(day, 1);
    if (batch.watermark && (seen === null || batch.watermark > seen)) seen = batch.watermark;
    return runPartTransaction(client, async () => {
      await keepRejects(client, target.runId, batch.rejects, counts.rejected);
      counts.read += batch.read;
      counts.rejected += batch.rejects.length;
      if (batch.rejects.length > Math.max(1, batch.read * mostRejected)) {
        await noteRun(client, target.runId, counts);
        return { kind: "shape", message: `${batch.rejects.length} of ${batch.read} orders could not be read; none of them was stored. First: ${batch.rejects[0]!.path}: ${batch.rejects[0]!.reason}` };
      }
      const done = await writeOrders(client, placeOf(running), batch.rows, running.dims, analyzeAt - counts.written);
      const named = await writeDims(client, target.storeId, target.connectionId, running.dims, running.classify);
      await assignOrders(async (text, values) => (await client.query(text, [...values])).rows, target.storeId, running.rules, batch.rows.map((row) => row.orderId));
      counts.written += done.changed + done.removed;
      for (const day of done.dirtyDays) {
        running.changedDays.add(day);
        owed.add(day);
      }
      counts.daysChanged = running.changedDays.size;
      const dirtyDays = [...new Set([...named, ...done.dirtyDays])].sort();
      if (dirtyDays.length > 0) {
        const dirty = dirtyStatement(target.storeId, dirtyDays, order.source);
        await client.query(dirty.sql, dirty.parameters);
      }
      if (batch.cursor !== undefined) walk = { ask: { from: ask.from, to: ask.to, ...(ask.since ? { since: ask.since } : {}) }, at: batch.cursor, watermark: seen, left: context.now.toISOString() };
      if (batch.cursor !== undefined || done.dirtyDays.length > 0) await writeCursor(running, { watermark: kept.watermark, walks: walk ? [...others, walk] : others, owed: [...owed] });
      await noteRun(client, target.runId, { ...counts, requests: context.http.requests });
      return null;
    });
  };
  try {
    for await (const handed of asks.batches(ask)) {
      const refused = await store(handed);
      if (refused) {
        await leave();
        return refused;
      }
      if (counts.written >= analyzeAt) analyzeAt = counts.written * 10;
    }
  } catch (error) {
    // What is stored is summed up now; where that can't be done either, the next run of the stream does it.
    await leave().catch(() => {});
    throw error;
  }
  await runPartTransaction(client, async () => {
    await sumUp();
    const to = ask.since !== undefined || ask.to > today ? today : ask.to;
    if (from < to) await advance(client, target, { from, to });
    // Asking for them again would bring nothing either.
    if (from > ask.from) await client.query("update ingest.stream set history_from = greatest(history_from, $3::date) where connection_id = $1 and stream = $2", [target.connectionId, target.stream, from]);
    // A first walk tells what stood while it ran: whatever changes from then on is asked for as a change.
    const watermark = ask.since === undefined ? kept.watermark ?? context.now.toISOString() : [kept.watermark, seen].filter((at) => at !== null).sort().at(-1) ?? null;
    await writeCursor(running, { watermark, walks: others, owed: [] });
  });
  return null;
}

export async function readCursor(running: Pick<Running, "client" | "target">): Promise<OrderCursor> {
  const { rows } = await running.client.query<{ cursor: Partial<OrderCursor> | null }>("select cursor from ingest.stream where connection_id = $1 and stream = $2", [running.target.connectionId, running.target.stream]);
  const cursor = rows[0]?.cursor;
  return { watermark: cursor?.watermark ?? null, walks: cursor?.walks ?? [], owed: cursor?.owed ?? [] };
}

async function writeCursor({ client, target }: Running, cursor: OrderCursor): Promise<void> {
  await client.query(
    `insert into ingest.stream (connection_id, stream, cursor) values ($1, $2, $3)
     on conflict (connection_id, stream) do update set cursor = excluded.cursor where ingest.stream.cursor is distinct from excluded.cursor`,
    [target.connectionId, target.stream, JSON.stringify(cursor)]);
}

/** Orders and net sales of the connection per day; a past day that was whole and moved leaves a line of history. */
async function noteDays({ client, target, order }: Running, days: readonly Day[], today: Day): Promise<void> {
  // A history brings the refunds of older orders onto days that stood: it completes them, the shop told nothing else.
  const isTold = order.reason !== "first" && order.reason !== "backfill";
  await client.query(
    `with day as (
       select day, count(*) filter (where is_placed)::int as orders, coalesce(sum(amount), 0) as net
       from (
         select unnest($4::date[]) as day, false as is_placed, 0::numeric as amount
         union all
         select o.order_day, true, 0 from fact.sales_order o
         where o.store_id = $1 and o.order_day = any($4::date[]) and o.connection_id = $2 and o.is_order
         union all
         select e.event_day, false, e.amount from (
           select event_day, order_id, sum(amount) as amount from fact.sale_event
           where store_id = $1 and event_day = any($4::date[]) and kind in ('sale', 'edit', 'discount', 'return') group by event_day, order_id
         ) e join fact.sales_order o on o.store_id = $1 and o.order_id = e.order_id and o.connection_id = $2
       ) part group by day
     ), before as (
       select s.* from ingest.source_day s where s.connection_id = $2 and s.stream = $3 and s.day = any($4::date[])
     ), history as (
       insert into ingest.source_day_change (connection_id, stream, day, run_id, changed_at, rows_before, rows_after, ours_before, ours_after)
       select $2::int, $3, b.day, $5::bigint, $6::timestamptz, b.row_count, d.orders, b.ours, d.net
       from before b join day d on d.day = b.day
       join ingest.stream t on t.connection_id = $2 and t.stream = $3 and b.day >= t.done_from and b.day < t.done_to
       where $8::bool and b.day < $7::date and (b.row_count, b.ours) is distinct from (d.orders, d.net)
       on conflict (connection_id, stream, day, run_id) do update set rows_after = excluded.rows_after, ours_after = excluded.ours_after
     )
     insert into ingest.source_day (connection_id, stream, day, run_id, fetched_at, row_count, fingerprint, ours)
     select $2::int, $3, day, $5::bigint, $6::timestamptz, orders, '', net from day
     on conflict (connection_id, stream, day) do update set run_id = excluded.run_id, fetched_at = excluded.fetched_at, row_count = excluded.row_count, ours = excluded.ours`,
    [target.storeId, target.connectionId, target.stream, [...days], target.runId, target.now, today, isTold]);
}
