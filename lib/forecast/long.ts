// Long tables (series, ds, y) as time series: rows in any order, holes as missing values, the grain read off the dates.
import { addDays, addMonths, fromNumber, toNumber, type Day } from "#lib/core/day.ts";
import type { Grain, TimeSeries } from "#lib/forecast/series.ts";

/** A row that was left out, and why. Rows are counted with the header as row 1. */
export interface Fault { row: number; column: string; reason: string }

/** A series with the way its file dates a step: weeks by their weekday, months by a day of the month. */
export interface LongSeries extends TimeSeries {
  name: string;
  /** The file's own date of step `index`: "2026-01-31" and "2026-02-28" for months that are dated by their last day. */
  dated(index: number): Day;
}

/** 27 years of days. What lies further back tells nothing about next year and may be a slip of a date. */
const mostSteps = 10_000;

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

/** Days ascending and without repeats. Missing values are NaN in, null out, like the steps between. */
export function toSeries(days: readonly number[], values: readonly number[]): Omit<LongSeries, "name"> {
  const grain = grainOf(days.map(fromNumber));
  const first = fromNumber(days[0]!);
  const monthly = (day: Day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  const place = (day: number) => (grain === "month" ? monthly(fromNumber(day)) - monthly(first) : (day - days[0]!) / (grain === "week" ? 7 : 1));
  const length = place(days.at(-1)!) + 1;
  const skipped = Math.max(0, length - mostSteps);
  const out = new Array<number | null>(length - skipped).fill(null);
  days.forEach((day, index) => {
    const at = place(day) - skipped;
    if (at >= 0 && !Number.isNaN(values[index]!)) out[at] = values[index]!;
  });
  const dayOfMonth = Math.max(...days.map((day) => Number(fromNumber(day).slice(8, 10))).slice(0, 12));
  const dated = (index: number) => {
    if (grain !== "month") return addDays(first, (index + skipped) * (grain === "week" ? 7 : 1));
    return addMonths(`2000-01-${String(dayOfMonth).padStart(2, "0")}`, monthly(first) - 24_001 + index + skipped);
  };
  return { start: grain === "month" ? `${dated(0).slice(0, 8)}01` : dated(0), grain, values: out, dated };
}

/** Months when every day is the same of its month, or its last; weeks when all lie whole weeks apart; else days. One day alone is a day. */
export function grainOf(days: readonly Day[]): Grain {
  if (days.length < 2) return "day";
  const numbers = days.map(toNumber);
  const gaps = numbers.slice(1).map((number, index) => number - numbers[index]!);
  const isLast = (day: Day) => addDays(day, 1).endsWith("-01");
  const sameDay = days.every((day) => day.slice(8) === days[0]!.slice(8)) || days.every(isLast);
  if (sameDay && gaps.every((gap) => gap >= 28)) return "month";
  return gaps.every((gap) => gap % 7 === 0) ? "week" : "day";
}

/** Days since 1970 for "2026-11-20", "2026-11" and the midnights "2026-11-20 00:00:00", "…T00:00:00Z"; null for anything else. */
export function dayOf(text: string): number | null {
  const match = /^((?:19|20|21)\d\d-\d\d)(-\d\d)?(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)?)?$/.exec(text.trim());
  if (!match) return null;
  const number = toNumber(`${match[1]}${match[2] ?? "-01"}`);
  return !Number.isNaN(number) && fromNumber(number) === `${match[1]}${match[2] ?? "-01"}` ? number : null;
}

/** NaN for a missing value (blank, NA, NaN, null), null for text that is no number. */
export function valueOf(text: string): number | null {
  const said = text.trim();
  if (said === "" || /^(na|n\/a|nan|null|none)$/i.test(said)) return Number.NaN;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(said)) return null;
  return Number.isFinite(Number(said)) ? Number(said) : null;
}

function quoted(text: string): string {
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}
