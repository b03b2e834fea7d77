// From nothing to a database that has every migration: what start and the scripts call first.
import path from "node:path";
import { sql } from "kysely";
import { openDatabase, type Database } from "#db/client.ts";
import { migrate, migrationNames, pendingMigrations } from "#db/migrate.ts";
import { type Config } from "#lib/config.ts";
import { AppError } from "#lib/core/errors.ts";
import { writeBackup } from "#lib/cluster/backup.ts";
import { ensureCluster, type Cluster } from "#lib/cluster/cluster.ts";
import { checkServer } from "#lib/cluster/external.ts";
import { lockHolder } from "#lib/cluster/lock.ts";

export const migrations = path.join(process.cwd(), "db", "migrations");

/** The lock that `npm start` holds in its data folder while it runs. */
export const runningLock = (home: string) => path.join(home, "running.json");

export interface ReadyDatabase {
  url: string;
  /** Undefined when DATABASE_URL names the operator's own server. */
  cluster: Cluster | undefined;
  /** Migrations that this call ran. */
  migrated: string[];
  /** Whether another product or script is connected to it now. */
  isUsed(): Promise<boolean>;
  /** For scripts: stops the server if this call started it and nobody else uses it by now. */
  leave(): Promise<void>;
}

/**
 * The database, reachable and migrated. Before pending migrations touch existing data a backup is
 * written; when that fails nothing is migrated. Throws AppError in words.
 */
export async function readyDatabase(config: Pick<Config, "home" | "databaseUrl">, say: (line: string) => void): Promise<ReadyDatabase> {
  const cluster = config.databaseUrl ? undefined : await ensureCluster(config.home, say);
  const url = config.databaseUrl ?? cluster!.url;
  if (!cluster) await checkServer(url);
  const migrated = await bringUpToDate(config.home, url, say);
  const used = () => isUsed(config.home, url);
  return { url, cluster, migrated, isUsed: used, leave: async () => { if (cluster?.state === "started" && !(await used())) await cluster.stop(); } };
}

async function bringUpToDate(home: string, url: string, say: (line: string) => void): Promise<string[]> {
  const db = openDatabase(url, { max: 2, name: "storecast setup" });
  try {
    const pending = await pendingOf(db);
    if (pending.length === 0) return [];
    if (await holdsData(db)) {
      say("The database needs a newer layout. Backing it up first…");
      const { file } = await writeBackup({ url, home, label: `before-${pending[0]!}` });
      say(`Backup: ${file}`);
    }
    const done = await migrate(db, migrations);
    say(`Database layout brought to ${done.at(-1)}.`);
    return done;
  } finally {
    await db.destroy();
  }
}

async function pendingOf(db: Database): Promise<string[]> {
  const unknown = await unknownMigrations(db);
  if (unknown.length > 0) throw new AppError("refused", "database.newer", `This database was used by a newer Storecast (it has ${unknown.join(", ")}). Start that version again, or restore an older backup.`);
  return pendingMigrations(db, migrations);
}

/** Migrations that the database has had and this version doesn't know. */
export async function unknownMigrations(db: Database): Promise<string[]> {
  const known = new Set(await migrationNames(migrations));
  return (await appliedMigrations(db)).filter((name) => !known.has(name));
}

/** Migrations that the database has had, oldest first; empty when it is new. */
export async function appliedMigrations(db: Database): Promise<string[]> {
  const { rows: [table] } = await sql<{ known: string | null }>`select to_regclass('public.storecast_migration')::text as known`.execute(db);
  if (!table?.known) return [];
  return (await sql<{ name: string }>`select name from public.storecast_migration order by name`.execute(db)).rows.map((row) => row.name);
}

/** Whether there is anything that a failed migration could cost: a store or a person. */
async function holdsData(db: Database): Promise<boolean> {
  for (const table of ["dim.store", "app.person"]) {
    const { rows: [there] } = await sql<{ known: string | null }>`select to_regclass(${table})::text as known`.execute(db);
    if (there?.known && (await sql`select 1 from ${sql.table(table)} limit 1`.execute(db)).rows.length > 0) return true;
  }
  return false;
}

/** Whether a product runs on this data folder, or anyone else is connected to its database. */
export async function isUsed(home: string, url: string): Promise<boolean> {
  const holder = lockHolder(runningLock(home));
  if (holder && holder.pid !== process.pid) return true;
  const db = openDatabase(url, { max: 1 });
  try {
    const others = await sql`select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`.execute(db);
    return others.rows.length > 0;
  } finally {
    await db.destroy();
  }
}
