// Asks for orders, one after another. The next one is begun once the one before it is read, while that one's last
// batches are still on their way to Postgres: a shop makes us wait before its first order comes.
import { Breath } from "#lib/core/breath.ts";
import type { OrderFact, OrderGone } from "#lib/facts/order.ts";
import { ahead, type Handed } from "#lib/ingest/ahead.ts";
import type { Encoded } from "#lib/ingest/order-rows.ts";
import type { Ask, Batch, Context, OrderStream } from "#lib/sources/source.ts";

/** Orders on their way into the ledger. */
export type OrderBatch = Batch<Encoded | OrderGone>;
type Batches = AsyncGenerator<Handed<OrderBatch>>;
interface Begun { ask: Ask; source: Batches; first: ReturnType<Batches["next"]>; isRead: boolean }

/** Batches read before they are wanted: the first of an ask often holds nothing but where to go on. */
const mostAhead = 2;

export class OrderAsks {
  private begun: Begun | null = null;

  /**
   * @param encode done as orders come: those before them are still being written
   * @param cursorOf where an ask that an earlier run broke off goes on
   * @param isOver asked before one is begun ahead of its turn; one that was begun should be gone through
   */
  constructor(private readonly context: Context, private readonly stream: OrderStream, private readonly asks: readonly Ask[], private readonly encode: (order: OrderFact | OrderGone) => Encoded | OrderGone, private readonly cursorOf: (ask: Ask) => unknown, private readonly isOver: () => boolean) {}

  hasBegun(ask: Ask): boolean {
    return this.begun?.ask === ask;
  }

  /** The batches of an ask. A fault of an ask that was begun early is thrown here, in its own turn. */
  async *batches(ask: Ask): Batches {
    const taken = this.begun?.ask === ask ? this.begun : this.begin(ask);
    const { source, first } = taken;
    this.begun = null;
    if (taken.isRead) this.beginAfter(ask);
    try {
      for (let next = first; ; next = source.next()) {
        const { value, done } = await next;
        if (done) return;
        yield value;
      }
    } finally {
      await source.return(undefined);
    }
  }

  /** Ends what was begun and not taken. */
  async close(): Promise<void> {
    await this.begun?.source.return(undefined).catch(() => {});
    this.begun = null;
  }

  private begin(ask: Ask): Begun {
    const source = ahead(this.read(ask, () => {
      begun.isRead = true;
      this.beginAfter(ask);
    }), mostAhead);
    const begun: Begun = { ask, source, first: source.next(), isRead: false };
    // A fault is thrown when it is awaited; until then nobody listens.
    begun.first.then(({ value, done }) => { if (!done) value.goOn(); }, () => {});
    return begun;
  }

  /** One ask at most waits to be taken: small ones don't run away from what is written. */
  private beginAfter(ask: Ask): void {
    const after = this.asks[this.asks.indexOf(ask) + 1];
    if (after && !this.begun && !this.isOver()) this.begun = this.begin(after);
  }

  private async *read(ask: Ask, onRead: () => void): AsyncGenerator<OrderBatch> {
    const cursor = this.cursorOf(ask);
    for await (const batch of this.stream.read(this.context, { ...ask, ...(cursor === undefined ? {} : { cursor }) })) {
      const rows: (Encoded | OrderGone)[] = [];
      const breath = new Breath();
      for (const row of batch.rows) {
        if (breath.isDue) await breath.take();
        rows.push(this.encode(row));
      }
      yield { ...batch, rows };
    }
    onRead();
  }
}
