// Reading ahead: the next things are asked for while the caller works on this one, so that the vendor, this program and
// Postgres work at the same time.

/** A thing of the source, and `goOn`: from now on the next may be begun. */
export interface Handed<T> { value: T; goOn(): void }

/**
 * Hands out what `source` yields, in its order. The next one (or the next few, `most`) is begun when the caller says
 * `goOn`, at the latest when it comes back for it: reading takes this program's whole attention, so Postgres should have
 * something to do first. A fault of the source is thrown where its thing would have come: after all before it. Leaving
 * early waits for what was begun.
 */
export async function* ahead<T>(source: AsyncIterable<T>, most = 1): AsyncGenerator<Handed<T>> {
  const iterator = source[Symbol.asyncIterator]();
  const begun: Promise<IteratorResult<T>>[] = [];
  let isLeft = false;
  const begin = (): Promise<IteratorResult<T>> => {
    const next = iterator.next();
    // Thrown when it is awaited; until then nobody listens.
    next.catch(() => {});
    return next;
  };
  const goOn = (): void => {
    while (!isLeft && begun.length < most) begun.push(begin());
  };
  try {
    for (;;) {
      const { value, done } = await (begun.shift() ?? begin());
      if (done) return;
      yield { value, goOn };
    }
  } finally {
    isLeft = true;
    await iterator.return?.().catch(() => {});
  }
}
