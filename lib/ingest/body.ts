// Reading what comes back: whole with a limit, or line by line.
import { isAscii } from "node:buffer";
import { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { HttpFault } from "#lib/core/fault.ts";

/** A line of a download longer than this is no line; in bytes. */
const longestLine = 16 * 1024 * 1024;

export type Bytes = AsyncIterable<Uint8Array>;

/** The body as text, at most `maxBytes` of it. Throws an HttpFault "vendor" when there is more. */
export async function readText(body: Bytes, maxBytes: number, asked: string, charset = "utf-8"): Promise<string> {
  return textOf(await readBytes(body, maxBytes, asked), charset);
}

export function textOf(bytes: Buffer, charset: string): string {
  const encoding = known(charset);
  // Most answers hold nothing but plain letters: those are the same in UTF-8, and taken over as they are.
  if (encoding === "utf-8" && isAscii(bytes)) return bytes.toString("latin1");
  return new TextDecoder(encoding).decode(bytes);
}

/** The same, not yet decoded. */
export async function readBytes(body: Bytes, maxBytes: number, asked: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > maxBytes) throw new HttpFault({ kind: "vendor", code: "too_large", tries: 1, message: `${asked}: the answer is larger than ${Math.round(maxBytes / 1_048_576)} MB.` });
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function known(charset: string): string {
  try {
    return new TextDecoder(charset).encoding;
  } catch {
    return "utf-8";
  }
}

/** charset of a content type; utf-8 where none is told. */
export function charsetOf(headers: Headers): string {
  return /charset="?([\w-]+)/i.exec(headers.get("content-type") ?? "")?.[1] ?? "utf-8";
}

/** The first bytes of a body and all of it: what a download begins with decides how it is read. */
export async function peek(body: Bytes): Promise<{ head: Uint8Array; whole: Bytes; close: () => Promise<void> }> {
  const iterator = body[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array();
  let isDone = false;
  while (head.length < 512 && !isDone) {
    const { value, done } = await iterator.next();
    isDone = done ?? false;
    if (value) head = Buffer.concat([head, value]);
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    try {
      if (head.length > 0) yield head;
      while (!isDone) {
        const { value, done } = await iterator.next();
        isDone = done ?? false;
        if (value) yield value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { head, whole: whole(), close: async () => { await iterator.return?.(); } };
}

/** The body as its content-encoding says. A packed body that is cut off throws, it isn't a shorter one. */
export function decoded(body: Readable, headers: Headers): Bytes {
  let stream = body;
  for (const coding of (headers.get("content-encoding") ?? "").toLowerCase().split(",").map((name) => name.trim()).reverse()) {
    if (coding === "gzip" || coding === "x-gzip") stream = through(stream, createGunzip());
    else if (coding === "br") stream = through(stream, createBrotliDecompress());
    else if (coding === "deflate") stream = through(stream, createInflate());
  }
  return stream;
}

/** Unpacks a gzip file, known by its first two bytes: vendors serve .gz with any content type. */
export function unpacked(head: Uint8Array, whole: Bytes): Bytes {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return whole;
  return through(Readable.from(whole, { objectMode: false }), createGunzip());
}

function through(source: Readable, unpack: NodeJS.ReadWriteStream & Readable): Readable {
  // pipe() leaves the sink open when the source breaks: the reader would wait for ever.
  source.on("error", (error) => unpack.destroy(error));
  unpack.on("close", () => source.destroy());
  return source.pipe(unpack) as Readable;
}

/** In the pieces in which they come, lines of UTF-8 bytes without \n or \r\n and without the byte-order mark; no empty line after the last line end. */
export async function* linesOf(bytes: Bytes, asked: string): AsyncGenerator<string[]> {
  let rest: Buffer[] = [];
  let size = 0;
  let isFirst = true;
  for await (const part of bytes) {
    const piece = Buffer.from(part.buffer, part.byteOffset, part.length);
    // A line end is never within a letter, so what lies between two can be read by itself.
    const [first, last] = [piece.indexOf(lineEnd), piece.lastIndexOf(lineEnd)];
    const ending = first < 0 ? piece : piece.subarray(0, first);
    rest.push(ending);
    size += ending.length;
    if (size > longestLine) throw new HttpFault({ kind: "shape", code: "line_too_long", message: `${asked}: a line of the download has no end.` });
    if (first < 0) continue;
    let text = lettersOf(Buffer.concat(rest));
    if (isFirst && text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    isFirst = false;
    rest = [piece.subarray(last + 1)];
    size = rest[0]!.length;
    const lines = first < last ? lettersOf(piece.subarray(first + 1, last)).split("\n") : [];
    lines.unshift(text);
    yield piece.includes(carriageReturn) || text.endsWith("\r") ? lines.map(bare) : lines;
  }
  const left = lettersOf(Buffer.concat(rest));
  const text = isFirst && left.charCodeAt(0) === 0xfeff ? left.slice(1) : left;
  if (text !== "") yield [bare(text)];
}
const [lineEnd, carriageReturn] = [10, 13];

/** Most bytes are plain letters: those are the same in UTF-8, and taken over as they are. */
const lettersOf = (bytes: Buffer): string => (isAscii(bytes) ? bytes.toString("latin1") : bytes.toString("utf8"));

const bare = (line: string): string => (line.endsWith("\r") ? line.slice(0, -1) : line);
