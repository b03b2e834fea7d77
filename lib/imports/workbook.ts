// XLSX as records: a ZIP of XML, read as a stream, with caps on what it may unpack to. Dates come out as ISO text.
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import yauzl from "yauzl";
import { fault } from "#lib/imports/faults.ts";
import { readSheet, readStrings, readStyles, readWorkbook } from "#lib/imports/workbook-parts.ts";
import { maxFile, type Bytes } from "#lib/imports/unpack.ts";
import { AppError } from "#lib/core/errors.ts";

const maxEntries = 200;
const maxUnpacked = 200 * 1024 * 1024;
const maxRatio = 100;
/** Small parts of repeated XML pack better than any ratio says. */
const ratioFrom = 4 * 1024 * 1024;

/** The rows of the first visible sheet, empty ones left out. The file is kept aside while it is read, as ZIP is read from its end. */
export async function* workbookRecords(bytes: Bytes): AsyncGenerator<string[][]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "storecast-"));
  try {
    const file = path.join(folder, "workbook");
    let size = 0;
    await pipeline(Readable.from(bytes, { objectMode: false }), async function* (source: AsyncIterable<Uint8Array>) {
      for await (const chunk of source) {
        size += chunk.length;
        if (size > maxFile) throw fault("imports.too_large", { limit: "200 MB" });
        yield chunk;
      }
    }, createWriteStream(file));
    const archive = await openArchive(file);
    try {
      yield* rowsOf(archive);
    } catch (error) {
      throw error instanceof AppError ? error : fault("imports.broken_xlsx", {}, error);
    } finally {
      archive.zip.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Archive {
  zip: yauzl.ZipFile;
  entries: Map<string, yauzl.Entry>;
}

function openArchive(file: string): Promise<Archive> {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) => {
      if (error || !zip) return reject(fault("imports.broken_xlsx", {}, error));
      const entries = new Map<string, yauzl.Entry>();
      let unpacked = 0;
      const stop = (thrown: AppError): void => { zip.close(); reject(thrown); };
      zip.on("error", (problem: unknown) => stop(fault("imports.broken_xlsx", {}, problem)));
      zip.on("entry", (entry: yauzl.Entry) => {
        unpacked += entry.uncompressedSize;
        if ((entry.generalPurposeBitFlag & 1) !== 0) return stop(fault("imports.locked"));
        if (entries.size >= maxEntries || unpacked > maxUnpacked) return stop(fault("imports.unpacks_too_large", { limit: "200 MB, 200 parts" }));
        if (entry.uncompressedSize > ratioFrom && entry.uncompressedSize > entry.compressedSize * maxRatio) return stop(fault("imports.unpacks_too_large", { limit: `${maxRatio} times its size` }));
        entries.set(entry.fileName.replace(/^\//, ""), entry);
        zip.readEntry();
      });
      zip.on("end", () => {
        if (!entries.has("xl/workbook.xml")) return stop(fault("imports.zip"));
        resolve({ zip, entries });
      });
      zip.readEntry();
    });
  });
}

/** The text of one part; nothing when the workbook has no such part. */
async function* part(archive: Archive, name: string): AsyncGenerator<string> {
  const entry = archive.entries.get(name);
  if (!entry) return;
  const stream = await new Promise<Readable>((resolve, reject) => archive.zip.openReadStream(entry, (error, opened) => (error || !opened ? reject(error ?? new Error("no stream")) : resolve(opened))));
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of stream as AsyncIterable<Uint8Array>) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function* rowsOf(archive: Archive): AsyncGenerator<string[][]> {
  const { sheet, is1904 } = await readWorkbook(part(archive, "xl/workbook.xml"), part(archive, "xl/_rels/workbook.xml.rels"));
  if (!archive.entries.has(sheet)) throw fault("imports.broken_xlsx");
  const strings = await readStrings(part(archive, "xl/sharedStrings.xml"));
  const isDate = await readStyles(part(archive, "xl/styles.xml"));
  yield* readSheet(part(archive, sheet), { strings, isDate, is1904 });
}
