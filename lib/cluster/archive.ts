// The backup's file: a head line, one gzip part a table, the manifest, a fixed foot. Every byte is
// covered by a SHA-256 or compared, so that one wrong byte anywhere is found before anything is restored.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import { AppError } from "#lib/core/errors.ts";

export const head = Buffer.from("storecast backup 1\n");
/** 16 hex digits of the manifest's length, 64 of its SHA-256, a line end. */
const footLength = 16 + 64 + 1;

const Part = z.strictObject({
  table: z.string().regex(/^[a-z_]+\.[a-z0-9_]+$/),
  columns: z.array(z.string()),
  offset: z.int(),
  length: z.int(),
  /** Of the gzip bytes. */
  sha256: z.string(),
  rows: z.int(),
});
export const Manifest = z.strictObject({
  format: z.literal(1),
  storecast: z.string(),
  /** ISO instant of the snapshot. */
  taken_at: z.string(),
  postgres: z.string(),
  migrations: z.array(z.string()).min(1),
  /** In an order in which references are met. */
  parts: z.array(Part),
  /** "app.audit_audit_id_seq" → last value given, or null when none was. */
  sequences: z.record(z.string(), z.string().nullable()),
});
export type Manifest = z.infer<typeof Manifest>;
export type Part = z.infer<typeof Part>;

/** Manifest and foot as the bytes that end the file. */
export function ending(manifest: Manifest): Buffer {
  const text = Buffer.from(JSON.stringify(manifest));
  return Buffer.concat([text, Buffer.from(`${text.length.toString(16).padStart(16, "0")}${sha256(text)}\n`)]);
}

/**
 * Reads the whole file and checks all of it: head, manifest, each part's sum and its count of rows.
 * Throws AppError "invalid" in words at the first thing that is not as written.
 */
export async function verifyArchive(file: string): Promise<Manifest> {
  const manifest = await readManifest(file);
  for (const part of manifest.parts) {
    const hash = createHash("sha256");
    let rows = 0;
    const source = createReadStream(file, { start: part.offset, end: part.offset + part.length - 1 });
    source.on("data", (chunk) => hash.update(chunk));
    const count = new Writable({ write(chunk: Buffer, _encoding, done) { rows += lines(chunk); done(); } });
    await pipeline(source, createGunzip(), count).catch((cause: unknown) => { throw damaged(file, `the part of ${part.table} can't be unpacked`, cause); });
    if (hash.digest("hex") !== part.sha256) throw damaged(file, `the part of ${part.table} was changed`);
    if (rows !== part.rows) throw damaged(file, `the part of ${part.table} has ${rows} rows instead of ${part.rows}`);
  }
  return manifest;
}

async function readManifest(file: string): Promise<Manifest> {
  const size = await stat(file).then((found) => found.size, (cause: unknown) => { throw new AppError("missing", "backup.no_file", `There is no backup at ${file}.`, {}, { cause }); });
  const handle = await open(file, "r");
  try {
    const bytes = async (from: number, length: number) => (await handle.read({ buffer: Buffer.alloc(length), position: from, length })).buffer;
    if (size < head.length + footLength || !(await bytes(0, head.length)).equals(head)) throw damaged(file, "it does not begin like a backup of Storecast");
    const foot = /^([0-9a-f]{16})([0-9a-f]{64})\n$/.exec((await bytes(size - footLength, footLength)).toString("latin1"));
    const length = Number.parseInt(foot?.[1] ?? "", 16);
    if (!foot || length > size - head.length - footLength) throw damaged(file, "its end is missing");
    const text = await bytes(size - footLength - length, length);
    if (sha256(text) !== foot[2]) throw damaged(file, "its table of contents was changed");
    const manifest = Manifest.safeParse(JSON.parse(text.toString("utf8")));
    if (!manifest.success) throw new AppError("invalid", "backup.format", `${file} was made by another version of Storecast that writes backups differently.`);
    let at = head.length;
    for (const part of manifest.data.parts) {
      if (part.offset !== at) throw damaged(file, `the part of ${part.table} is not where it should be`);
      at += part.length;
    }
    if (at !== size - footLength - length) throw damaged(file, "bytes are missing or too many");
    return manifest.data;
  } finally {
    await handle.close();
  }
}

/** Rows of a piece of COPY text: each ends with a line feed, and those within values are written as \n. */
export function lines(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) count++;
  return count;
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function damaged(file: string, what: string, cause?: unknown): AppError {
  return new AppError("invalid", "backup.damaged", `${file} is damaged: ${what}. Nothing was changed. Use another backup.`, {}, { cause });
}
