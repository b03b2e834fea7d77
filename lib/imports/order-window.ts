// Rows gathered by order while a file passes by. Lines of an order may stand a little apart, not a file apart:
// the window holds the last orders seen, so memory stays small.

import type { ConformContext, Conformer, RejectReason } from "#lib/imports/preset.ts";

export interface GatheredRow {
  rowNo: number;
  cells: readonly string[];
  /** Why this row, and with it its order, can't be read. */
  fault?: { field: string; reason: RejectReason };
}

/** Longest order number; as much of a spoilt row as is kept with its reason. */
const longestId = 200;
const keptLetters = 5_000;

/** A conformer that hands out whole orders. An order of which a row is spoilt is rejected with all its rows: without one of its lines it would be another order. */
export function byOrder(context: ConformContext, onOrder: (orderId: string, rows: GatheredRow[]) => void): Conformer {
  const at = context.column("order_id");
  const window = new OrderWindow((orderId, rows) => {
    if (!rows.some((row) => row.fault)) onOrder(orderId, rows);
    else for (const { rowNo, cells, fault } of rows) context.reject(rowNo, cells, fault?.field ?? "", fault?.reason ?? "order_unreadable");
  });
  return {
    row(cells, rowNo) {
      const orderId = (cells[at] ?? "").trim();
      if (orderId === "") context.reject(rowNo, cells, "order_id", "missing");
      else window.add(orderId, { rowNo, cells });
    },
    spoil(cells, rowNo, field, reason) {
      const orderId = (cells[at] ?? "").trim();
      if (orderId === "" || orderId.length > longestId || orderId.includes("\u0000")) return false;
      window.add(orderId, { rowNo, cells: shortened(cells), fault: { field, reason } });
      return true;
    },
    end: () => window.end(),
  };
}

/** Spoilt rows may be long, and many are held at once: a part is copied, so that the whole can be let go. */
function shortened(cells: readonly string[]): string[] {
  let left = keptLetters;
  return cells.flatMap((cell) => {
    if (left <= 0) return [];
    const kept = cell.length <= left ? cell : Buffer.from(cell.slice(0, left)).toString();
    left -= kept.length + 1;
    return [kept];
  });
}

export class OrderWindow {
  private readonly open = new Map<string, GatheredRow[]>();
  constructor(private readonly onOrder: (orderId: string, rows: GatheredRow[]) => void, private readonly size = 2_000) {}

  add(orderId: string, row: GatheredRow): void {
    const rows = this.open.get(orderId);
    if (rows) {
      rows.push(row);
      return;
    }
    this.open.set(orderId, [row]);
    if (this.open.size > this.size) this.closeFirst();
  }

  private closeFirst(): void {
    const first = this.open.entries().next().value;
    if (!first) return;
    this.open.delete(first[0]);
    this.onOrder(first[0], first[1]);
  }

  end(): void {
    while (this.open.size > 0) this.closeFirst();
  }
}
