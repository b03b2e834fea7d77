// CSV by RFC 4180: comma, CRLF, UTF-8, quotes where needed. Opens in spreadsheets without running anything.
import { neutral, type ExportTable } from "#lib/exports/table.ts";

// Where the system's separator is a semicolon or a tab, a spreadsheet splits our text there in spite of its quotes, and at
// line ends too: what would begin a cell then is made text as well.
const inside = /([;\t\r\n]"*)(?=[=+\-@＝＋－＠])/gu;

/** All rows under a line of column ids. Numbers are written as they are, minus signs too. */
export function toCsv(table: ExportTable): string {
  const lines = table.rows.map((row) => row.map((value, index) => cell(value, table.columns[index]!.kind === "text")));
  return [table.columns.map((column) => cell(column.id, true)), ...lines].map((line) => line.join(",")).join("\r\n") + "\r\n";
}

function cell(value: string | null, isText: boolean): string {
  if (value === null) return "";
  const safe = isText ? neutral(value).replace(inside, "$1'") : value;
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
