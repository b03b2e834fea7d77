// A restore: the backup is proved first, what is there is backed up, then all is replaced in one transaction.
import { createReadStream } from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { ours } from "#db/citus.ts";
import { openDatabase } from "#db/client.ts";
import { applyMigration, migrate, migrationNames } from "#db/migrate.ts";
import { AppError } from "#lib/core/errors.ts";
import { verifyArchive, type Manifest } from "#lib/cluster/archive.ts";
import { writeBackup } from "#lib/cluster/backup.ts";
import { quoted } from "#lib/cluster/tables.ts";

const migrations = path.join(process.cwd(), "db", "migrations");

export interface RestoreResult {
  taken_at: string;
  tables: number;
  rows: number;
  /** Backup of what was there before; null when the database was empty. */
  safety: string | null;
}

/**
 * Replaces the contents of the database at `url` by those of `file`. Nobody else may use it meanwhile.
 * Anything wrong (damaged, newer than this version, a row that doesn't fit) throws and leaves the
 * database as it was. Marts are empty afterwards: the caller builds them.
 */
export async function restoreBackup(options: { url: string; home: string; file: string }): Promise<RestoreResult> {
  const manifest = await verifyArchive(options.file);
  const known = await migrationNames(migrations);
  const newer = manifest.migrations.filter((name) => !known.includes(name));
  if (newer.length > 0) throw new AppError("refused", "backup.newer", `${options.file} was made by a newer Storecast (${manifest.storecast}, with ${newer.join(", ")}). Nothing was changed. Update Storecast, then restore it.`);

  const client = new pg.Client({ connectionString: options.url, application_name: "storecast restore" });
  await client.connect();
  let safety: string | null = null;
  try {
    if ((await client.query<{ known: boolean }>("select to_regclass('public.storecast_migration') is not null as known")).rows[0]!.known) {
      safety = (await writeBackup({ url: options.url, home: options.home, label: "before-restore", spare: options.file })).file;
    }
    await client.query("begin");
    await client.query("set local lock_timeout = '10s'");
    await replaceSchema(client, manifest);
    for (const part of manifest.parts) await fill(client, options.file, part);
    for (const [name, last] of Object.entries(manifest.sequences)) {
      if (last !== null) await client.query("select setval($1::regclass, $2::bigint)", [quoted(name), last]);
    }
    await client.query("commit");
    await client.query("analyze");
  } catch (cause) {
    await client.query("rollback").catch(() => {});
    if (cause instanceof AppError) throw cause;
    if ((cause as { code?: string }).code === "55P03") throw new AppError("conflict", "backup.in_use", "Someone else uses the database. Nothing was changed. Stop Storecast and its scripts, then restore.", {}, { cause });
    throw new AppError("broken", "backup.restore", `The backup could not be restored: ${(cause as Error).message}. Nothing was changed.`, {}, { cause });
  } finally {
    await client.end();
  }
  const db = openDatabase(options.url, { max: 2 });
  await migrate(db, migrations).finally(() => db.destroy());
  return { taken_at: manifest.taken_at, tables: manifest.parts.length, rows: manifest.parts.reduce((sum, part) => sum + part.rows, 0), safety };
}

/** Our schemas, made anew as the backup's version had them, with empty tables. */
async function replaceSchema(client: pg.Client, manifest: Manifest): Promise<void> {
  for (const schema of ours) await client.query(`drop schema if exists "${schema}" cascade`);
  const db = new Kysely<any>({ dialect: new PostgresDialect({ pool: { connect: async () => Object.assign(client, { release: () => {} }), end: async () => {} } }) });
  await client.query("create table if not exists public.storecast_migration (name varchar(255) primary key, timestamp varchar(255) not null)");
  await client.query("truncate public.storecast_migration");
  for (const name of manifest.migrations) {
    await applyMigration(db, migrations, name);
    await sql`insert into public.storecast_migration (name, timestamp) values (${name}, ${manifest.taken_at})`.execute(db);
  }
  if (manifest.parts.length > 0) await client.query(`truncate ${manifest.parts.map((part) => quoted(part.table)).join(", ")} cascade`);
}

async function fill(client: pg.Client, file: string, part: Manifest["parts"][number]): Promise<void> {
  const list = part.columns.map((column) => `"${column}"`).join(", ");
  const rows = client.query(copyFrom(`copy ${quoted(part.table)} (${list}) from stdin`));
  await pipeline(createReadStream(file, { start: part.offset, end: part.offset + part.length - 1 }), createGunzip(), rows);
  if (rows.rowCount !== part.rows) throw new Error(`${part.table} took ${rows.rowCount} rows instead of ${part.rows}`);
}
