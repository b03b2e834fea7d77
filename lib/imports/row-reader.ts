// Cells of a row by field, for presets that read many columns; a cell that can't be read throws and is caught once.
import { parseMicros, type Micros } from "#lib/core/decimal.ts";
import type { ConformContext, Field, RejectReason } from "#lib/imports/preset.ts";
import { whenReader, type When } from "#lib/core/when.ts";

/** Thrown inside a conformer only: which cell stops this row. */
export class Unreadable {
  constructor(readonly field: string, readonly reason: RejectReason) {}
}

export class RowReader {
  private readonly at: Map<string, number>;
  private readonly readWhen: (text: string) => When | RejectReason;
  constructor(private readonly context: ConformContext, fields: Readonly<Record<string, Field>>) {
    this.at = new Map(Object.keys(fields).map((field) => [field, context.column(field)]));
    this.readWhen = whenReader(context.dateOrder, context.judgeWhen);
  }

  text(cells: readonly string[], field: string): string {
    const at = this.at.get(field) ?? -1;
    return at < 0 ? "" : (cells[at] ?? "").trim();
  }

  /** 0 when the cell is empty; throws Unreadable when it holds no number. */
  money(cells: readonly string[], field: string): Micros {
    return this.moneyOr(cells, field) ?? 0n;
  }

  moneyOr(cells: readonly string[], field: string): Micros | null {
    const text = this.text(cells, field);
    if (text === "") return null;
    const value = parseMicros(text, this.context.decimalMark);
    if (value === null) throw new Unreadable(field, "not_a_number");
    return value;
  }

  when(cells: readonly string[], field: string): When | null {
    const text = this.text(cells, field);
    if (text === "") return null;
    const when = this.readWhen(text);
    if (typeof when === "string") throw new Unreadable(field, when);
    return when;
  }

  currency(cells: readonly string[]): string {
    const currency = this.text(cells, "currency").toUpperCase() || this.context.currency;
    if (!/^[A-Z]{3}$/.test(currency)) throw new Unreadable("currency", "not_a_currency");
    return currency;
  }

  customer(cells: readonly string[]): string | null {
    const id = this.text(cells, "customer_id");
    if (id !== "" && id !== "0") return id;
    const email = this.text(cells, "email");
    return email === "" ? null : this.context.customerOf(email);
  }
}
