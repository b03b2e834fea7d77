// Runs a preset over a table: header, checks of shape, rows to lines. No database here.
import { windowJudge, type DayWindow } from "#lib/imports/day-window.ts";
import { fault } from "#lib/imports/faults.ts";
import { rejectWords } from "#lib/imports/reject-words.ts";
import { choosePreset, findHeader, mapColumns, type Header } from "#lib/imports/header.ts";
import { parseMicros } from "#lib/core/decimal.ts";
import type { Line, Note, Preset, RejectReason } from "#lib/imports/preset.ts";
import type { DateOrder, DecimalMark, ImportSettings } from "#lib/imports/settings.ts";
import type { Table } from "#lib/imports/table.ts";

/** What was found out about the file where a person said nothing. */
export interface Detected {
  dateOrder: DateOrder | null;
  decimalMark: DecimalMark;
}

export interface Reject {
  rowNo: number;
  field: string;
  reason: RejectReason;
  cells: readonly string[];
}

export interface Conforming {
  settings: ImportSettings;
  storeCurrency: string;
  window: DayWindow;
  customerOf(email: string): string;
  onLine(line: Line): void;
  onReject(reject: Reject): void;
  /** Called between batches: a place to wait for a slow receiver. */
  onBatch?(rows: number): Promise<void> | void;
}

export interface Conformed {
  header: Header;
  preset: Preset;
  /** Source rows below the header, rejected ones included. */
  rows: number;
  rejected: number;
  notes: Partial<Record<Note, number>>;
}

/** A table's header and the records that were read with it. */
export interface Opened {
  header: Header;
  preset: Preset;
  /** Records below the header. */
  batches: AsyncGenerator<string[][]>;
}

/** Reads on until the header is sure. Throws for a table without one. */
export async function openHeader(table: Table, settings: ImportSettings): Promise<Opened> {
  const iterator = table.batches[Symbol.asyncIterator]();
  const first: string[][] = [];
  while (first.length < 25) {
    const next = await iterator.next();
    if (next.done) break;
    first.push(...next.value);
  }
  if (first.length === 0) throw fault("imports.empty");
  const header = findHeader(first);
  const preset = choosePreset(header, settings);
  async function* below(): AsyncGenerator<string[][]> {
    try {
      if (first.length > header.depth) yield first.slice(header.depth);
      first.length = 0;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.(undefined);
    }
  }
  return { header, preset, batches: below() };
}

/** Every row to lines or a reject. Throws when the columns don't do or no row is left. */
export async function conform(opened: Opened, detected: Detected, to: Conforming): Promise<Conformed> {
  const { header, preset, batches } = opened;
  const { settings } = to;
  const columns = mapColumns(header, preset, settings.columns ?? {});
  if (settings.pricesIncludeVat && settings.vatRate === undefined) throw fault("imports.vat_rate_missing");
  const result: Conformed = { header, preset, rows: 0, rejected: 0, notes: {} };
  let firstReject: Reject | undefined;
  const reject = (rowNo: number, cells: readonly string[], field: string, reason: RejectReason): void => {
    result.rejected++;
    const rejected = { rowNo, field, reason, cells };
    firstReject ??= rejected;
    to.onReject(rejected);
  };
  const conformer = preset.conform({
    column: (field) => columns.get(field) ?? -1,
    header: header.captions,
    decimalMark: detected.decimalMark,
    dateOrder: detected.dateOrder,
    judgeWhen: windowJudge(to.window),
    currency: settings.currency ?? preset.knows.currency ?? to.storeCurrency,
    vatRate: settings.pricesIncludeVat ? parseMicros(settings.vatRate!, ".") : null,
    amountHolds: settings.amountHolds,
    customerOf: to.customerOf,
    emit: to.onLine,
    reject,
    note: (note) => { result.notes[note] = (result.notes[note] ?? 0) + 1; },
  });
  const spoil = (rowNo: number, cells: readonly string[], field: string, reason: RejectReason): void => {
    if (!conformer.spoil?.(cells, rowNo, field, reason)) reject(rowNo, cells, field, reason);
  };
  const width = header.captions.length;
  const limits = keyLimits(columns);
  for await (const batch of batches) {
    for (const cells of batch) {
      result.rows++;
      if (cells.length !== width && !fit(cells, width)) spoil(result.rows, cells, "", "too_many_cells");
      else if (unreadable(cells)) spoil(result.rows, cells, "", "unreadable");
      else if (limits.some(([at, most]) => cells[at]!.length > most)) spoil(result.rows, cells, limits.find(([at, most]) => cells[at]!.length > most)![2], "too_long");
      else conformer.row(cells, result.rows);
    }
    await to.onBatch?.(result.rows);
  }
  conformer.end();
  if (result.rows === 0) throw fault("imports.no_rows");
  if (result.rejected === result.rows) throw fault("imports.all_rejected", { count: result.rows, first: firstReject ? `row ${firstReject.rowNo}${firstReject.field === "" ? "" : `, ${firstReject.field}`}. ${rejectWords[firstReject.reason]}` : "" });
  return result;
}

/** Spreadsheets drop empty cells at the end of a line, and some tools add some: both are the same row. */
function fit(cells: string[], width: number): boolean {
  while (cells.length < width) cells.push("");
  while (cells.length > width && cells[cells.length - 1]!.trim() === "") cells.pop();
  return cells.length === width;
}

/** Postgres keeps no zero letter; a cell of more than 10,000 letters is no order's. */
function unreadable(cells: readonly string[]): boolean {
  for (const cell of cells) if (cell.length > 10_000 || cell.includes("\u0000")) return true;
  return false;
}

/** What becomes part of a key of the database has to fit into its index. */
function keyLimits(columns: ReadonlyMap<string, number>): [at: number, most: number, field: string][] {
  const most: Record<string, number> = { order_id: 200, sku: 400, product: 400, customer_id: 200, country: 100, billing_country: 100, channel: 100, source: 100, medium: 100 };
  return [...columns].flatMap(([field, at]) => (most[field] === undefined ? [] : [[at, most[field], field] as [number, number, string]]));
}
