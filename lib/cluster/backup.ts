// A backup: every table as COPY text from one snapshot, in one file that is read back before it counts.
import { createHash } from "node:crypto";
import { chmod, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { readFileSync } from "node:fs";
import path from "node:path";
import { Transform, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { AppError } from "#lib/core/errors.ts";
import { now } from "#lib/core/day.ts";
import { ending, head, lines, verifyArchive, type Manifest, type Part } from "#lib/cluster/archive.ts";
import { quoted, sequenceValues, storedTables } from "#lib/cluster/tables.ts";

/** How many backups `<home>/backups` keeps; older ones are removed after a new one was verified. */
const kept = 10;

export interface BackupResult {
  file: string;
  bytes: number;
  tables: number;
  rows: number;
  removed: string[];
}

/**
 * Writes a backup of the database at `url`: to `to`, else into `<home>/backups` under a dated name.
 * It exists under its name only once it has been read back whole. Others may write meanwhile: the
 * backup is what one instant held. Marts are left out, they are rebuilt; so is every file beside the
 * database: credentials are in it sealed, and the key that opens them (lib/secrets) isn't. `spare` is a
 * file that is in use, so not removed as too old.
 */
export async function writeBackup(options: { url: string; home: string; to?: string; label?: string; spare?: string }): Promise<BackupResult> {
  const folder = path.join(options.home, "backups");
  const stamp = now().toISOString().replace(/\.\d+Z$/, "Z").replaceAll(":", "-");
  const file = options.to ?? path.join(folder, `storecast-${stamp}${options.label ? `-${options.label}` : ""}.backup`);
  if (!options.to) await mkdir(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}.part`;
  try {
    await dump(options.url, draft);
    const manifest = await verifyArchive(draft);
    await rename(draft, file);
    const rows = manifest.parts.reduce((sum, part) => sum + part.rows, 0);
    const bytes = manifest.parts.reduce((sum, part) => sum + part.length, 0);
    return { file, bytes, tables: manifest.parts.length, rows, removed: options.to ? [] : await retire(folder, options.spare) };
  } catch (cause) {
    await rm(draft, { force: true });
    if ((cause as NodeJS.ErrnoException).code === "ENOSPC") throw new AppError("unavailable", "backup.disk_full", `The disk is full: there is no room for a backup at ${file}. Make room, or name another place: npm run backup -- --to FILE.`, {}, { cause });
    throw cause;
  }
}

/** Oldest first, without drafts. */
export async function listBackups(home: string): Promise<string[]> {
  const names = await readdir(path.join(home, "backups")).catch(() => []);
  return names.filter((name) => /^storecast-.*\.backup$/.test(name)).sort();
}

async function retire(folder: string, spare?: string): Promise<string[]> {
  const old = (await listBackups(path.dirname(folder))).slice(0, -kept).filter((name) => !spare || path.resolve(spare) !== path.resolve(folder, name));
  for (const name of old) await rm(path.join(folder, name), { force: true });
  return old;
}

async function dump(url: string, file: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: "storecast backup" });
  await client.connect();
  const out = await open(file, "wx", 0o600);
  try {
    await client.query("begin isolation level repeatable read, read only");
    const migrations = (await client.query<{ name: string }>("select name from public.storecast_migration order by name")).rows.map((row) => row.name);
    const { rows: [server] } = await client.query<{ version: string; at: Date }>("select current_setting('server_version') as version, now() as at");
    let at = (await out.write(head)).bytesWritten;
    const parts: Part[] = [];
    for (const table of await storedTables(client)) {
      const part = await writePart(client, out, table.name, table.columns, at);
      at += part.length;
      parts.push(part);
    }
    // Read last: a sequence isn't part of the snapshot, and too high a value does no harm where too low would.
    const sequences = await sequenceValues(client);
    await client.query("commit");
    const manifest: Manifest = { format: 1, storecast: ownVersion(), taken_at: server!.at.toISOString(), postgres: server!.version, migrations, parts, sequences };
    await out.write(ending(manifest));
    await out.sync();
    await chmod(file, 0o600);
  } finally {
    await out.close();
    await client.end();
  }
}

async function writePart(client: pg.Client, out: Awaited<ReturnType<typeof open>>, table: string, columns: string[], offset: number): Promise<Part> {
  const hash = createHash("sha256");
  let rows = 0;
  let length = 0;
  const counted = new Transform({ transform(chunk: Buffer, _encoding, done) { rows += lines(chunk); done(null, chunk); } });
  const stored = new Writable({
    write(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      length += chunk.length;
      out.writeFile(chunk).then(() => done(), done);
    },
  });
  const list = columns.map((column) => `"${column}"`).join(", ");
  await pipeline(client.query(copyTo(`copy (select ${list} from ${quoted(table)}) to stdout`)), counted, createGzip({ level: 2 }), stored);
  return { table, columns, offset, length, sha256: hash.digest("hex"), rows };
}

/** This version of Storecast, from package.json. */
export function ownVersion(): string {
  return (JSON.parse(readFileSync(path.join(process.cwd(), "package.json"), "utf8")) as { version: string }).version;
}
