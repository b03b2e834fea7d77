// Finding the header of a file and reading its lines by column, days and numbers in whatever way they are written.
import { addDays, type Day } from "#lib/core/day.ts";
import { formatMicros, parseMicros, type DecimalMark } from "#lib/core/decimal.ts";
import { trim } from "#lib/core/money.ts";
import { DateEvidence, parseWhen, type DateOrder } from "#lib/core/when.ts";
import { rejected } from "#lib/sources/rows.ts";
import type { Rejected } from "#lib/sources/source.ts";
import { refuse, type FileAbout, type Records } from "#lib/sources/files/preset.ts";

/** Captions that a field may have, lower case; a pattern where the caption holds more ("Amount spent (EUR)"). */
export type Columns = Record<string, readonly (string | RegExp)[]>;

export interface Line {
  /** Where it stands in the file, from 1. */
  at: number;
  cells: readonly string[];
}

export interface Table {
  captions: string[];
  /** Position of each field that the file has. */
  columns: Map<string, number>;
  lines: Line[];
  above: Records;
}

/** Titles and notes above a header take at most this many lines. */
const searchDepth = 25;

const clean = (cell: string) => cell.replace(/[\ufeff\u00a0]/g, " ").trim();

/** True when some line near the top holds all of these captions. */
export function holds(records: Records, signature: readonly string[]): boolean {
  return headerAt(records, signature) >= 0;
}

function headerAt(records: Records, signature: readonly string[]): number {
  return records.slice(0, searchDepth).findIndex((record) => { const names = new Set(record.map((cell) => clean(cell).toLowerCase())); return signature.every((name) => names.has(name)); });
}

/** The table below its header. `signature` finds the header, `columns` says what each field may be called. */
export function openTable(records: Records, signature: readonly string[], columns: Columns): Table {
  const at = headerAt(records, signature);
  if (at < 0) refuse("no_header", `No line of the file holds the columns ${signature.join(", ")}.`, { columns: signature.join(", ") });
  const captions = records[at]!.map(clean);
  const found = new Map<string, number>();
  for (const [field, names] of Object.entries(columns)) {
    const position = captions.findIndex((caption) => names.some((name) => (typeof name === "string" ? caption.toLowerCase() === name : name.test(caption))));
    if (position >= 0) found.set(field, position);
  }
  const lines = records.slice(at + 1).map((cells, index) => ({ at: at + 2 + index, cells: cells.map(clean) })).filter((line) => line.cells.some((cell) => cell !== ""));
  return { captions, columns: found, lines, above: records.slice(0, at) };
}

/** Throws when one of the fields has no column. `how` says where a person adds it. */
export function requireColumns(table: Table, fields: Record<string, string>, how: string): void {
  const missing = Object.entries(fields).filter(([field]) => !table.columns.has(field)).map(([, name]) => name);
  if (missing.length > 0) refuse("columns_missing", `The file lacks ${missing.join(", ")}. ${how}`, { missing: missing.join(", "), how });
}

/** The cell of a field, "" where the file has no such column; Google's " --" for "none" is "" too. */
export function cellOf(table: Table, line: Line, field: string): string {
  const position = table.columns.get(field);
  const cell = position === undefined ? "" : line.cells[position] ?? "";
  return /^-{1,2}$/.test(cell) ? "" : cell;
}

/** How decimals are written, from all cells of these fields: said, or told by one that leaves no doubt. */
export function markOf(table: Table, fields: readonly string[], about: FileAbout): DecimalMark {
  if (about.mark) return about.mark;
  let isDoubtful = false;
  for (const line of table.lines) {
    for (const field of fields) {
      const digits = cellOf(table, line, field).replace(/[^\d.,]/g, "");
      const last = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
      if (last < 0) continue;
      const mark = digits[last] as DecimalMark;
      const isBoth = digits.includes(mark === "." ? "," : ".");
      // 1,234,567: what stands twice parts thousands.
      if (digits.indexOf(mark) !== last) return mark === "." ? "," : ".";
      if (isBoth || digits.length - last - 1 !== 3) return mark;
      isDoubtful = true;
    }
  }
  if (isDoubtful) refuse("mark_unclear", "Nothing in the file tells whether 1,234 is a thousand or a little more than one. Say how decimals are written.");
  return ".";
}

