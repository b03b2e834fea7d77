// Any accepted file as a stream of records: batches of cells, text as the file has it.
import { fault } from "#lib/imports/faults.ts";
import { CsvReader } from "#lib/imports/csv.ts";
import { fileKind, sniffDelimiter, sniffEncoding, sniffNewline } from "#lib/imports/sniff.ts";
import { gunzip, peek, type Bytes } from "#lib/imports/unpack.ts";
import { workbookRecords } from "#lib/imports/workbook.ts";
import type { Delimiter, Encoding } from "#lib/imports/settings.ts";

export interface Table {
  format: "text" | "workbook";
  encoding: Encoding | null;
  delimiter: Delimiter | null;
  /** Records in the file's order, header first; empty ones are left out. */
  batches: AsyncIterable<string[][]>;
}

const headSize = 256 * 1024;

/** Opens a file of any accepted kind. `opens` makes a fresh run over its bytes, since an encoding may prove wrong late. */
export async function openTable(bytes: Bytes, said: { encoding?: Encoding; delimiter?: Delimiter }): Promise<Table> {
  const packed = await peek(bytes, 8);
  let kind = fileKind(packed.head);
  let start = packed;
  if (kind === "gzip") {
    start = await peek(gunzip(packed.bytes), headSize);
    kind = fileKind(start.head);
    if (kind === "gzip") throw fault("imports.binary");
  }
  if (kind === "workbook") return { format: "workbook", encoding: null, delimiter: null, batches: workbookRecords(start.bytes) };
  if (start.head.length < headSize) start = await peek(start.bytes, headSize);
  const encoding = said.encoding ?? sniffEncoding(start.head);
  const sample = new TextDecoder(encoding).decode(start.head).slice(0, 64 * 1024);
  if (sample.replace(/[\s\u0000\ufeff]/g, "") === "") throw fault("imports.empty");
  const delimiter = said.delimiter ?? sniffDelimiter(sample);
  return { format: "text", encoding, delimiter, batches: textRecords(start.bytes, encoding, new CsvReader(delimiter, sniffNewline(sample))) };
}

async function* textRecords(bytes: Bytes, encoding: Encoding, reader: CsvReader): AsyncGenerator<string[][]> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch (error) {
      throw fault("imports.unreadable", { encoding }, error);
    }
  };
  for await (const chunk of bytes) {
    const records = reader.push(decode(chunk), false);
    if (records.length > 0) yield records;
  }
  const records = reader.push(decode(), true);
  if (records.length > 0) yield records;
}
