// A long stretch of orders by a bulk operation: Shopify writes a file of lines, an order and what hangs on it each a
// line. Read as a stream, an order at a time; refunds, which a bulk file can't hold, are asked for afterwards, and so are
// the few orders whole whose children come late.
import { Breath } from "#lib/core/breath.ts";
import { HttpFault, type Batch, type Context, type Rejected } from "#lib/sources/source.ts";
import type { OrderFact, OrderGone } from "#lib/facts/order.ts";
import { refused } from "#lib/sources/quick-reader.ts";
import { rowReader } from "#lib/sources/rows.ts";
import { ask } from "#lib/sources/shopify/client.ts";
import { conformOrder, type Shopkeeper } from "#lib/sources/shopify/conform.ts";
import { bulkOrderSchema, bulkSchema, type BulkOrder } from "#lib/sources/shopify/payload.ts";
import { bulkQuery, pollBulk, runBulk } from "#lib/sources/shopify/query.ts";
import { readById, readRefunded } from "#lib/sources/shopify/read.ts";
import type { Settings } from "#lib/sources/shopify/source.ts";
import { z } from "zod";

type OrderBatch = Batch<OrderFact | OrderGone>;
/** A running or finished operation, and how many of its lines are stored. Shopify keeps the file for seven days. */
interface Place { bulk: string; lines: number }

/**
 * Orders of a batch. The first is small, so that Postgres soon has something to do; then large enough that what each
 * costs by itself is little, and small enough that a few are held in memory.
 */
const firstBatch = 600;
const largestBatch = 2_500;
const longestWaitMs = 6 * 3_600_000;

export async function* readBulk(context: Context<Settings>, keeper: Shopkeeper, search: string, from: unknown): AsyncGenerator<OrderBatch> {
  let place = isPlace(from) ? from : null;
  let operation = place && await resumed(context, place.bulk);
  if (!place || !operation) {
    place = { bulk: await start(context, search), lines: 0 };
    yield { raw: "", rows: [], read: 0, rejects: [], cursor: place };
    operation = await finish(context, place.bulk);
  }
  // No orders: no file.
  if (!operation.url) return;
  const reader = new BulkReader(context, keeper);
  let count = 0;
  let batchOrders = firstBatch;
  const breath = new Breath();
  for await (const lines of context.http.lines({ url: operation.url })) {
    for (const line of lines) {
      if (line === "") continue;
      if (breath.isDue) await breath.take();
      reader.take(line, ++count, count <= place.lines);
      // The open order is read again from where it began, should this break off.
      if (reader.size < batchOrders) continue;
      yield { ...await reader.batch(), cursor: { bulk: place.bulk, lines: reader.before } };
      batchOrders = Math.min(batchOrders * 2, largestBatch);
    }
  }
  if (count !== Number(operation.objectCount)) throw new HttpFault({ kind: "vendor", code: "incomplete", message: `Shopify's bulk file holds ${count} lines where ${operation.objectCount} were announced.` });
  yield { ...await reader.batch(true), cursor: { bulk: place.bulk, lines: count } };
}
const isPlace = (cursor: unknown): cursor is Place => typeof (cursor as Place | undefined)?.bulk === "string";

async function start(context: Context<Settings>, search: string): Promise<string> {
  const data = await ask(context, runBulk, { query: bulkQuery(search) });
  const { bulkOperation, userErrors } = startedSchema.parse(data.bulkOperationRunQuery);
  if (bulkOperation) return bulkOperation.id;
  const said = userErrors.map((error) => error.message).join(" ");
  // Others may run on this shop; they end by themselves.
  throw new HttpFault(/already in progress|limit/i.test(said) ? { kind: "throttled", code: "bulk_busy", message: `Shopify: ${said}`, retryAfterMs: 120_000 } : { kind: "input", message: `Shopify: ${said}` });
}
const startedSchema = z.object({ bulkOperation: z.object({ id: z.string() }).nullable(), userErrors: z.array(z.object({ message: z.string() })) });

/** An operation that an earlier run began; null where it failed since, or its file is gone: another one is begun. */
async function resumed(context: Context<Settings>, id: string): Promise<Operation | null> {
  try {
    const operation = await finish(context, id);
    return operation.url || operation.objectCount === "0" ? operation : null;
  } catch (error) {
    if (error instanceof HttpFault && (error.code === "bulk_gone" || error.code === "bulk_failed")) return null;
    throw error;
  }
}
type Operation = z.infer<typeof bulkSchema>;

