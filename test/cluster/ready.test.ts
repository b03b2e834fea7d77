import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { sql } from "kysely";
import { afterAll, expect, inject, onTestFinished, test } from "vitest";
import { openDatabase, type Database } from "#db/client.ts";
import { applyMigration, migrationNames } from "#db/migrate.ts";
import { verifyArchive } from "#lib/cluster/archive.ts";
import { listBackups } from "#lib/cluster/backup.ts";
import { ensureCluster } from "#lib/cluster/cluster.ts";
import { appliedMigrations, migrations, readyDatabase } from "#lib/cluster/ready.ts";
import { freshDatabase } from "#test/support/database.ts";
import { removeHome, temporaryHome } from "#test/support/home.ts";

const home = temporaryHome("ready");
afterAll(() => removeHome(home));

test("before new migrations touch data that is there, a backup is written; the data stays", async () => {
  const { db, url, drop } = await oldDatabase("0001_ground");
  onTestFinished(drop);
  await sql`insert into dim.store (store_id, name, currency, zone, created_at) values (1, 'Kept', 'EUR', 'UTC', '2026-01-01')`.execute(db);
  const said: string[] = [];
  const { migrated } = await readyDatabase({ home, databaseUrl: url }, (line) => said.push(line));
  expect(migrated).toEqual((await migrationNames(migrations)).slice(1));
  expect(await db.selectFrom("dim.store").select("name").execute()).toEqual([{ name: "Kept" }]);
  const [file] = await listBackups(home);
  expect(said.join("\n")).toContain(file);
  const backup = await verifyArchive(path.join(home, "backups", file!));
  expect(backup.migrations).toEqual(["0001_ground"]);
  expect(backup.parts.find((part) => part.table === "dim.store")?.rows).toBe(1);
});

test("a database that a newer version has used is refused by name and not touched", async () => {
  const { db, url, drop } = await freshDatabase();
  onTestFinished(drop);
  await sql`insert into public.storecast_migration (name, timestamp) values ('9999_future', 'x')`.execute(db);
  const before = await appliedMigrations(db);
  await expect(readyDatabase({ home, databaseUrl: url }, () => {})).rejects.toThrow(/newer Storecast.*9999_future/);
  expect(await appliedMigrations(db)).toEqual(before);
});

test("two that bring a new database up to date at once both succeed", async () => {
  const { url, drop } = await oldDatabase();
  onTestFinished(drop);
  const both = await Promise.all([readyDatabase({ home, databaseUrl: url }, () => {}), readyDatabase({ home, databaseUrl: url }, () => {})]);
  expect(both.flatMap(({ migrated }) => migrated).sort()).toEqual(await migrationNames(migrations));
});

const mounted = path.join(home, "disk");
const mount = (megabytes: number) => spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=755`, "tmpfs", mounted]).status === 0;
const unmount = () => spawnSync("umount", ["-l", mounted]);

test("a disk that is nearly full is refused before anything is written, a small one warned of", async ({ skip }) => {
  mkdirSync(mounted, { recursive: true });
  chmodSync(home, 0o711);
  if (!mount(150)) skip("needs the right to mount a small file system");
  onTestFinished(() => void unmount());
  await expect(ensureCluster(path.join(mounted, "home"), () => {})).rejects.toThrow(/Only \d+ MB are free.*not started/);
  expect(existsSync(path.join(mounted, "home/postgres"))).toBe(false);
  unmount();
  mount(700);
  const said: string[] = [];
  const cluster = await ensureCluster(path.join(mounted, "home"), (line) => said.push(line));
  await cluster.stop();
  expect(said.join("\n")).toMatch(/Warning: only \d+ MB are free/);
});

/** A database that has had the migrations up to `last`; none without it. */
async function oldDatabase(last?: string): Promise<{ db: Database; url: string; drop: () => Promise<void> }> {
  const { db: other, drop } = await freshDatabase();
  const { rows: [row] } = await sql<{ name: string }>`select current_database() || '_old' as name`.execute(other);
  await sql`create database ${sql.id(row!.name)}`.execute(other);
  const url = new URL(inject("testServer").url);
  url.pathname = `/${row!.name}`;
  const db = openDatabase(url.href, { max: 2 });
  if (last) {
    await sql`create table public.storecast_migration (name varchar(255) primary key, timestamp varchar(255) not null)`.execute(db);
    for (const name of (await migrationNames(migrations)).filter((name) => name <= last)) {
      await applyMigration(db, migrations, name);
      await sql`insert into public.storecast_migration values (${name}, 'x')`.execute(db);
    }
  }
  return { db, url: url.href, drop: async () => { await db.destroy(); await sql`drop database ${sql.id(row!.name)} with (force)`.execute(other); await drop(); } };
}
