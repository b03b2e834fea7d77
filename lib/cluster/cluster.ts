// The embedded Postgres of a data folder, brought up whatever state the last run left it in.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { AppError } from "#lib/core/errors.ts";
import { giveTo, serverAccount } from "#lib/cluster/account.ts";
import { findBinaries } from "#lib/cluster/binaries.ts";
import { diskRoom, inWords } from "#lib/cluster/disk.ts";
import { clearDrafts, dataMajor, initialise, owner } from "#lib/cluster/initialise.ts";
import { withLock } from "#lib/cluster/lock.ts";
import { choosePlace, knownPlace, prepareHome, type Place } from "#lib/cluster/place.ts";
import { clearCrash, runningServer, startServer, stopServer } from "#lib/cluster/server.ts";
import { durable, serverSettings, usableMemory } from "#lib/cluster/settings.ts";

export interface Cluster {
  /** postgres://… with the password; also in `<home>/database.json`. */
  url: string;
  port: number;
  pid: number;
  place: Place;
  /** "started" by this call, or "adopted": it ran already. */
  state: "started" | "adopted";
  /** Stops the server, whoever started it. */
  stop(): Promise<void>;
}

/**
 * The running server of `home`: adopted when it runs, else started, else made first. Two callers at once
 * get the same server. `say` receives a line for what takes long or must be known.
 * Throws AppError in words: other major version, no room on the disk, no programs, unsafe settings.
 */
export async function ensureCluster(home: string, say: (line: string) => void): Promise<Cluster> {
  const account = serverAccount();
  prepareHome(home, account);
  return withLock(path.join(home, "postgres.lock"), 150_000, async () => {
    const place = choosePlace(home, account, say);
    const adopted = runningServer(place);
    const binaries = () => findBinaries(place.folder, account, dataMajor(place));
    const cluster = async (server: { pid: number; port: number }, state: Cluster["state"]): Promise<Cluster> => {
      const url = `postgres://${owner}:${readFileSync(place.password, "utf8").trim()}@127.0.0.1:${server.port}/${owner}`;
      await ready(url);
      remember(home, url);
      return { url, ...server, place, state, stop: () => stopServer(place, binaries(), account) };
    };
    if (adopted) return cluster(adopted, "adopted");

    clearDrafts(place);
    const found = binaries();
    const room = diskRoom(place.folder);
    if (room.state === "dangerous") throw new AppError("unavailable", "cluster.disk_full", `Only ${inWords(room.free)} are free where the database is kept (${place.folder}). It is not started, because a full disk would stop it in the middle of a write. Free at least 200 MB, better 1 GB, then start again.`);
    if (room.state === "low") say(`Warning: only ${inWords(room.free)} are free where the database is kept (${place.folder}). Make room soon: a full disk stops it.`);
    if (dataMajor(place) === undefined) {
      if (existsSync(place.cluster)) throw new AppError("unavailable", "cluster.damaged", `${place.data} has no PG_VERSION: it is not a complete Postgres folder. Restore a backup into an empty STORECAST_HOME, or move ${place.cluster} away to start empty.`);
      say("Making the database (once, a few seconds)…");
      initialise(place, found, account);
    }
    await clearCrash(place);
    if (!existsSync(place.log)) {
      writeFileSync(place.log, "", { mode: 0o600 });
      giveTo(account, place.log);
    }
    const server = await startServer(place, found, account, serverSettings(usableMemory(), room.total), lastPort(home));
    return cluster(server, "started");
  });
}

/** The server of `home` if it runs now; nothing is started or changed. */
export function runningCluster(home: string): { place: Place; pid: number; port: number } | undefined {
  const place = existsSync(home) ? knownPlace(home) : undefined;
  const server = place && runningServer(place);
  return server && { place, ...server };
}

/** Waits for the first answer, makes the database if need be, and asserts that what protects data is on. */
async function ready(url: string): Promise<void> {
  const admin = new pg.Client({ connectionString: url.replace(/\/[^/]*$/, "/postgres"), connectionTimeoutMillis: 10_000 });
  await admin.connect();
  try {
    for (const name of [...durable, "data_checksums"]) {
      const { rows } = await admin.query<{ setting: string }>("select current_setting($1) as setting", [name]);
      if (rows[0]?.setting !== "on") throw new AppError("refused", "cluster.unsafe", `The database runs with ${name} ${rows[0]?.setting}: a crash could lose data. Remove that from its settings (ALTER SYSTEM RESET ${name}), then start again.`);
    }
    const { rowCount } = await admin.query("select 1 from pg_database where datname = $1", [owner]);
    // A start that was killed at this point may still be making it: the server works on without its client.
    const alreadyMade = ["42P04", "23505"];
    if (rowCount === 0) await admin.query(`create database ${owner}`).catch((error: { code?: string }) => { if (!alreadyMade.includes(error.code ?? "")) throw error; });
  } finally {
    await admin.end();
  }
}

function lastPort(home: string): number | undefined {
  try {
    return Number(new URL((JSON.parse(readFileSync(path.join(home, "database.json"), "utf8")) as { url: string }).url).port) || undefined;
  } catch {
    return undefined;
  }
}

/** Tells the web process and the scripts where the server is. Replaced by a rename: never half a file. */
function remember(home: string, url: string): void {
  const file = path.join(home, "database.json");
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify({ url })}\n`, { mode: 0o600 });
  renameSync(draft, file);
}
