// From the bytes of a hand-made export to what it tells: a table in any form that order files may have, or the zip
// that Search Console gives.
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import yauzl from "yauzl";
import { fault } from "#lib/imports/faults.ts";
import { fileKind } from "#lib/imports/sniff.ts";
import { openTable } from "#lib/imports/table.ts";
import type { Bytes } from "#lib/imports/unpack.ts";
import { fileKinds, type FileKindId } from "#lib/ingest/files/kinds.ts";
import type { FileAbout, FileRead, Records } from "#lib/sources/files/preset.ts";
import { readFile } from "#lib/sources/files/presets.ts";
import { readSearchConsoleZip } from "#lib/sources/files/search-console.ts";

/** A day has a line for each campaign or origin: years of them stay far below. */
export const largestFile = 20 * 1_048_576;
const mostLines = 500_000;
const largestUnpacked = 64 * 1_048_576;

/** All that a file tells, one part a table. Throws an AppError "invalid" that says what to do. `bytes` is read once. */
export async function readDataFile(bytes: Bytes, about: FileAbout, kind?: FileKindId): Promise<FileRead[]> {
  const packed = await wholeOf(bytes, largestFile, "20 MB");
  if (packed.length === 0) throw fault("imports.empty");
  if (fileKind(packed) === "workbook") {
    const entries = await zipTables(packed);
    if (entries) return readSearchConsoleZip(entries, about);
  }
  return [readFile(await recordsOf(packed), about, kind && fileKinds.find((one) => one.id === kind)!.preset.id)];
}

async function wholeOf(bytes: AsyncIterable<Uint8Array>, most: number, limit: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of bytes) {
    size += part.length;
    if (size > most) throw fault("imports.too_large", { limit });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function recordsOf(packed: Buffer): Promise<Records> {
  const records: string[][] = [];
  let letters = 0;
  for await (const batch of (await openTable(Readable.from([packed], { objectMode: false }), {})).batches) {
    for (const record of batch) {
      records.push(record);
      for (const cell of record) letters += cell.length;
    }
    // A small gzip can unpack to any size.
    if (letters > largestUnpacked) throw fault("imports.unpacks_too_large", { limit: "64 MB" });
    if (records.length > mostLines) throw fault("imports.too_large", { limit: `${mostLines} lines` });
  }
  return records;
}

/** The CSV files of a zip by their names; null when it is a workbook. */
async function zipTables(packed: Buffer): Promise<Record<string, Records> | null> {
  const tables: Record<string, Records> = {};
  let zip: yauzl.ZipFile;
  const entries: yauzl.Entry[] = [];
  try {
    zip = await yauzl.fromBufferPromise(packed, { lazyEntries: true, validateEntrySizes: true });
    await new Promise<void>((resolve, reject) => { zip.on("entry", (entry: yauzl.Entry) => { entries.push(entry); zip.readEntry(); }).once("end", resolve).once("error", reject).readEntry(); });
  } catch (error) {
    throw fault("imports.broken_xlsx", {}, error);
  }
  if (entries.some((entry) => entry.fileName.replace(/^\//, "") === "xl/workbook.xml")) return null;
  const wanted = entries.filter((entry) => /\.csv$/i.test(entry.fileName));
  if (wanted.length === 0) throw fault("imports.zip");
  if (wanted.reduce((size, entry) => size + entry.uncompressedSize, 0) > largestUnpacked) throw fault("imports.unpacks_too_large", { limit: "64 MB" });
  for (const entry of wanted) {
    const text = await buffer(await zip.openReadStreamPromise(entry));
    if (text.length > 0) tables[entry.fileName] = await recordsOf(text);
  }
  return tables;
}
