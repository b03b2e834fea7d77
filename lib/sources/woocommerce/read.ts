// Orders of a window, by id, page by page; refunds of those that have some. Payloads of orders hold names and
// addresses, so no batch carries its own (raw is empty).
import { dayBegins } from "#lib/core/day.ts";
import type { OrderFact, OrderGone } from "#lib/facts/order.ts";
import { HttpFault, type Ask, type Batch, type Context, type HttpAnswer } from "#lib/sources/source.ts";
import { noteUnknown, readRows } from "#lib/sources/rows.ts";
import { ask } from "#lib/sources/woocommerce/client.ts";
import { conformOrder, type Shopkeeper } from "#lib/sources/woocommerce/conform.ts";
import { knownKeys, orderSchema, refundSchema, type Refund } from "#lib/sources/woocommerce/payload.ts";
import type { Settings } from "#lib/sources/woocommerce/source.ts";

type OrderBatch = Batch<OrderFact | OrderGone>;
/** Where a walk is: which list, which page, how long the list was, and where the window of changes ends. */
interface Place { part: number; page: number; total: number | null; before: string }

const perPage = 100;
/** Seconds, GMT, no zone: as WooCommerce takes times. Bounds are left out of the window, so it begins a second earlier. */
const time = (instant: string, plus = 0) => new Date(Date.parse(instant) + plus * 1000).toISOString().slice(0, 19);

export async function* readOrders(context: Context<Settings>, wanted: Ask): AsyncGenerator<OrderBatch> {
  const zone = context.account.zone ?? context.store.zone;
  let place: Place = isPlace(wanted.cursor) ? wanted.cursor : { part: 0, page: 1, total: null, before: wanted.since ? time(context.now.toISOString(), 1) : time(dayBegins(wanted.to, zone)) };
  const window = wanted.since
    ? { modified_after: time(wanted.since, -1), modified_before: place.before }
    : { after: time(dayBegins(wanted.from, zone), -1), before: place.before };
  const keeper: Shopkeeper = {
    ownHosts: [new URL(context.settings.site).hostname], customerKey: context.customerKey,
    paidStatuses: context.settings.paidStatuses.split(",").map((status) => status.trim().toLowerCase()).filter((status) => status !== ""),
  };
  // "any" leaves out the trash: what was thrown away is taken back.
  for (const statuses = ["any", "trash"]; place.part < statuses.length; place = { ...place, part: place.part + 1, page: 1, total: null }) {
    const status = statuses[place.part]!;
    for (;;) {
      const answer = await ask(context, "/wc/v3/orders", { ...window, status, dates_are_gmt: true, orderby: "id", order: "asc", per_page: perPage, page: place.page });
      const list = listOf(answer);
      const total = Number(answer.headers.get("x-wp-total") ?? NaN);
      if (!Number.isInteger(total)) throw new HttpFault({ kind: "shape", message: "WooCommerce's list of orders doesn't say how long it is (X-WP-Total). A cache or proxy may take the header away." });
      // An order that changed meanwhile leaves the window of changes, and all behind it move up: over the edge of a page read already.
      const lost = place.total === null ? 0 : Math.max(0, place.total - total);
      const next: Place = { ...place, total, page: lost > 0 ? Math.max(1, place.page - Math.ceil(lost / perPage)) : place.page + 1 };
      const isLast = lost === 0 && place.page * perPage >= total;
      const expected = Math.min(perPage, total - (place.page - 1) * perPage);
      if (lost === 0 && expected > 0 && list.length === 0) throw new HttpFault({ kind: "vendor", code: "incomplete", message: `WooCommerce counts ${total} orders and page ${place.page} of them is empty.` });
      // A plugin may hide single orders from this key.
      if (lost === 0 && list.length < expected) context.drift("orders.(counted and not told)");
      yield { ...status === "trash" ? gone(list) : await batchOf(context, keeper, list), cursor: next, ...(wanted.since && status === "any" ? { watermark: newest(list) } : {}) };
      place = next;
      if (isLast) break;
    }
  }
}
const isPlace = (cursor: unknown): cursor is Place => typeof (cursor as Place | undefined)?.page === "number";

async function batchOf(context: Context<Settings>, keeper: Shopkeeper, list: readonly unknown[]): Promise<OrderBatch> {
  noteUnknown(context, "orders", list[0], knownKeys);
  const { good, rejects } = readRows(orderSchema, list, "orders");
  const rows: OrderFact[] = [];
  for (const order of good) {
    // A list has been seen that forgot the refunds of an order whose status tells of one.
    const refunds = order.refunds.length > 0 || order.status === "refunded" ? await refundsOf(context, order.id) : { good: [], rejects: [] };
    const missing = refunds.rejects.length > 0 ? undefined : order.refunds.find((one) => !refunds.good.some((refund) => refund.id === one.id));
    if (missing) throw new HttpFault({ kind: "vendor", code: "incomplete", message: `WooCommerce lists refund ${missing.id} of order ${order.number} and doesn't tell it.` });
    // Without one of its refunds it would be another order.
    if (refunds.rejects.length > 0) rejects.push(...refunds.rejects);
    else rows.push(conformOrder(order, refunds.good, keeper));
  }
  return { raw: "", rows, read: list.length, rejects };
}

async function refundsOf(context: Context<Settings>, orderId: number): Promise<{ good: Refund[]; rejects: OrderBatch["rejects"] }> {
  const all: unknown[] = [];
  const seen = new Set<unknown>();
  const isNew = (refund: unknown): boolean => {
    const { id } = (refund ?? {}) as { id?: unknown };
    return id === undefined || !seen.has(id) ? (seen.add(id), true) : (context.drift("refunds.repeated"), false);
  };
  for (let page = 1; ; page++) {
    const list = listOf(await ask(context, `/wc/v3/orders/${orderId}/refunds`, { per_page: perPage, page }));
    all.push(...list.filter((refund) => isNew(refund)));
    if (list.length < perPage) return readRows(refundSchema, all, `orders[${orderId}].refunds`);
  }
}

function gone(list: readonly unknown[]): OrderBatch {
  const rows = list.flatMap((order) => {
    const { number, status } = (order ?? {}) as { number?: unknown; status?: unknown };
    // Whatever answers with another list must not take its orders back.
    if (status !== "trash") return [];
    return typeof number === "string" || typeof number === "number" ? [{ orderId: String(number), isGone: true as const }] : [];
  });
  return { raw: "", rows, read: list.length, rejects: [] };
}

function listOf(answer: HttpAnswer): unknown[] {
  if (!Array.isArray(answer.body)) throw new HttpFault({ kind: "shape", message: "WooCommerce answered with something that is no list." });
  return answer.body;
}

function newest(list: readonly unknown[]): string | undefined {
  const last = list.map((order) => (order as { date_modified_gmt?: string | null } | null)?.date_modified_gmt ?? "").reduce((a, b) => (b > a ? b : a), "");
  return last === "" ? undefined : `${last}Z`;
}
