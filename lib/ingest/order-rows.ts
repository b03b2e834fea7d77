// Orders as rows of COPY text, each with a fingerprint of what it says. The fingerprint is made from the rows
// themselves, so nothing can be stored that it doesn't cover; when the shop last touched the order is not part
// of it, since a note on an order moves no figure.
import type { Day } from "#lib/core/day.ts";
import { dayReader } from "#lib/core/when.ts";
import type { Dims } from "#lib/facts/dims.ts";
import type { OrderFact, OrderGone, OrderTouch } from "#lib/facts/order.ts";
import { countryName } from "#lib/imports/country.ts";
import { Fingerprint } from "#lib/imports/fingerprint.ts";
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

/** An order on its way: the texts of its rows but for what comes before and after them, and what it says in one number. */
export interface Encoded extends Pick<OrderFact, "orderId" | "placedAt" | "changedAt" | "customerId" | "isOrder" | "products"> {
  hash: string;
  day: Day;
  /** The days of its events. */
  days: Day[];
  head: string;
  events: string[];
  touches: string[];
  /** Where each touch came from. */
  origins: OrderTouch[];
}

/**
 * Text and fingerprint of orders for this store and connection; what is taken back stays as it is. Needs no database, so
 * it is done while those read before are still on their way there.
 */
export function orderEncoder(target: OrderTarget): (order: OrderFact | OrderGone) => Encoded | OrderGone {
  const dayOf = dayReader(target.zone);
  const encode = (order: OrderFact): Encoded => {
    const { orderId, placedAt, changedAt, customerId, currency, isOrder, products, touches: origins } = order;
    const print = new Fingerprint();
    const day = dayOf(placedAt);
    const head = `${cell(target.source)}\t${placedAt}\t${day}\t${cell(customerId)}\t${cell(countryName(order.country ?? ""))}\t${currency}\t${isOrder ? "t" : "f"}`;
    print.add("order", `${target.connectionId}\t${head}`);
    const days: Day[] = [];
    const events = order.events.map((event) => {
      const eventDay = event.at === placedAt ? day : dayOf(event.at);
      if (!days.includes(eventDay)) days.push(eventDay);
      const text = `${event.kind}\t${event.at}\t${eventDay}\t${event.amount}\t${currency}\t${event.quantity}\t${cell(event.productId)}\n`;
      print.add("event", text);
      return text;
    });
    const touches = origins.map((touch) => {
      const text = `${touch.at ?? "\\N"}\t${cell(touch.landingPage)}\t${cell(touch.referrer)}\t${cell(touch.clickKind)}\t${cell(touch.coupon)}\t${cell(touch.method)}\t${cell(touch.confidence)}\t${touch.isCounted ? "t" : "f"}\t`;
      print.add(text, `${touch.source}\t${touch.medium}\t${touch.campaignId}\t${touch.campaign}\t${touch.toldChannel}`);
      return text;
    });
    return { orderId, placedAt, changedAt, customerId, isOrder, products, hash: print.toString(), day, days, head, events, touches, origins };
  };
  return (order) => ("isGone" in order ? order : encode(order));
}

/** The rows of orders in their three tables, as COPY text in pieces: while Postgres takes one, the next is made. */
export class OrderRows {
  constructor(private readonly target: Pick<OrderTarget, "storeId" | "connectionId">, private readonly dims: Dims, private readonly orders: readonly Encoded[]) {}

  events(): Iterable<string> {
    return this.pieces(({ events }, key) => events.map((text, at) => `${key}${at + 1}\t${text}`).join(""));
  }

  /** Notes on the way what the orders call their products. */
  rows(): Iterable<string> {
    return this.pieces(({ head, hash, day, days, events, origins, products, changedAt }, key) => {
      for (const product of products) this.dims.product(product);
      const counted = origins.find(({ isCounted }) => isCounted);
      // The ledger's key begins with the day: an order says between which days its events stand.
      const between = days.length === 0 ? `${day}\t${day}` : `${days.reduce((a, b) => (a < b ? a : b))}\t${days.reduce((a, b) => (a > b ? a : b))}`;
      return `${key}${head}\t${hash}\t${events.length}\t${this.target.connectionId}\t${between}\t${counted ? this.dims.trafficId(counted) : "\\N"}\t${changedAt}\n`;
    });
  }

  /** Notes on the way where the touches came from. */
  touches(): Iterable<string> {
    return this.pieces(({ touches, origins }, key) => touches.map((text, at) => `${key}${at + 1}\t${text}${this.dims.trafficId(origins[at]!)}\n`).join(""));
  }

  private *pieces(text: (order: Encoded, key: string) => string): Generator<string> {
    let piece = "";
    for (const order of this.orders) {
      piece += text(order, `${this.target.storeId}\t${cell(order.orderId)}\t`);
      if (piece.length < pieceLetters) continue;
      yield piece;
      piece = "";
    }
    if (piece !== "") yield piece;
  }
}
const pieceLetters = 65_536;
