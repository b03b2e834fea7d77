// Orders as rows of COPY text, each with a fingerprint of what it says. The fingerprint is made from the rows
// themselves, so nothing can be stored that it doesn't cover; when the shop last touched the order is not part
// of it, since a note on an order moves no figure.
import type { Day } from "#lib/core/day.ts";
import type { Dims } from "#lib/facts/dims.ts";
import type { OrderFact, OrderGone, OrderTouch } from "#lib/facts/order.ts";
import { countryName } from "#lib/imports/country.ts";
import { CopyBatch } from "#lib/imports/copy-batch.ts";
import { Fingerprint } from "#lib/imports/fingerprint.ts";
import { dayReader } from "#lib/core/when.ts";
import { cellText as cell } from "#lib/ingest/days.ts";

export interface OrderTarget {
  storeId: number;
  connectionId: number;
  /** The source's name; stands in fact.sales_order.source. */
  source: string;
  /** The store's zone: it cuts orders and events into days. */
  zone: string;
}

export const eventTable = "fact.sale_event (store_id, order_id, line_no, kind, event_at, event_day, amount, currency, quantity, product_id)";
export const orderTable = "fact.sales_order (store_id, order_id, source, placed_at, order_day, customer_id, country, currency, is_order, content_hash, line_count, connection_id, first_event_day, last_event_day, traffic_id, changed_at)";
export const touchTable = "fact.order_touch (store_id, order_id, touch_no, touched_at, landing_page, referrer, click_kind, coupon, method, confidence, is_counted, traffic_id)";

/** An order on its way: its rows but for what comes before them, and what it says in one number. */
export interface Encoded {
  order: OrderFact;
  hash: string;
  day: Day;
  /** Day of each event, in the order of `events`. */
  days: Day[];
  head: string;
  events: string[];
  touches: string[];
}

/**
 * Text and fingerprint of orders for this store and connection; what is taken back stays as it is. Needs no database, so
 * it is done while those read before are still on their way there.
 */
export function orderEncoder(target: OrderTarget): (orders: readonly (OrderFact | OrderGone)[]) => (Encoded | OrderGone)[] {
  const dayOf = dayReader(target.zone);
  const encode = (order: OrderFact): Encoded => {
    const print = new Fingerprint();
    const day = dayOf(order.placedAt);
    const head = `${cell(target.source)}\t${order.placedAt}\t${day}\t${cell(order.customerId)}\t${cell(countryName(order.country ?? ""))}\t${order.currency}\t${order.isOrder ? "t" : "f"}`;
    print.add("order", `${target.connectionId}\t${head}`);
    const days: Day[] = [];
    const events = order.events.map((event) => {
      const eventDay = event.at === order.placedAt ? day : dayOf(event.at);
      days.push(eventDay);
      const text = `${event.kind}\t${event.at}\t${eventDay}\t${event.amount}\t${order.currency}\t${event.quantity}\t${cell(event.productId)}\n`;
      print.add("event", text);
      return text;
    });
    const touches = order.touches.map((touch) => {
      const text = `${touch.at ?? "\\N"}\t${cell(touch.landingPage)}\t${cell(touch.referrer)}\t${cell(touch.clickKind)}\t${cell(touch.coupon)}\t${cell(touch.method)}\t${cell(touch.confidence)}\t${touch.isCounted ? "t" : "f"}\t`;
      print.add(text, `${touch.source}\t${touch.medium}\t${touch.campaignId}\t${touch.campaign}\t${touch.toldChannel}`);
      return text;
    });
    return { order, hash: print.toString(), day, days, head, events, touches };
  };
  return (orders) => orders.map((order) => ("isGone" in order ? order : encode(order)));
}

/** The orders that are to be written, as COPY text of their three tables. */
export class OrderRows {
  readonly events = new CopyBatch(400_000);
  readonly orders = new CopyBatch(100_000);
  readonly touches = new CopyBatch(200_000);

  constructor(private readonly target: Pick<OrderTarget, "storeId" | "connectionId">, private readonly dims: Dims) {}

  /** Takes the order's rows up for COPY, and notes where its touches came from and what it names its products. */
  add({ order, hash, day, days, head, events, touches }: Encoded): void {
    const key = `${this.target.storeId}\t${cell(order.orderId)}\t`;
    events.forEach((text, at) => this.events.add(`${key}${at + 1}\t${text}`));
    let counted = "\\N";
    touches.forEach((text, at) => {
      const id = this.dims.trafficId(tupleOf(order.touches[at]!));
      if (order.touches[at]!.isCounted) counted = id;
      this.touches.add(`${key}${at + 1}\t${text}${id}\n`);
    });
    // The ledger's key begins with the day: an order says between which days its events stand.
    const between = days.length === 0 ? `${day}\t${day}` : `${days.reduce((a, b) => (a < b ? a : b))}\t${days.reduce((a, b) => (a > b ? a : b))}`;
    for (const product of order.products) this.dims.product(product);
    this.orders.add(`${key}${head}\t${hash}\t${events.length}\t${this.target.connectionId}\t${between}\t${counted}\t${order.changedAt}\n`);
  }
}

/** Only the tuple: what else a touch holds is not part of dim.traffic. */
function tupleOf({ source, medium, campaignId, campaign, toldChannel }: OrderTouch) {
  return { source: clean(source), medium: clean(medium), campaignId: clean(campaignId), campaign: clean(campaign), toldChannel };
}

/** Postgres keeps no NUL in text; a landing page may hold anything. */
function clean(text: string): string {
  return text.includes("\u0000") ? text.replaceAll("\u0000", "") : text;
}
