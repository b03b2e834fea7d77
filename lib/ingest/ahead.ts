// Reading one thing ahead: the next is asked for while the caller works on this one, so that the vendor, this program and
// Postgres work at the same time.

/** A thing of the source, and `goOn`: from now on the next may be begun. */
export interface Handed<T> { value: T; goOn(): void }

/**
 * Hands out what `source` yields, in its order. The next is begun when the caller says `goOn`, at the latest when it
 * comes back for it: reading takes this program's whole attention, so Postgres should have something to do first. A
 * fault of the source is thrown where its thing would have come: after all before it. Leaving early waits for what was
 * begun.
 */
export async function* ahead<T>(source: AsyncIterable<T>): AsyncGenerator<Handed<T>> {
  const iterator = source[Symbol.asyncIterator]();
  let isLeft = false;
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
      let following: Promise<IteratorResult<T>> | null = null;
      yield { value, goOn: () => { if (!isLeft) following ??= begin(); } };
      next = following ?? begin();
    }
  } finally {
    isLeft = true;
    await iterator.return?.().catch(() => {});
  }
}
