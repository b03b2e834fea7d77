// CSV by RFC 4180: comma, CRLF, UTF-8, quotes where needed. Opens in spreadsheets without running anything.
import { neutral, type ExportTable } from "#lib/exports/table.ts";

/** All rows under a line of column ids. Numbers are written as they are, minus signs too. */
export function toCsv(table: ExportTable): string {
  const lines = table.rows.map((row) => row.map((value, index) => cell(value, table.columns[index]!.kind === "text")));
  return [table.columns.map((column) => cell(column.id, true)), ...lines].map((line) => line.join(",")).join("\r\n") + "\r\n";
}

function cell(value: string | null, isText: boolean): string {
  if (value === null) return "";
  const safe = isText ? neutral(value) : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
