// A world with a test's edits on top: days that are restated, rows and orders that vanish or change.
import type { Day } from "#lib/core/day.ts";
import type { DemoReport, DemoReports, DemoStore, DemoWorld, OrderRecord } from "#lib/demo/records.ts";

export interface RowEdit {
  /** Every store unless named by its key. */
  store?: string;
  report: DemoReport;
  day: Day;
  /** Only rows with these values. */
  where?: Record<string, unknown>;
  /** Either: other values of those rows; or they are gone. */
  set?: Record<string, unknown>;
  isGone?: boolean;
}

export interface OrderEdit {
  store?: string;
  id: string;
  /** Parts of the order that are now otherwise; give a newer updatedAt with them, or the change goes without a trace. */
  set?: Partial<OrderRecord>;
  isGone?: boolean;
}

export class EditedWorld implements DemoWorld {
  #rowEdits: RowEdit[] = [];
  #orderEdits: OrderEdit[] = [];
  /** Counts up with each edit: what was remembered of the world before is stale. */
  version = 0;

  constructor(readonly inner: DemoWorld) {}

  editRows(edit: RowEdit): void { this.#rowEdits.push(edit); this.version++; }
  editOrder(edit: OrderEdit): void { this.#orderEdits.push(edit); this.version++; }
  clear(): void { this.#rowEdits = []; this.#orderEdits = []; this.version++; }

  get stores() { return this.inner.stores; }
  searchFinalThrough(store: DemoStore, now: Date) { return this.inner.searchFinalThrough(store, now); }
  vitals(store: DemoStore, from: Day, to: Day, now: Date) { return this.inner.vitals(store, from, to, now); }
  lab(store: DemoStore, url: string, strategy: "mobile" | "desktop", now: Date) { return this.inner.lab(store, url, strategy, now); }
  rates(from: Day, to: Day, now: Date) { return this.inner.rates(from, to, now); }

  *rows<Report extends DemoReport>(store: DemoStore, report: Report, from: Day, to: Day, now: Date): Iterable<DemoReports[Report]> {
    const edits = this.#rowEdits.filter((edit) => edit.report === report && (edit.store ?? store.key) === store.key);
    for (let row of this.inner.rows(store, report, from, to, now)) {
      const hits = edits.filter((edit) => edit.day === row.day && matches(row, edit.where));
      for (const edit of hits) row = { ...row, ...edit.set };
      if (!hits.some((edit) => edit.isGone)) yield row;
    }
  }

  *orders(store: DemoStore, by: "placed" | "updated", from: Date, to: Date, now: Date): Iterable<OrderRecord> {
    const edited = new Set(this.#orderEdits.filter((edit) => (edit.store ?? store.key) === store.key).map((edit) => edit.id));
    const at = (order: OrderRecord) => (by === "placed" ? order.placedAt : order.updatedAt);
    const waiting = [...edited].flatMap((id) => this.order(store, id, now) ?? [])
      .filter((order) => at(order) >= from && at(order) < to)
      .sort((a, b) => at(a).getTime() - at(b).getTime() || Number(a.id) - Number(b.id));
    for (const order of this.inner.orders(store, by, from, to, now)) {
      while (waiting.length > 0 && at(waiting[0]!) <= at(order)) yield waiting.shift()!;
      if (!edited.has(order.id)) yield order;
    }
    yield* waiting;
  }

  order(store: DemoStore, id: string, now: Date): OrderRecord | undefined {
    let order = this.inner.order(store, id, now);
    for (const edit of this.#orderEdits) {
      if (edit.id !== id || (edit.store ?? store.key) !== store.key) continue;
      order = edit.isGone || !order ? undefined : { ...order, ...edit.set };
    }
    return order;
  }
}

function matches(row: object, where: Record<string, unknown> | undefined): boolean {
  return Object.entries(where ?? {}).every(([key, value]) => (row as Record<string, unknown>)[key] === value);
}
