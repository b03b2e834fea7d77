// A table as the answer of a route: CSV or Excel, with a name to save it under.
import { toCsv } from "#lib/exports/csv.ts";
import type { ExportTable } from "#lib/exports/table.ts";
import { toXlsx } from "#lib/exports/xlsx.ts";

export const exportFormats = ["json", "csv", "xlsx"] as const;
export type ExportFormat = (typeof exportFormats)[number];

const types = { csv: "text/csv; charset=utf-8", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };

/** A download of the table. File names keep to letters that every system takes. */
export async function fileAnswer(table: ExportTable, format: "csv" | "xlsx"): Promise<Response> {
  const body = format === "csv" ? toCsv(table) : new Uint8Array(await toXlsx(table));
  const name = `${table.name.replace(/[^A-Za-z0-9._-]+/g, "-")}.${format}`;
  return new Response(body, { headers: { "Content-Type": types[format], "Content-Disposition": `attachment; filename="${name}"` } });
}
