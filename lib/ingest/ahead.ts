// Reading one thing ahead: the next is asked for while the caller works on this one, so that the vendor, this program and
// Postgres work at the same time.

/**
 * Yields what `source` yields, in its order. The next is begun before one is handed out, unless `mayRun` says that this
 * one must be done with first. A fault of the source is thrown where its thing would have come: after all before it.
 * Leaving early waits for what was begun.
 */
export async function* ahead<T>(source: AsyncIterable<T>, mayRun: (current: T) => boolean = () => true): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const begin = (): Promise<IteratorResult<T>> => {
    const next = iterator.next();
    // Thrown when it is awaited; until then nobody listens.
    next.catch(() => {});
    return next;
  };
  try {
    for (let next = begin(); ;) {
      const { value, done } = await next;
      if (done) return;
      const isAhead = mayRun(value);
      if (isAhead) next = begin();
      yield value;
      if (!isAhead) next = begin();
    }
  } finally {
    await iterator.return?.().catch(() => {});
  }
}
