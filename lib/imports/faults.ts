// A file that can't be imported: one AppError each, whose words say what to do. Nothing has been changed when it is thrown.
import { AppError } from "#lib/core/errors.ts";

const faults = {
  "imports.empty": "The file is empty. Export it again and choose the new file.",
  "imports.no_rows": "The file has a header but no orders below it. Choose a longer span of days in the export.",
  "imports.binary": "This is not a table. Choose the CSV, TSV or XLSX file of your orders (each may also be a .gz).",
  "imports.old_excel": "This is an old Excel file (.xls). Open it, save it as .xlsx or CSV, and choose that file.",
  "imports.zip": "This is a ZIP archive, not a workbook. Unpack it and choose the CSV or XLSX file inside.",
  "imports.locked": "This workbook is protected by a password. Save a copy without one and choose that file.",
  "imports.broken_gz": "The .gz file ends too early or is damaged. Download or copy it again.",
  "imports.broken_xlsx": "The workbook is damaged or not a real .xlsx file. Open it, save it again as .xlsx or CSV, and choose that file.",
  "imports.unpacks_too_large": "Unpacked, the file is larger than Storecast reads ({limit}). Split the export into shorter spans.",
  "imports.too_large": "The file is larger than {limit}. Split the export into shorter spans, or compress it with gzip.",
  "imports.long_line": "Line {line} is longer than 1 MB. A quotation mark is probably never closed, or this is not a table of orders: check that line.",
  "imports.open_quote": "A quotation mark opens on line {line} and is never closed. Correct that line, or export the file again.",
  "imports.after_quote": "On line {line} text follows a closed quotation mark. Write quotation marks inside a cell twice (\"\"), or export the file again.",
  "imports.too_many_columns": "The file has {count} columns; Storecast reads at most 500. Check the delimiter, or remove columns.",
  "imports.unreadable": "The file's letters can't be read as {encoding}. Save it as UTF-8 and choose it again.",
  "imports.no_header": "No header was found. The first line must name the columns, such as: {example}.",
  "imports.columns_missing": "These columns were not found: {missing}. The file has: {found}. Choose which column holds each, or export the file again.",
  "imports.column_twice": "The header names \"{column}\" twice. Rename one of the two, so that it is clear which one counts.",
  "imports.mapped_twice": "The column \"{column}\" is chosen for two things ({fields}). Choose another column for one of them.",
  "imports.column_unknown": "The file has no column \"{column}\". It has: {found}.",
  "imports.field_unknown": "\"{field}\" is not a thing that Storecast reads from an order file. It reads: {fields}.",
  "imports.date_order": "The dates can be read as month/day or as day/month. Say which: --date-order mdy or --date-order dmy.",
  "imports.vat_rate_missing": "Say which VAT rate the prices hold, such as 20.",
  "imports.store_missing": "There is no store named \"{store}\". To create it, give --currency (such as EUR) and --zone (such as Europe/Berlin).",
  "imports.busy": "Another import runs for this store. Wait until it is done.",
  "imports.unknown": "There is no import {id} in this store.",
  "imports.not_undoable": "Import {id} can't be undone: it is {state}.",
  "imports.not_runnable": "Import {id} can't be run: it is {state}.",
  "imports.all_rejected": "No row of the file could be read ({count} rows). The first: {first}",
  "imports.questions_open": "Something about this file has to be answered first: {questions}.",
  "imports.file_incomplete": "The kept copy of this file is not whole, perhaps because the file was removed meanwhile. Nothing was changed; choose the file again.",
  "imports.stopped": "The import was stopped from outside before it was done. Nothing was changed; start it again.",
} as const;

export type FaultCode = keyof typeof faults;

/** The error for `code`, its English filled with `details`. */
export function fault(code: FaultCode, details: Record<string, string | number> = {}, cause?: unknown): AppError {
  const english = faults[code].replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ""));
  const kind = code === "imports.busy" ? "conflict" : code === "imports.unknown" ? "missing" : code === "imports.too_large" ? "too_large" : code === "imports.stopped" ? "unavailable" : "invalid";
  return new AppError(kind, code, english, details, cause === undefined ? undefined : { cause });
}

/** Every fault with its English, for the message files and their test. */
export const faultWords: Readonly<Record<string, string>> = faults;
