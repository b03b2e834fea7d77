// npm run doctor [-- --json]: is everything that Storecast rests on in order? Changes nothing.
import { existsSync, statSync } from "node:fs";
import { sql } from "kysely";
import { openDatabase, type Database } from "#db/client.ts";
import { pendingMigrations } from "#db/migrate.ts";
import { listBackups } from "#lib/cluster/backup.ts";
import { ensureCluster, type Cluster } from "#lib/cluster/cluster.ts";
import { diskRoom, inWords } from "#lib/cluster/disk.ts";
import { checkServer, withoutPassword } from "#lib/cluster/external.ts";
import { knownPlace } from "#lib/cluster/place.ts";
import { isUsed, migrations, unknownMigrations } from "#lib/cluster/ready.ts";
import { durable } from "#lib/cluster/settings.ts";
import { currentConfig } from "#lib/config.ts";
import { martFiles } from "#lib/refresh/marts.ts";
import { keyFile } from "#lib/secrets/keyring.ts";
import { open, type Box } from "#lib/secrets/secrets.ts";
import { runScript, say } from "#scripts/parts/script.ts";

interface Finding {
  check: string;
  state: "fine" | "warning" | "failed";
  words: string;
}

await runScript(async () => {
  const config = currentConfig();
  const findings: Finding[] = [];
  const look = async (check: string, work: () => Promise<Omit<Finding, "check">>) => {
    findings.push({ check, ...(await work().catch((error: unknown) => ({ state: "failed" as const, words: error instanceof Error ? error.message : String(error) }))) });
  };

  let cluster: Cluster | undefined;
  let url: string | undefined;
  await look("database", async () => {
    if (config.databaseUrl) {
      const version = await checkServer(config.databaseUrl);
      url = config.databaseUrl;
      return fine(`Postgres ${Math.floor(version / 10_000)}.${version % 10_000} of your own: ${withoutPassword(url)}`);
    }
    if (!existsSync(config.home) || !knownPlace(config.home)) return { state: "warning", words: `none yet in ${config.home}: npm start makes it` };
    cluster = await ensureCluster(config.home, say);
    url = cluster.url;
    return fine(`embedded, ${cluster.state === "adopted" ? "running" : "starts"}, on port ${cluster.port}, in ${cluster.place.folder}`);
  });
  await look("disk", async () => {
    const folder = cluster?.place.folder ?? (existsSync(config.home) ? config.home : process.cwd());
    const room = diskRoom(folder);
    return { state: room.state === "fine" ? "fine" : room.state === "low" ? "warning" : "failed", words: `${inWords(room.free)} of ${inWords(room.total)} free at ${folder}` };
  });
  if (url) {
    const db = openDatabase(url, { max: 1, name: "storecast doctor" });
    try {
      await look("settings", () => settings(db));
      await look("migrations", () => layout(db));
      await look("summaries", () => summaries(db));
      await look("sums", () => sums(db));
      await look("credentials", () => credentials(db, config.home));
    } finally {
      await db.destroy();
    }
  }
  await look("backups", async () => {
    const all = await listBackups(config.home);
    return all.length > 0 ? fine(`${all.length} kept, the last is ${all.at(-1)}`) : { state: "warning", words: "none yet: npm run backup" };
  });
  if (cluster?.state === "started" && !(await isUsed(config.home, cluster.url))) await cluster.stop();

  const width = Math.max(...findings.map(({ check }) => check.length));
  const failed = findings.filter(({ state }) => state === "failed").length;
  const lines = findings.map(({ check, state, words }) => `${state.padEnd(7)}  ${check.padEnd(width)}  ${words}`);
  return { line: [...lines, failed === 0 ? "All in order." : `${failed} of ${findings.length} failed.`].join("\n"), answer: { ok: failed === 0, findings }, ok: failed === 0 };
});

function fine(words: string): Omit<Finding, "check"> {
  return { state: "fine", words };
}

async function settings(db: Database): Promise<Omit<Finding, "check">> {
  const { rows } = await sql<{ name: string; setting: string }>`select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums')`.execute(db);
  const off = rows.filter(({ setting }) => setting === "off").map(({ name }) => name);
  if (off.some((name) => (durable as readonly string[]).includes(name))) return { state: "failed", words: `${off.join(", ")} off: a crash can lose data` };
  return off.length > 0 ? { state: "warning", words: `${off.join(", ")} off: damage on the disk would go unseen` } : fine("writes reach the disk, pages have checksums");
}

async function layout(db: Database): Promise<Omit<Finding, "check">> {
  const unknown = await unknownMigrations(db);
  if (unknown.length > 0) return { state: "failed", words: `made by a newer Storecast: ${unknown.join(", ")}` };
  const pending = await pendingMigrations(db, migrations);
  return pending.length > 0 ? { state: "warning", words: `${pending.length} to come with the next npm start: ${pending.join(", ")}` } : fine("up to date");
}

async function summaries(db: Database): Promise<Omit<Finding, "check">> {
  const known = new Map((await db.selectFrom("ingest.mart_version").select(["mart", "file_hash"]).execute()).map((row) => [row.mart, row.file_hash]));
  const stale = martFiles().filter((mart) => known.get(mart.name) !== mart.hash).map((mart) => mart.name);
  const dirty = await db.selectFrom("ingest.dirty_day").select((of) => of.fn.countAll<string>().as("days")).executeTakeFirstOrThrow();
  if (stale.length > 0) return { state: "warning", words: `made anew with the next npm start: ${stale.join(", ")}` };
  return dirty.days === "0" ? fine("up to date") : { state: "warning", words: `${dirty.days} changed days wait: npm run refresh` };
}

/** What the checks of the last refresh of each store found. */
async function sums(db: Database): Promise<Omit<Finding, "check">> {
  const rows = await db.selectFrom("ingest.check_result").innerJoin("dim.store", "dim.store.store_id", "ingest.check_result.store_id").select(["name", "check_id", "failed"]).execute();
  const wrong = rows.filter(({ failed }) => failed > 0);
  if (wrong.length > 0) return { state: "failed", words: wrong.map(({ name, check_id, failed }) => `${name}: ${check_id} (${failed})`).join("; ") };
  return fine(rows.length > 0 ? `${rows.length} checks hold: the pages show what the ledger says` : "nothing to check yet");
}

/** Whether the key opens the credentials of every connection, and who else could read it. */
async function credentials(db: Database, home: string): Promise<Omit<Finding, "check">> {
  const rows = await db.selectFrom("ingest.connection").select(["connection_id", "store_id", "source", "name", "secret"]).where("secret", "is not", null).execute();
  const shut = rows.flatMap((row) => {
    try {
      open(row.secret as unknown as Box, { storeId: row.store_id, connectionId: row.connection_id, source: row.source });
      return [];
    } catch (error) {
      return [`${row.name}: ${(error as Error).message}`];
    }
  });
  if (shut.length > 0) return { state: "failed", words: `${shut.length} of ${rows.length} connections can't be opened. ${shut[0]}` };
  const file = keyFile(home);
  if (existsSync(file) && process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0) return { state: "warning", words: `others on this computer can read ${file}: chmod 600 ${file}` };
  return fine(rows.length > 0 ? `${rows.length} of ${rows.length} open` : "none yet");
}
