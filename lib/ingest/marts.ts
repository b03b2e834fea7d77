// When marts are made while many connections come in: a store's once its last connection is through, and at least every
// minute before, so that a long history neither keeps others' figures back nor makes the same days over and over.
import type { Host } from "#lib/ingest/context.ts";
import { log } from "#lib/log.ts";
import { refreshStore } from "#lib/refresh/refresh.ts";

const atLeastEveryMs = 60_000;

export class Marts {
  private readonly left = new Map<number, number>();
  private readonly last = new Map<number, number>();
  private readonly touched = new Set<number>();

  constructor(private readonly host: Host, private readonly clock: () => Date) {}

  /** The stores of the connections that will come in now, one entry a connection. */
  expect(storeIds: readonly number[]): void {
    this.left.clear();
    for (const store of storeIds) {
      this.left.set(store, (this.left.get(store) ?? 0) + 1);
      if (!this.last.has(store)) this.last.set(store, this.clock().getTime());
    }
  }

  /** A connection of the store is through. What goes wrong here is made good by the next refresh: the days stay dirty. */
  async after(storeId: number, isTouched: boolean): Promise<void> {
    const left = (this.left.get(storeId) ?? 1) - 1;
    this.left.set(storeId, left);
    if (isTouched) this.touched.add(storeId);
    if (!this.touched.has(storeId) || (left > 0 && this.clock().getTime() - this.last.get(storeId)! < atLeastEveryMs)) return;
    this.touched.delete(storeId);
    await refreshStore(this.host.db, storeId).catch((error: unknown) => log.warn({ storeId, error: String(error) }, "marts wait for the next refresh"));
    this.last.set(storeId, this.clock().getTime());
  }

  /** Stores whose days were changed from elsewhere: rates that one connection brings convert the amounts of all. */
  async others(): Promise<void> {
    const waiting = await this.host.db.selectFrom("ingest.dirty_day").select("store_id").distinct().orderBy("store_id").execute();
    for (const { store_id: storeId } of waiting) await refreshStore(this.host.db, storeId).catch((error: unknown) => log.warn({ storeId, error: String(error) }, "marts wait for the next refresh"));
  }
}