async function finish(context: Context<Settings>, id: string): Promise<Operation> {
  let waited = 0;
  for (let pause = 200; ; pause = Math.min(pause * 2, 20_000)) {
    const data = await ask(context, pollBulk, { id });
    const read = bulkSchema.safeParse(data.node);
    if (!read.success) throw new HttpFault({ kind: "gone", code: "bulk_gone", message: "Shopify doesn't know this bulk operation any more." });
    const { status, errorCode } = read.data;
    if (status === "COMPLETED") return read.data;
    if (["FAILED", "CANCELED", "CANCELING", "EXPIRED"].includes(status)) {
      // What a failed operation left in its partial file isn't whole days: it is asked for again.
      throw new HttpFault(errorCode === "ACCESS_DENIED" ? { kind: "auth", code: errorCode, message: "Shopify refused the bulk operation: the app lacks a scope. It needs read_orders and read_all_orders." } : { kind: "vendor", code: "bulk_failed", message: `Shopify's bulk operation ended as ${status}${errorCode ? ` (${errorCode})` : ""}.` });
    }
    if (waited > longestWaitMs) throw new HttpFault({ kind: "vendor", code: "bulk_slow", message: "Shopify's bulk operation didn't end within six hours." });
    waited += pause;
    context.http.pace(pause);
  }
}

interface Open { id: string; order: Record<string, unknown>; lineItems: unknown[]; shippingLines: unknown[] }

/**
 * Lines to orders. The last order stays open until another one begins: its children may still come. Then it is read at
 * once, so that no more than one is ever held as it was told.
 */
class BulkReader {
  private open: Open | null = null;
  private readonly done = new Map<string, OrderFact | OrderGone>();
  /** Their refunds are still to be asked for. */
  private readonly refunded = new Map<string, BulkOrder>();
  /** Orders to be asked for whole: with children that came too late. */
  private readonly again = new Set<string>();
  private readonly rejects: Rejected[] = [];
  private readonly read = rowReader(bulkOrderSchema, "bulk", this.rejects);
  /** Orders of this batch that were closed. */
  size = 0;
  /** Lines before the order that is open. */
  before = 0;

  constructor(private readonly context: Context<Settings>, private readonly keeper: Shopkeeper) {}

  /** `count` is the line's number; of lines that are stored already only children that come later matter. */
  take(line: string, count: number, isStored: boolean): void {
    let told: Record<string, unknown>;
    try {
      told = JSON.parse(line) as Record<string, unknown>;
    } catch {
      throw new HttpFault({ kind: "vendor", code: "no_answer", message: "A line of Shopify's bulk file is no JSON: the file is damaged." });
    }
    const parent = told.__parentId;
    if (typeof parent !== "string") {
      this.close();
      this.before = count - 1;
      if (!isStored) this.open = { id: String(told.id), order: told, lineItems: [], shippingLines: [] };
    } else if (parent === this.open?.id) ("quantity" in told ? this.open.lineItems : this.open.shippingLines).push(told);
    else if (!isStored) {
      this.again.add(parent);
      this.done.delete(parent);
      this.refunded.delete(parent);
    }
  }

  private close(): void {
    if (!this.open) return;
    const { id, order, lineItems, shippingLines } = this.open;
    this.open = null;
    order.lineItems = { nodes: lineItems };
    order.shippingLines = { nodes: shippingLines };
    const read = this.read(order, this.size++);
    if (read === refused) return;
    if (read.refunds.length > 0) this.refunded.set(id, read);
    else this.done.set(id, conformOrder(read as BulkOrder & { refunds: [] }, this.keeper));
  }

  /** The orders so far; without the one that is open, unless it `isLast`. */
  async batch(isLast = false): Promise<OrderBatch> {
    if (isLast) this.close();
    const refunded = await readRefunded(this.context, [...this.refunded.values()]);
    const whole = await readById(this.context, [...this.again]);
    const rows = [...this.done.values()];
    for (const order of [...refunded.orders, ...whole.orders]) rows.push(conformOrder(order, this.keeper));
    const batch = { raw: "", rows, read: this.size, rejects: [...this.rejects.splice(0), ...refunded.rejects, ...whole.rejects] };
    this.done.clear();
    this.refunded.clear();
    this.again.clear();
    this.size = 0;
    return batch;
  }
}
