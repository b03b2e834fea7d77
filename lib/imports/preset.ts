// What a preset declares: the columns it reads and how rows become ledger lines. Pure: no await, no clock.
import type { AmountHolds } from "#lib/imports/amount-holds.ts";
import type { OutsideDays } from "#lib/imports/day-window.ts";
import type { Micros } from "#lib/core/decimal.ts";
import type { DateOrder, DecimalMark, EventKind, PresetId } from "#lib/imports/settings.ts";
import type { When } from "#lib/core/when.ts";

/** One line of the ledger as read from the file, or (`kind` null) a row that moves no money. */
export interface Line {
  rowNo: number;
  /** True on one line of each source row, so that rows can be counted. */
  isRow: boolean;
  orderId: string;
  kind: EventKind | null;
  when: When;
  amount: Micros;
  quantity: Micros;
  productId: string | null;
  productName: string | null;
  category: string | null;
  customerId: string | null;
  country: string | null;
  channel: string | null;
  currency: string;
  /** True: this line makes its invoice an order (and not a cancellation or adjustment that stands alone). */
  counts: boolean;
}

export interface Field {
  /** Captions that name it, in lower case, best first. */
  captions: readonly string[];
  required?: boolean;
}

export interface ConformContext {
  /** Position of a field's column, -1 when the file has none. */
  column(field: string): number;
  /** The captions of the file, for columns that come in numbers ("line_item_1"). */
  header: readonly string[];
  decimalMark: DecimalMark;
  dateOrder: DateOrder | null;
  /** Why an order can't have this time; null when it can. */
  judgeWhen(when: When): OutsideDays | null;
  currency: string;
  /** Percent as millionths when the file's prices hold VAT. */
  vatRate: Micros | null;
  /** What a person said that an amount holds. */
  amountHolds: AmountHolds | undefined;
  /** A stable name for a customer of whom only the e-mail is known. */
  customerOf(email: string): string;
  emit(line: Line): void;
  reject(rowNo: number, cells: readonly string[], field: string, reason: RejectReason): void;
  /** Something that the reader of the result should know, counted. */
  note(note: Note): void;
}

export type RejectReason = "missing" | "not_a_number" | "not_a_date" | OutsideDays | "not_a_currency" | "too_many_cells" | "unreadable" | "too_long" | "far_from_order" | "unknown_kind" | "order_unreadable";
export type Note = "voided" | "test_order" | "refund_day_unknown" | "tax_included" | "remainder" | "order_status" | "no_lines" | "day_not_over" | "figures_pending" | "amount_total" | "amount_after_discount" | "amount_with_tax" | "amount_unclear";

export interface Conformer {
  row(cells: readonly string[], rowNo: number): void;
  /**
   * A row whose shape is wrong, of a preset that reads whole orders: true when its order is known, and the
   * conformer will reject it with all of its order. Without this, or when false, the row alone is rejected.
   */
  spoil?(cells: readonly string[], rowNo: number, field: string, reason: RejectReason): boolean;
  /** After the last row: what is still held back. */
  end(): void;
}

export interface Preset {
  id: PresetId;
  fields: Readonly<Record<string, Field>>;
  /** Fields of which one is enough. */
  either?: readonly string[];
  /** Captions, in lower case, that together say that a file is of this kind. */
  signature: readonly string[];
  /** What the preset knows and the file doesn't tell. */
  knows: { currency?: string; zone?: string; dateOrder?: DateOrder; decimalMark?: DecimalMark };
  conform(context: ConformContext): Conformer;
}
