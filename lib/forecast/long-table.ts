// Long tables (series, ds, y): rows in any order become one series after the other; what can't be used is named.
import { fromNumber } from "#lib/core/day.ts";
import { toSeries, type LongSeries } from "#lib/forecast/long.ts";
import { dayOf, valueOf } from "#lib/forecast/long-cells.ts";

/** A row that was left out, and why. Rows are counted with the header as row 1. */
export interface Fault { row: number; column: string; reason: string }

/** Values of one series as they come in, 20 bytes each. */
class Rows {
  private days = new Int32Array(16);
  private values = new Float64Array(16);
  private rows = new Float64Array(16);
  private count = 0;

  /** @param value NaN where the file says nothing */
  add(day: number, value: number, row: number): void {
    if (this.count === this.days.length) {
      this.days = grown(this.days, new Int32Array(this.count * 2));
      this.values = grown(this.values, new Float64Array(this.count * 2));
      this.rows = grown(this.rows, new Float64Array(this.count * 2));
    }
    this.days[this.count] = day;
    this.values[this.count] = value;
    this.rows[this.count++] = row;
  }

  /** By day, the first row of a day alone; `twice` hears of the others. */
  sorted(twice: (day: number, row: number, first: number) => void): { days: number[]; values: number[] } {
    const order = Array.from({ length: this.count }, (_, index) => index).sort((a, b) => this.days[a]! - this.days[b]! || this.rows[a]! - this.rows[b]!);
    const days: number[] = [];
    const values: number[] = [];
    let first = 0;
    for (const index of order) {
      if (days.at(-1) === this.days[index]!) { twice(this.days[index]!, this.rows[index]!, first); continue; }
      days.push(this.days[index]!);
      values.push(this.values[index]!);
      first = this.rows[index]!;
    }
    return { days, values };
  }
}

function grown<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from as never);
  return to;
}

/** Collects a table's rows; series come out in the order in which the file first names them. */
export class LongTable {
  readonly faults: Fault[] = [];
  private series = new Map<string, Rows>();
  kept = 0;

  /** One row as text; what can't be read is noted and left out. */
  add(row: number, name: string, ds: string, y: string): void {
    const day = dayOf(ds);
    const value = valueOf(y);
    if (name === "") return this.refuse(row, "series", "is empty");
    if (day === null) return this.refuse(row, "ds", `${quoted(ds)} is no day such as 2026-11-20`);
    if (value === null) return this.refuse(row, "y", `${quoted(y)} is no number`);
    let rows = this.series.get(name);
    if (!rows) this.series.set(name, (rows = new Rows()));
    rows.add(day, value, row);
    this.kept++;
  }

  get size(): number {
    return this.series.size;
  }

  has(name: string): boolean {
    return this.series.has(name);
  }

  /** The series one after the other; each is made when asked for, and its rows are let go. Days told twice become faults. */
  *take(): Generator<LongSeries> {
    for (const [name, rows] of this.series) {
      const { days, values } = rows.sorted((day, row, first) => {
        this.refuse(row, "ds", `${quoted(name)} has ${fromNumber(day)} in row ${first} already`);
        this.kept--;
      });
      this.series.delete(name);
      yield { name, ...toSeries(days, values) };
    }
  }

  private refuse(row: number, column: string, reason: string): void {
    this.faults.push({ row, column, reason });
  }
}

function quoted(text: string): string {
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}