/** Which of day and month comes first, from all cells of the field. */
export function orderOf(table: Table, field: string, about: FileAbout): DateOrder | null {
  if (about.dateOrder) return about.dateOrder;
  const evidence = new DateEvidence();
  for (const line of table.lines) evidence.add(cellOf(table, line, field));
  const verdict = evidence.verdict();
  if (verdict === "ambiguous") refuse("dates_unclear", "Nothing in the file tells whether 03/04 is in March or in April. Say which comes first.");
  return verdict === "none" ? null : verdict;
}

/** Reads the lines one by one; a line that throws a `Bad` is set aside with its field and reason. */
export function readLines<Row>(table: Table, read: (line: Line) => Row): { rows: Row[]; rejects: Rejected[] } {
  const rows: Row[] = [];
  const rejects: Rejected[] = [];
  for (const line of table.lines) {
    try {
      rows.push(read(line));
    } catch (error) {
      if (!(error instanceof Bad)) throw error;
      rejects.push(rejected(`line ${line.at}, ${table.captions[table.columns.get(error.field) ?? -1] ?? error.field}`, error.message, line.cells));
    }
  }
  return { rows, rejects };
}

/** A cell that can't be read: its line is left out whole. */
class Bad extends Error {
  constructor(readonly field: string, message: string) { super(message); }
}

/** "20261112", "2026-11-12", "Nov 12, 2026", "12.11.2026" as a day. */
export function readDay(table: Table, line: Line, field: string, order: DateOrder | null): Day {
  const cell = cellOf(table, line, field);
  const packed = /^(\d{4})(\d{2})(\d{2})$/.exec(cell);
  const when = parseWhen(packed ? `${packed[1]}-${packed[2]}-${packed[3]}` : cell, order);
  if (!when) throw new Bad(field, cell === "" ? "no day" : `${cell} is no day`);
  return when.local.slice(0, 10);
}

/** An amount as decimal text; an empty cell is `otherwise`, or a fault where there is none. */
export function readAmount(table: Table, line: Line, field: string, mark: DecimalMark, otherwise?: string): string {
  const cell = cellOf(table, line, field).replace(/%$/, "");
  if (cell === "" && otherwise !== undefined) return otherwise;
  const micros = parseMicros(cell, mark);
  if (micros === null) throw new Bad(field, cell === "" ? "no number" : `${cell} is no number`);
  return trim(formatMicros(micros));
}

/** The amount of a line of totals; null where it names none. */
export function totalOf(table: Table, line: Line, field: string, mark: DecimalMark): string | null {
  const micros = parseMicros(cellOf(table, line, field), mark);
  return micros === null ? null : trim(formatMicros(micros));
}

export function readCount(table: Table, line: Line, field: string, mark: DecimalMark, otherwise?: number): number {
  const amount = readAmount(table, line, field, mark, otherwise === undefined ? undefined : String(otherwise));
  if (!/^\d+$/.test(amount)) throw new Bad(field, `${amount} is no whole number`);
  return Number(amount);
}

export function readText(table: Table, line: Line, field: string): string {
  const cell = cellOf(table, line, field);
  if (cell === "") throw new Bad(field, "empty");
  return cell;
}

/** "eur" is "EUR"; without a column or a cell the store's own. */
export function readCurrency(table: Table, line: Line, field: string, otherwise: string): string {
  const cell = cellOf(table, line, field).toUpperCase() || otherwise;
  if (!/^[A-Z]{3}$/.test(cell)) throw new Bad(field, `${cell} is no currency`);
  return cell;
}

/** The days that rows cover, half-open. */
export function spanOf(rows: readonly { day: Day }[]): { from: Day; to: Day } | null {
  const days = rows.map((row) => row.day).sort();
  return days.length === 0 ? null : { from: days[0]!, to: addDays(days.at(-1)!, 1) };
}
