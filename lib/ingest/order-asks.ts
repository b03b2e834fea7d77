// Asks for orders, one after another. The next one is begun once the one before it is read, while that one's last batch
// is still on its way to Postgres: a shop makes us wait before its first order comes.
import type { OrderFact, OrderGone } from "#lib/facts/order.ts";
import { ahead, type Handed } from "#lib/ingest/ahead.ts";
import type { Ask, Batch, Context, OrderStream } from "#lib/sources/source.ts";

type OrderBatch = Batch<OrderFact | OrderGone>;
interface Begun { ask: Ask; source: AsyncIterator<OrderBatch>; first: Promise<IteratorResult<OrderBatch>> }

export class OrderAsks {
  private begun: Begun | null = null;

  /**
   * @param cursorOf where an ask that an earlier run broke off goes on
   * @param isOver asked before one is begun ahead of its turn; one that was begun should be gone through
   */
  constructor(private readonly context: Context, private readonly stream: OrderStream, private readonly asks: readonly Ask[], private readonly cursorOf: (ask: Ask) => unknown, private readonly isOver: () => boolean) {}

  hasBegun(ask: Ask): boolean {
    return this.begun?.ask === ask;
  }

  /** The batches of an ask, one read ahead once the caller says so. A fault of an ask that was begun early is thrown here, in its own turn. */
  batches(ask: Ask): AsyncIterable<Handed<OrderBatch>> {
    const begun = this.begun?.ask === ask ? this.begun : this.begin(ask);
    this.begun = null;
    return ahead(this.rest(begun));
  }

  /** Ends what was begun and not taken. */
  async close(): Promise<void> {
    await this.begun?.source.return?.().catch(() => {});
    this.begun = null;
  }

  private begin(ask: Ask): Begun {
    const cursor = this.cursorOf(ask);
    const source = this.stream.read(this.context, { ...ask, ...(cursor === undefined ? {} : { cursor }) })[Symbol.asyncIterator]();
    const first = source.next();
    // Thrown when it is awaited; until then nobody listens.
    first.catch(() => {});
    return { ask, source, first };
  }

  private async *rest({ ask, source, first }: Begun): AsyncGenerator<OrderBatch> {
    try {
      for (let next = first; ; next = source.next()) {
        const { value, done } = await next;
        if (done) break;
        yield value;
      }
    } finally {
      await source.return?.();
    }
    const after = this.asks[this.asks.indexOf(ask) + 1];
    if (after && !this.isOver()) this.begun = this.begin(after);
  }
}
