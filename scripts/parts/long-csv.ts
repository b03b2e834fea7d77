// Reading long CSV files for the forecaster (plain or gzip), row by row, and writing what comes out.
import { createReadStream, createWriteStream, existsSync, openSync, readSync, closeSync, renameSync, rmSync, statSync } from "node:fs";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import { AppError } from "#lib/core/errors.ts";
import { LongTable } from "#lib/forecast/long-table.ts";
import { Usage } from "#scripts/parts/script.ts";

/** Rows as text by column, with their number in the file (the header is row 1). Columns go by name, in any order and case. */
export async function* rowsOf(file: string, needed: readonly string[]): AsyncGenerator<{ row: number; cell: (column: string) => string }> {
  if (!existsSync(file) || !statSync(file).isFile()) throw new Usage(`There is no file ${file}.`);
  let columns: Map<string, number> | undefined;
  let row = 0;
  const parser = plain(file).pipe(parse({ bom: true, relax_column_count: true, skip_empty_lines: false, trim: true }));
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row++;
      if (!columns) {
        columns = new Map(cells.map((name, index) => [name.toLowerCase(), index]));
        const missing = needed.filter((name) => !columns!.has(name));
        if (missing.length > 0) throw new AppError("invalid", "forecast.columns", `${file} has no column ${missing.join(", ")}; its columns are ${cells.join(", ")}.`);
      } else if (cells.some((text) => text !== "")) {
        yield { row, cell: (name) => cells[columns!.get(name) ?? -1] ?? "" };
      }
    }
  } catch (error) {
    const code = (error as { code?: string }).code ?? "";
    if (code.startsWith("CSV_") || code.startsWith("Z_")) throw new AppError("invalid", "forecast.unreadable", `${file} can't be read after row ${row}: ${(error as Error).message}.`);
    throw error;
  }
}

/** The file's bytes, unpacked when they begin as gzip does. A fault while reading reaches whoever reads. */
function plain(file: string): Readable {
  const handle = openSync(file, "r");
  const magic = Buffer.alloc(2);
  readSync(handle, magic, 0, 2, 0);
  closeSync(handle);
  const bytes = createReadStream(file);
  if (magic[0] !== 0x1f || magic[1] !== 0x8b) return bytes;
  const gunzip = createGunzip();
  bytes.on("error", (error) => gunzip.destroy(error));
  return bytes.pipe(gunzip);
}

export async function readLong(file: string): Promise<LongTable> {
  const table = new LongTable();
  for await (const { row, cell } of rowsOf(file, ["series", "ds", "y"])) table.add(row, cell("series"), cell("ds"), cell("y"));
  return table;
}

/** A CSV that is being written; it stands under its name only once it is whole. */
export interface CsvWriter {
  row(cells: readonly (string | number)[]): Promise<void>;
  close(): Promise<void>;
  /** Leaves nothing behind. */
  abandon(): void;
}

/** @param file undefined for stdout */
export function csvWriter(file: string | undefined): CsvWriter {
  const partial = `${file}.partial`;
  const stream = file === undefined ? process.stdout : createWriteStream(partial);
  let fault: Error | undefined;
  stream.on("error", (error) => (fault = error));
  return {
    async row(cells) {
      if (fault) throw new AppError("invalid", "forecast.unwritable", `${file ?? "The output"} can't be written: ${fault.message}.`);
      if (!stream.write(`${cells.map(cell).join(",")}\n`)) await Promise.race([once(stream, "drain"), once(stream, "error")]).catch(() => {});
    },
    async close() {
      if (file === undefined) return;
      await new Promise<void>((resolve) => stream.end(resolve));
      if (fault) throw new AppError("invalid", "forecast.unwritable", `${file} can't be written: ${fault.message}.`);
      renameSync(partial, file);
    },
    abandon() {
      if (file === undefined) return;
      stream.destroy();
      rmSync(partial, { force: true });
    },
  };
}

/** Ten digits are more than any projection knows, and fewer than the last bits in which machines differ. */
function cell(value: string | number): string {
  if (typeof value === "number") return String(Number(value.toPrecision(10)));
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
