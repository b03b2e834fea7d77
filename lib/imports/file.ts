// The file as received: kept in the database in pieces of 1 MB, so that any process can read it again.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type pg from "pg";
import type { Database } from "#db/client.ts";
import { now } from "#lib/core/day.ts";
import { fault } from "#lib/imports/faults.ts";
import type { ImportSettings } from "#lib/imports/settings.ts";
import { maxFile, type Bytes } from "#lib/imports/unpack.ts";

/** The process's database in both forms: queries, and single connections for COPY and locks. */
export interface Host {
  db: Database;
  pool: pg.Pool;
}

const chunkSize = 1 << 20;

async function* chunks(bytes: Bytes): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    held.push(piece);
    size += piece.length;
    while (size >= chunkSize) {
      const all = Buffer.concat(held);
      yield all.subarray(0, chunkSize);
      held = [all.subarray(chunkSize)];
      size = all.length - chunkSize;
    }
  }
  if (size > 0) yield Buffer.concat(held);
}

/** Keeps a file, whole or not at all. Returns the import's id. Throws when it is empty or over 200 MB. */
export async function receiveFile(host: Host, storeId: number, file: { name: string; bytes: Bytes; settings: ImportSettings; by: string | null }): Promise<string> {
  const client = await host.pool.connect();
  try {
    await client.query("begin");
    const made = await client.query<{ import_id: string }>(
      "insert into ingest.import (store_id, file_name, state, settings, created_by, created_at, updated_at) values ($1, $2, 'received', $3, $4, $5, $5) returning import_id",
      [storeId, file.name.slice(0, 200), JSON.stringify(file.settings), file.by, now()]);
    const importId = made.rows[0]!.import_id;
    const hash = createHash("sha256");
    let size = 0;
    let chunkNo = 0;
    for await (const chunk of chunks(file.bytes)) {
      size += chunk.length;
      if (size > maxFile) throw fault("imports.too_large", { limit: "200 MB" });
      hash.update(chunk);
      await client.query({ name: "import_chunk", text: "insert into raw.import_file (store_id, import_id, chunk_no, bytes) values ($1, $2, $3, $4)", values: [storeId, importId, chunkNo++, chunk] });
    }
    if (size === 0) throw fault("imports.empty");
    await client.query("update ingest.import set file_hash = $2, byte_count = $3 where import_id = $1", [importId, hash.digest("hex"), size]);
    await client.query("commit");
    return importId;
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** The file again, piece by piece. Throws when the import is gone or its file isn't all there: half a file is never taken for a whole one. */
export async function* readFile(host: Host, storeId: number, importId: string): AsyncGenerator<Uint8Array> {
  const kept = await host.pool.query<{ byte_count: string }>("select byte_count from ingest.import where import_id = $1", [importId]);
  if (kept.rows.length === 0) throw fault("imports.unknown", { id: importId });
  let left = Number(kept.rows[0]!.byte_count);
  for (let chunkNo = 0; left > 0; chunkNo++) {
    const found = await host.pool.query<{ bytes: Buffer }>("select bytes from raw.import_file where store_id = $1 and import_id = $2 and chunk_no = $3", [storeId, importId, chunkNo]);
    const bytes = found.rows[0]?.bytes;
    if (!bytes || bytes.length > left) throw fault("imports.file_incomplete");
    left -= bytes.length;
    yield bytes;
  }
}

/** SHA-256 of a file on disk, to know it again. Throws "missing" in words when it can't be read. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: chunkSize })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
