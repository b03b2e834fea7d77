// Rows gathered by order while a file passes by. Lines of an order may stand a little apart, not a file apart:
// the window holds the last orders seen, so memory stays small.

export interface GatheredRow {
  rowNo: number;
  cells: readonly string[];
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
