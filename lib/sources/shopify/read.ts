// Orders as they changed, page by page; a long history by a bulk operation. Payloads of orders hold addresses of
// people, so no batch carries its own (raw is empty).
import { addDays, dayAt, dayBegins, daysBetween, daysIn } from "#lib/core/day.ts";
import type { OrderFact, OrderGone } from "#lib/facts/order.ts";
import { HttpFault, type Ask, type Batch, type Context, type Rejected } from "#lib/sources/source.ts";
import { readRows } from "#lib/sources/rows.ts";
import { readBulk } from "#lib/sources/shopify/bulk.ts";
import { ask, askShop } from "#lib/sources/shopify/client.ts";
import { conformOrder, type Shopkeeper } from "#lib/sources/shopify/conform.ts";
import { lineSchema, orderSchema, pageInfoSchema, refundLineSchema, refundsSchema, type BulkOrder, type Order, type Refund } from "#lib/sources/shopify/payload.ts";
import { moreLines, moreRefundLines, ordersById, ordersQuery, refundsById } from "#lib/sources/shopify/query.ts";
import type { Settings } from "#lib/sources/shopify/source.ts";
import { z } from "zod";

type OrderBatch = Batch<OrderFact | OrderGone>;
/** Where a walk broke off: in the changes or in yesterday's orders, after which cursor. */
interface Place { part: number; after: string | null }

/** Longer than this is quicker, and cheaper for the shop, as a bulk operation. */
const longestWalkDays = 7;
/** How many orders a page asks for; halved where Shopify says that this costs too much. */
const firstPage = 50;
const day = 86_400_000;

/** What the ask means, in batches. Orders that can't be read are set aside; a missing scope is told as truncated days. */
export async function* readOrders(context: Context<Settings>, wanted: Ask): AsyncGenerator<OrderBatch> {
  const { shop, scopes } = await askShop(context);
  const keeper: Shopkeeper = { ownHosts: [shop.myshopifyDomain, shop.primaryDomain.host], customerKey: context.customerKey };
  if (!wanted.since && !scopes.has("read_all_orders")) {
    // Without read_all_orders Shopify leaves out what is older than 60 days, and says nothing.
    const seen = addDays(dayAt(context.now, shop.ianaTimezone), -60);
    const hidden = daysIn(wanted.from, wanted.to < seen ? wanted.to : seen);
    if (hidden.length > 0) yield { raw: "", rows: [], read: 0, rejects: [], flags: Object.fromEntries(hidden.map((one) => [one, ["truncated"]])) };
    if (wanted.to <= seen) return;
  }
  const between = (field: string, from: string, to: string) => `${field}:>='${from}' AND ${field}:<'${to}'`;
  if (!wanted.since) {
    const zone = context.account.zone ?? shop.ianaTimezone;
    const search = between("processed_at", dayBegins(wanted.from, zone), dayBegins(wanted.to, zone));
    if (daysBetween(wanted.from, wanted.to) > longestWalkDays) yield* readBulk(context, keeper, search, wanted.cursor);
    else yield* walk(context, keeper, [{ sort: "PROCESSED_AT", search }], wanted.cursor, false);
    return;
  }
  // How somebody came isn't ready right after the order and stamps nothing when it is: each order is asked for once
  // more when it is a day old. Windows of two asks touch, since each begins at the last change that was seen.
  const yesterday = (instant: number) => new Date(instant - day).toISOString();
  yield* walk(context, keeper, [
    { sort: "UPDATED_AT", search: `updated_at:>='${wanted.since}'` },
    { sort: "PROCESSED_AT", search: between("processed_at", yesterday(Date.parse(wanted.since)), yesterday(context.now.getTime())) },
  ], wanted.cursor, true);
}

async function* walk(context: Context<Settings>, keeper: Shopkeeper, parts: { sort: string; search: string }[], from: unknown, isChanges: boolean): AsyncGenerator<OrderBatch> {
  let place: Place = isPlace(from) ? from : { part: 0, after: null };
  let first = firstPage;
  for (; place.part < parts.length; place = { part: place.part + 1, after: null }) {
    for (;;) {
      const { sort, search } = parts[place.part]!;
      let page: Record<string, unknown>;
      try {
        page = await ask(context, ordersQuery, { first, after: place.after, sort, search });
      } catch (error) {
        if (!(error instanceof HttpFault) || error.code !== "MAX_COST_EXCEEDED" || first === 1) throw error;
        first = Math.ceil(first / 2);
        continue;
      }
      const told = pageSchema.safeParse(page.orders);
      if (!told.success) throw new HttpFault({ kind: "shape", message: `Shopify's page of orders is not as documented: ${told.error.issues[0]!.path.join(".")}: ${told.error.issues[0]!.message}` });
      const { nodes, pageInfo } = told.data;
      if (pageInfo.hasNextPage && (!pageInfo.endCursor || pageInfo.endCursor === place.after)) throw new HttpFault({ kind: "vendor", code: "repeated", message: "Shopify told the same page of orders twice." });
      const { orders, rejects } = await readPage(context, nodes, "orders");
      place = { ...place, after: pageInfo.endCursor ?? null };
      yield {
        raw: "", rows: orders.map((order) => conformOrder(order, keeper)), read: nodes.length, rejects, cursor: place,
        ...(isChanges && place.part === 0 ? { watermark: newest(nodes) } : {}),
      };
      if (!pageInfo.hasNextPage) break;
    }
  }
}
const pageSchema = z.object({ nodes: z.array(z.unknown()), pageInfo: pageInfoSchema });
const isPlace = (cursor: unknown): cursor is Place => typeof (cursor as Place | undefined)?.part === "number";

