// From the bytes as received to the bytes of the table: gzip is unpacked by its magic number, with a cap.
import { createGunzip } from "node:zlib";
import { Readable } from "node:stream";
import { fault } from "#lib/imports/faults.ts";

export type Bytes = AsyncIterable<Uint8Array>;
export const maxFile = 200 * 1024 * 1024;
const maxUnpacked = 2 * 1024 * 1024 * 1024;

/** Puts a piece that was read ahead back in front. */
export async function* ahead(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** The first `size` bytes (fewer when the file is shorter) and an iterator over the whole. */
export async function peek(bytes: Bytes, size: number): Promise<{ head: Uint8Array; bytes: Bytes }> {
  const iterator = bytes[Symbol.asyncIterator]();
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < size) {
    const next = await iterator.next();
    if (next.done) break;
    parts.push(next.value);
    length += next.value.length;
  }
  const head = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  return { head, bytes: ahead(head, iterator) };
}

/** Unpacks a gzip stream; a damaged or cut one, or one that grows past 2 GB, is refused in words. */
export async function* gunzip(bytes: Bytes): AsyncGenerator<Uint8Array> {
  const source = Readable.from(bytes, { objectMode: false, highWaterMark: 1 << 20 });
  const unpacked = createGunzip({ chunkSize: 1 << 18 });
  let sourceError: unknown;
  source.on("error", (error) => { sourceError = error; unpacked.destroy(error); });
  source.pipe(unpacked);
  let size = 0;
  try {
    for await (const chunk of unpacked as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > maxUnpacked) throw fault("imports.unpacks_too_large", { limit: "2 GB" });
      yield chunk;
    }
  } catch (error) {
    if (sourceError !== undefined || !(error instanceof Error) || !String((error as NodeJS.ErrnoException).code ?? "").startsWith("Z_")) throw error;
    throw fault("imports.broken_gz", {}, error);
  } finally {
    source.destroy();
    unpacked.destroy();
  }
}
