// The ledger lines of one order while a shop's answer is read: exact, without zeros, summed on the way.
import { formatMicros, type Micros } from "#lib/core/micros.ts";
import type { EventKind, OrderEvent } from "#lib/facts/order.ts";

export class OrderEvents {
  readonly list: OrderEvent[] = [];
  /** Of all amounts so far. */
  total: Micros = 0n;

  /** An amount of 0 moves no money and is left out, whatever its quantity. */
  add(kind: EventKind, at: string, amount: Micros, quantity = 0, productId: string | null = null): void {
    if (amount === 0n) return;
    this.total += amount;
    this.list.push({ kind, at, amount: formatMicros(amount), quantity: String(quantity), productId });
  }
}