/** The latest change of a page, refused orders included: they are told, only not understood. */
function newest(nodes: unknown[]): string | undefined {
  return nodes.map((node) => (node as { updatedAt?: string } | null)?.updatedAt ?? "").reduce((a, b) => (b > a ? b : a), "") || undefined;
}

/** Checked orders with all their lines, also where those go over a page of theirs. */
async function readPage(context: Context<Settings>, nodes: readonly unknown[], path: string): Promise<{ orders: Order[]; rejects: Rejected[] }> {
  const { good, rejects } = readRows(orderSchema, nodes, path);
  for (const order of good) {
    const { lineItems } = order;
    for (let page = lineItems.pageInfo; page?.hasNextPage;) {
      const data = await ask(context, moreLines, { id: order.id, after: page.endCursor });
      const more = moreSchema(lineSchema).parse((data.order as { lineItems: unknown }).lineItems);
      lineItems.nodes.push(...more.nodes);
      page = more.pageInfo;
    }
    await completeRefunds(context, order.refunds);
  }
  return { orders: good, rejects };
}
const moreSchema = <Item extends z.ZodType>(item: Item) => z.object({ nodes: z.array(item), pageInfo: pageInfoSchema });

/** Lines of refunds also where they go over a page of theirs. */
async function completeRefunds(context: Context<Settings>, refunds: readonly Refund[]): Promise<void> {
  for (const { id, refundLineItems } of refunds) {
    for (let page = refundLineItems.pageInfo; page?.hasNextPage;) {
      const data = await ask(context, moreRefundLines, { id, after: page.endCursor });
      const more = moreSchema(refundLineSchema).parse((data.node as { refundLineItems: unknown }).refundLineItems);
      refundLineItems.nodes.push(...more.nodes);
      page = more.pageInfo;
    }
  }
}

/** Orders by their ids, whole. One that is gone meanwhile is left out. */
export async function readById(context: Context<Settings>, ids: readonly string[]): Promise<{ orders: Order[]; rejects: Rejected[] }> {
  const all = { orders: [] as Order[], rejects: [] as Rejected[] };
  await inPortions(ids, 8, async (some) => {
    const { orders, rejects } = await readPage(context, await told(context, ordersById(some)), "order");
    all.orders.push(...orders);
    all.rejects.push(...rejects);
  });
  return all;
}

/**
 * Orders of a bulk file with their refunds, of which the file tells only that there are some. One that changed since
 * the file was written is asked for whole: its parts would be of two times.
 */
export async function readRefunded(context: Context<Settings>, orders: readonly BulkOrder[]): Promise<{ orders: Order[]; rejects: Rejected[] }> {
  const known = new Map(orders.map((order) => [order.id, order]));
  const all = { orders: [] as Order[], rejects: [] as Rejected[] };
  const changed: string[] = [];
  await inPortions(orders, 40, async (some) => {
    const most = some.reduce((a, order) => Math.max(a, order.refunds.length), 1);
    const { good, rejects } = readRows(refundsSchema, await told(context, refundsById(some.map((order) => order.id), most)), "order");
    all.rejects.push(...rejects);
    for (const { id, updatedAt, refunds } of good) {
      const order = known.get(id);
      if (order?.updatedAt !== updatedAt || order.refunds.length !== refunds.length) {
        changed.push(id);
        continue;
      }
      await completeRefunds(context, refunds);
      all.orders.push({ ...order, refunds });
    }
  });
  const whole = await readById(context, changed);
  return { orders: [...all.orders, ...whole.orders], rejects: [...all.rejects, ...whole.rejects] };
}

async function told(context: Context<Settings>, query: string): Promise<unknown[]> {
  return Object.values(await ask(context, query)).filter((order) => order !== null);
}

/** Does the work for so many at once, for half as many where Shopify says that this costs too much. */
async function inPortions<T>(all: readonly T[], most: number, work: (some: readonly T[]) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length;) {
    try {
      await work(all.slice(at, at + most));
      at += most;
    } catch (error) {
      if (!(error instanceof HttpFault) || error.code !== "MAX_COST_EXCEEDED" || most === 1) throw error;
      most = Math.ceil(most / 2);
    }
  }
}
