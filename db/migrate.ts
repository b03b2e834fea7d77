// Numbered, forward-only migrations: each is one SQL file in db/migrations, run in one transaction by Kysely's migrator.
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Migrator, sql, type Kysely, type Migration, type MigrationProvider } from "kysely";
import type { Database } from "#db/client.ts";
import { distribute } from "#db/citus.ts";

/** Reads `NNNN_name.sql` files. Their text is frozen once released. */
class SqlFiles implements MigrationProvider {
  constructor(private readonly folder: string) {}
  async getMigrations(): Promise<Record<string, Migration>> {
    const names = await migrationNames(this.folder);
    return Object.fromEntries(names.map((name): [string, Migration] => [name, { up: (db) => applyMigration(db, this.folder, name) }]));
  }
}

function migrator(db: Database, folder: string): Migrator {
  return new Migrator({ db, provider: new SqlFiles(folder), migrationTableSchema: "public", migrationTableName: "storecast_migration", migrationLockTableName: "storecast_migration_lock" });
}

/** Names of the migrations in the folder, in order, without ".sql". */
export async function migrationNames(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort().map((name) => name.replace(/\.sql$/, ""));
}

/** Runs one migration's text; the caller has the transaction and keeps the record. */
export async function applyMigration(db: Kysely<any>, folder: string, name: string): Promise<void> {
  await sql.raw(await readFile(path.join(folder, `${name}.sql`), "utf8")).execute(db);
  await distribute(db);
}

/** Names of the migrations that this database has not had. Throws when it has had one that this version doesn't know. */
export async function pendingMigrations(db: Database, folder: string): Promise<string[]> {
  const all = await migrator(db, folder).getMigrations();
  return all.filter((migration) => !migration.executedAt).map((migration) => migration.name);
}

/** Brings the schema up to date; two at once are safe (the migrator locks). Returns what it ran. */
export async function migrate(db: Database, folder: string): Promise<string[]> {
  const { error, results } = await migrator(db, folder).migrateToLatest();
  const failed = results?.find((result) => result.status === "Error");
  if (error) throw new Error(`Migration ${failed?.migrationName ?? "(none)"} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  return (results ?? []).map((result) => result.migrationName);
}
