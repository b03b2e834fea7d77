// Lines → Postgres by COPY while the file is still being read: events, and beside them what each order says.
// All of it inside the transaction that applies the file, so whoever is killed leaves nothing behind.
import type pg from "pg";
import { CopyBatch } from "#lib/imports/copy-batch.ts";
import { copyInto } from "#lib/imports/copy-into.ts";
import { copyCell as cell } from "#lib/imports/copy-text.ts";
import { formatMicros } from "#lib/core/decimal.ts";
import { Fingerprint } from "#lib/imports/fingerprint.ts";
import type { Line } from "#lib/imports/preset.ts";
import { ProductNames } from "#lib/imports/product-names.ts";
import { dayReader, type When } from "#lib/core/when.ts";

/**
 * Makes the working tables of this transaction. Events of a store that has no orders yet go straight into the
 * ledger: every order is new there, so nothing has to be compared first.
 */
export async function createStage(client: pg.ClientBase, zone: string): Promise<void> {
  // A wall clock without an offset is read by Postgres in the shop's zone, daylight saving included.
  await client.query("select set_config('timezone', $1, true), set_config('datestyle', 'ISO, YMD', true)", [zone]);
  await client.query(`create temp table staged_event (
    order_id text not null, line_no int not null, kind text not null, event_at timestamptz not null, event_day date not null,
    amount numeric(20, 6) not null, currency text not null, quantity numeric(20, 6) not null, product_id text
  ) on commit drop`);
  await client.query(`create temp table staged_order (
    order_id text not null, placed_at timestamptz not null, order_day date not null, customer_id text, country text, channel text,
    currency text not null, is_order bool not null, content_hash numeric not null, rows int not null, first_event_day date, last_event_day date
  ) on commit drop`);
  await client.query("create temp table staged_product (product_id text not null, name text, category text, lines int not null) on commit drop");
}

/** Bytes are sent when this much is gathered: small enough to overlap with reading, large enough to cost nothing. */
const batchBytes = 1_500_000;

interface OrderPart {
  id: string;
  /** How each of its event rows begins. */
  prefix: string;
  at: string;
  day: string;
  line: Line;
  customerId: string | null;
  counts: boolean;
  print: Fingerprint;
  rows: number;
  /** First and last day of its events; "" while it has none. */
  firstDay: string;
  lastDay: string;
}

export class Stage {
  /** Days of the events so far. */
  readonly eventDays = new Set<string>();
  private readonly events = new CopyBatch(batchBytes + 400_000);
  private readonly orders = new CopyBatch(batchBytes / 4);
  private lineNo = 0;
  private who: Line | undefined;
  private whoText = "";
  private when: When | undefined;
  private at = "";
  private day = "";
  private isDayNoted = false;
  private open: OrderPart | undefined;
  private sending: Promise<void> = Promise.resolve();
  private readonly products = new ProductNames();
  private readonly dayOf: (instant: string) => string;

  constructor(private readonly client: pg.ClientBase, private readonly target: { storeId: number; zone: string; isStraight: boolean }) {
    this.dayOf = dayReader(target.zone);
  }

  add(line: Line): void {
    const { when, productId } = line;
    if (when !== this.when) this.turnTo(when);
    const { at, day } = this;
    const tail = `${line.kind ?? ""}\t${at}\t${day}\t${formatMicros(line.amount)}\t${line.currency}\t${formatMicros(line.quantity)}\t${cell(productId)}\n`;
    const order = this.open?.id === line.orderId ? this.open : this.next(line, at, day);
    order.print.add(this.whoOf(line), tail);
    if (line.isRow) order.rows++;
    if (line.counts) order.counts = true;
    order.customerId ??= line.customerId;
    if (at !== order.at && isEarlier(at, order.at)) [order.at, order.day] = [at, day];
    if (line.kind !== null) {
      if (order.firstDay === "" || day < order.firstDay) order.firstDay = day;
      if (day > order.lastDay) order.lastDay = day;
      if (!this.isDayNoted) this.isDayNoted = this.eventDays.add(day) !== undefined;
      this.events.add(`${order.prefix}${++this.lineNo}\t`);
      this.events.add(tail);
    }
    if (productId !== null) this.products.add(productId, line.productName, line.category);
  }

  /** The part of a line's content that the lines of an order mostly share; made once while it stays. */
  private whoOf(line: Line): string {
    const last = this.who;
    if (last && last.customerId === line.customerId && last.country === line.country && last.channel === line.channel && last.counts === line.counts) return this.whoText;
    this.who = line;
    return (this.whoText = `${line.customerId ?? ""}\t${line.country ?? ""}\t${line.channel ?? ""}\t${line.counts ? 1 : 0}\t`);
  }

  /** Lines of one order share their time, so its text is made once. */
  private turnTo(when: When): void {
    this.when = when;
    this.at = when.offset === null ? when.local : when.local + when.offset;
    this.day = when.offset === null ? when.local.slice(0, 10) : this.dayOf(this.at);
    this.isDayNoted = false;
  }

  private next(line: Line, at: string, day: string): OrderPart {
    this.close();
    const prefix = `${this.target.isStraight ? `${this.target.storeId}\t` : ""}${cell(line.orderId)}\t`;
    return (this.open = { id: line.orderId, prefix, at, day, line, customerId: null, counts: false, print: new Fingerprint(), rows: 0, firstDay: "", lastDay: "" });
  }

  /** An order whose lines stand apart in the file is told in parts; they are added up in Postgres. */
  private close(): void {
    const order = this.open;
    if (!order) return;
    const { line } = order;
    this.orders.add(`${cell(order.id)}\t${order.at}\t${order.day}\t${cell(order.customerId)}\t${cell(line.country)}\t${cell(line.channel)}\t${line.currency}\t${order.counts ? "t" : "f"}\t${order.print.toString()}\t${order.rows}\t${order.firstDay || "\\N"}\t${order.lastDay || "\\N"}\n`);
    this.open = undefined;
  }

  /** Sends a full batch in the background; waits only while the one before is still on its way. */
  async flush(atLeast = batchBytes): Promise<void> {
    if (this.events.length + this.orders.length < atLeast) return;
    const [events, orders] = [this.events.take(), this.orders.take()];
    await this.sending;
    const { isStraight } = this.target;
    this.sending = (async () => {
      const columns = "order_id, line_no, kind, event_at, event_day, amount, currency, quantity, product_id";
      if (events.length > 0) await copyInto(this.client, isStraight ? `fact.sale_event (store_id, ${columns})` : `staged_event (${columns})`, events);
      if (orders.length > 0) await copyInto(this.client, "staged_order", orders);
    })();
    // Its error is met by the next wait; until then it must not count as unhandled.
    this.sending.catch(() => {});
  }

  async finish(): Promise<void> {
    this.close();
    await this.flush(1);
    await this.sending;
    for (const text of this.products.texts()) await copyInto(this.client, "staged_product", text);
  }

  /** Waits until the connection is free for a rollback. */
  async abandon(): Promise<void> {
    await this.sending.catch(() => {});
  }
}

function isEarlier(a: string, b: string): boolean {
  // Wall clocks of one zone sort as text; instants with different offsets have to be read.
  return a.endsWith(b.slice(19)) ? a < b : Date.parse(a) < Date.parse(b);
}
