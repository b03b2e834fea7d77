import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ours } from "#db/citus.ts";
import type { Database } from "#db/client.ts";
import { verifyArchive } from "#lib/cluster/archive.ts";
import { listBackups, writeBackup } from "#lib/cluster/backup.ts";
import { restoreBackup } from "#lib/cluster/restore.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";

const home = mkdtempSync(path.join(os.tmpdir(), "storecast-backup-"));
let source: FreshDatabase;
let target: FreshDatabase;
let file: string;

beforeAll(async () => {
  [source, target] = [await freshDatabase(), await freshDatabase()];
  await addStore(source.db, 7, "Ærø \t \\N \n shop");
  await sql`insert into fact.sale_event (store_id, order_id, line_no, event_at, event_day, kind, amount, currency, quantity)
    select 7, 'o' || g, 1, '2026-03-29T01:30:00Z', '2026-03-29', 'sale', 0.000001 * g, 'EUR', 1 from generate_series(1, 5000) g`.execute(source.db);
  await sql`insert into app.audit (actor_name, via, action, target) select 'script', 'script', 'exported', 'x' from generate_series(1, 3)`.execute(source.db);
  file = (await writeBackup({ url: source.url, home })).file;
});
afterAll(async () => {
  await source.drop();
  await target.drop();
  rmSync(home, { recursive: true });
});

test("what was backed up comes back to the last digit, into a database that held something else", async () => {
  await addStore(target.db, 1, "Old");
  const result = await restoreBackup({ url: target.url, home, file });
  expect(await contents(target.db)).toEqual(await contents(source.db));
  expect(result.safety).toMatch(/before-restore\.backup$/);
  const back = await freshDatabase();
  await restoreBackup({ url: back.url, home, file: result.safety! });
  expect(await back.db.selectFrom("dim.store").select("name").execute()).toEqual([{ name: "Old" }]);
  await back.drop();
});

test("after a restore new rows get numbers that no restored row has", async () => {
  const { rows } = await sql<{ audit_id: string }>`insert into app.audit (actor_name, via, action, target) values ('a', 'script', 'exported', 'x') returning audit_id`.execute(target.db);
  expect(rows).toEqual([{ audit_id: "4" }]);
});

test("the file is closed to other users and only complete ones lie in the folder", () => {
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(readdirSync(path.dirname(file)).filter((name) => name.endsWith(".part"))).toEqual([]);
});

test.each(["first", "part", "manifest", "last"] as const)("one wrong byte is found before anything is touched: %s", async (where) => {
  const size = statSync(file).size;
  const manifest = await verifyArchive(file);
  const biggest = manifest.parts.toSorted((a, b) => b.length - a.length)[0]!;
  const at = { first: 0, part: biggest.offset + Math.floor(biggest.length / 2), manifest: size - 200, last: size - 2 }[where];
  const bad = path.join(home, `bad-${where}.backup`);
  const bytes = readFileSync(file);
  bytes[at]! ^= 1;
  writeFileSync(bad, bytes);
  await untouched(bad, /damaged/);
});

test.each([0, 10, 0.5, 0.999])("a file cut short is found before anything is touched: %d", async (cut) => {
  const bad = path.join(home, "cut.backup");
  copyFileSync(file, bad);
  truncateSync(bad, cut < 1 ? Math.floor(statSync(file).size * cut) : cut);
  await untouched(bad, /damaged/);
});

test("a backup of a newer version is refused by name", async () => {
  const newer = await freshDatabase();
  await sql`insert into public.storecast_migration (name, timestamp) values ('9999_future', 'x')`.execute(newer.db);
  const { file: future } = await writeBackup({ url: newer.url, home, to: path.join(home, "future.backup") });
  await untouched(future, /newer Storecast.*9999_future/);
  await newer.drop();
});

test("a row that does not fit rolls the whole restore back", async () => {
  const broken = await freshDatabase();
  await sql`alter table dim.store drop constraint store_currency_check`.execute(broken.db);
  await sql`insert into dim.store values (1, 'Bad', 'euro', 'UTC', '2026-01-01')`.execute(broken.db);
  const { file: bad } = await writeBackup({ url: broken.url, home, to: path.join(home, "misfit.backup") });
  await untouched(bad, /store_currency_check.*Nothing was changed/);
  await broken.drop();
});

test("the oldest backup can be restored: the safety backup before it does not push it out", async () => {
  const empty = await freshDatabase();
  const other = path.join(home, "other");
  for (let n = 10; n < 20; n++) await writeBackup({ url: source.url, home: other, label: String(n) });
  const oldest = path.join(other, "backups", (await listBackups(other))[0]!);
  await restoreBackup({ url: empty.url, home: other, file: oldest });
  expect(await contents(empty.db)).toEqual(await contents(source.db));
  await empty.drop();
});

test("only the last ten are kept", async () => {
  const empty = await freshDatabase();
  for (let n = 0; n < 12; n++) await writeBackup({ url: empty.url, home, label: String(n) });
  expect(await listBackups(home)).toHaveLength(10);
  await empty.drop();
});

test("every schema that migrations make is one that backups know", async () => {
  const { rows } = await sql<{ nspname: string }>`select nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public') order by 1`.execute(source.db);
  expect(rows.map((row) => row.nspname)).toEqual([...ours].sort());
});

async function addStore(db: Database, id: number, name: string): Promise<void> {
  await db.insertInto("dim.store").values({ store_id: id, name, currency: "EUR", zone: "Europe/Amsterdam", created_at: "2026-01-01T00:00:00Z" }).execute();
}

async function untouched(bad: string, words: RegExp): Promise<void> {
  const before = await contents(target.db);
  await expect(restoreBackup({ url: target.url, home, file: bad })).rejects.toThrow(words);
  expect(await contents(target.db)).toEqual(before);
}

/** Every row of the tables that the tests fill, as text. */
async function contents(db: Database): Promise<unknown> {
  const { rows } = await sql`select (select jsonb_agg(s) from dim.store s) as stores,
    (select jsonb_agg(e order by order_id) from fact.sale_event e) as events,
    (select jsonb_agg(a order by audit_id) from app.audit a where audit_id < 4) as audit,
    (select array_agg(name::text order by name) from public.storecast_migration) as migrations`.execute(db);
  return rows[0];
}
