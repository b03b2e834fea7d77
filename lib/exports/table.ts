// A table on its way out: typed columns, so that numbers stay numbers and text can't become a formula.

export type ColumnKind = "text" | "day" | "number" | "money" | "count" | "percent";
export interface Column {
  /** Stable name for machines: the heading in CSV. */
  id: string;
  /** Heading for people, in Excel. */
  label: string;
  kind: ColumnKind;
}

export interface ExportTable {
  /** File name without its ending, and the sheet's name. */
  name: string;
  columns: Column[];
  /** Numbers as decimal strings; null is unknown and leaves the cell empty. */
  rows: (string | null)[][];
  /** What the table was asked for (period, stores, filters), in words. */
  about: [string, string][];
}

// What a spreadsheet takes for a formula or a command at the start of a cell; full-width forms are read alike.
const runs = /^[=+\-@\t\r\n＝＋－＠]/u;

/** Text that no spreadsheet runs: neutral("=1+1") is "'=1+1". Numbers don't come here, so "-5.20" stays a number. */
export function neutral(text: string): string {
  return runs.test(text) ? `'${text}` : text;
}
