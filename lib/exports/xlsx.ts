// Excel: typed cells, so text is text whatever it begins with, and a second sheet that says what was asked.
import writeXlsxFile, { type Cell } from "write-excel-file/node";
import { neutral, type ColumnKind, type ExportTable } from "#lib/exports/table.ts";

const formats: Partial<Record<ColumnKind, string>> = { money: "#,##0.00", count: "#,##0", percent: "0.0%", number: "#,##0.00" };

/** The bytes of a workbook with the sheets of rows and of "about". */
export async function toXlsx(table: ExportTable): Promise<Buffer> {
  const head: Cell[] = table.columns.map((column) => ({ value: column.label, type: String, fontWeight: "bold" }));
  const rows = table.rows.map((row) => row.map((value, index) => cell(value, table.columns[index]!.kind)));
  const about = table.about.map(([name, value]): Cell[] => [{ value: neutral(name), type: String, fontWeight: "bold" }, { value: neutral(value), type: String }]);
  return writeXlsxFile([
    { data: [head, ...rows], sheet: sheetName(table.name), stickyRowsCount: 1, columns: table.columns.map((column) => ({ width: column.kind === "text" ? 28 : 16 })) },
    { data: about, sheet: "About", columns: [{ width: 18 }, { width: 60 }] },
  ]).toBuffer();
}

function cell(value: string | null, kind: ColumnKind): Cell {
  if (value === null || value === "") return null;
  if (kind === "text") return { value: neutral(value), type: String };
  if (kind === "day") return { value: new Date(`${value}T00:00:00Z`), type: Date, format: "yyyy-mm-dd" };
  return { value: Number(value), type: Number, format: formats[kind] };
}

/** Excel's rules: 31 letters, none of []:*?/\ */
function sheetName(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, " ").slice(0, 31).trim() || "Sheet1";
}
