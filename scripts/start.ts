// npm start: database, backup and migrations, marts, pages, web server; watched until Ctrl-C.
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase, openPool, type Database } from "#db/client.ts";
import { runningCluster, ensureCluster } from "#lib/cluster/cluster.ts";
import { serverAccount } from "#lib/cluster/account.ts";
import { diskRoom, inWords } from "#lib/cluster/disk.ts";
import { ensureOwnerLink } from "#lib/access/owner-link.ts";
import { prepareHome } from "#lib/cluster/place.ts";
import { childrenOf, stopProcess, waitUntil } from "#lib/cluster/process.ts";
import { lockHolder, tryLock } from "#lib/cluster/lock.ts";
import { readyDatabase, runningLock, type ReadyDatabase } from "#lib/cluster/ready.ts";
import { portIsFree } from "#lib/cluster/server.ts";
import { currentConfig, type Config } from "#lib/config.ts";
import { AppError, isAppError } from "#lib/core/errors.ts";
import { resumeImports } from "#lib/imports/jobs.ts";
import { runScheduler } from "#lib/ingest/scheduler.ts";
import { ensureMarts, refreshStore } from "#lib/refresh/refresh.ts";
import { listStores } from "#lib/stores/stores.ts";
import { abandonBuild, ensureBuild } from "#scripts/parts/build.ts";
import { runDemo, type Demo } from "#scripts/parts/demo.ts";
import { startProjecting } from "#scripts/parts/projecting.ts";
import { runScript, say } from "#scripts/parts/script.ts";
import { runWeb, stopStaleWeb, type Web } from "#scripts/parts/web.ts";

const began = performance.now();
let ending = false;
/** What the resumed imports write their end with; closed first, so that stopping them isn't noted as their failure and the next start resumes them. */
let jobs: Database | undefined;
const askedToEnd = new Promise<void>((resolve) => {
  const end = () => {
    if (!ending) say("Stopping…");
    ending = true;
    abandonBuild();
    void jobs?.destroy();
    resolve();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, end);
  // Our parent was killed outright.
  process.on("disconnect", end);
});

await runScript(async () => {
  const config = currentConfig();
  prepareHome(config.home, config.databaseUrl ? undefined : serverAccount());
  const release = claimHome(config.home, config.port);
  let database: ReadyDatabase | undefined;
  let web: Web | undefined;
  let demo: Demo | null = null;
  let scheduling: { stop(): Promise<void> } | undefined;
  try {
    await stopStaleWeb(config.home);
    const port = config.port === 0 ? await anyPort() : config.port;
    if (!(await portIsFree(port, config.host))) throw new AppError("unavailable", "start.port", `Port ${port} is used by another program. Choose another one: PORT=${port + 1} npm start`);
    database = await readyDatabase(config, say);
    const firstLink = await prepareData(database.url, address(config, port));
    await ensureBuild(say);
    if (!ending) {
      web = runWeb({ home: config.home, host: config.host, port, environment: { PORT: String(port), HOST: config.host, STORECAST_HOME: config.home }, say });
      await Promise.race([web.ready, askedToEnd]);
    }
    if (!ending) {
      say(`Ready at ${address(config, port)} (after ${((performance.now() - began) / 1000).toFixed(1)} s). Ctrl-C stops it.`);
      if (firstLink) say(firstLink);
      jobs = openDatabase(database.url, { max: 1, name: "storecast jobs" });
      demo = await runDemo(jobs, !process.argv.includes("--no-demo")).catch((error: unknown) => { say(`The demo shop could not be started: ${String(error)}`); return null; });
      if (demo?.isNew) say("A demo shop with simulated data fills itself now; the pages show how far it is. npm start -- --no-demo leaves it out.");
      // Asked to end while it began: nothing is to be started any more.
      if (!ending) scheduling = startScheduling(database.url);
      const resumed = await resumeImports(jobs);
      if (resumed > 0) say(`${resumed} interrupted ${resumed === 1 ? "import goes" : "imports go"} on.`);
      const moved = async (url: string): Promise<void> => {
        await Promise.all([scheduling?.stop(), web!.restart()]);
        if (!ending) scheduling = startScheduling(url);
      };
      await Promise.race([watchDatabase(config.home, database, moved), askedToEnd]);
    }
  } catch (error) {
    if (!ending) throw error;
  } finally {
    ending = true;
    await Promise.all([scheduling?.stop(), demo?.stop()]);
    await web?.stop();
    await Promise.all(childrenOf(process.pid).map((job) => stopProcess(job)));
    await stopDatabase(database);
    release();
  }
  return { line: "Stopped." };
});
process.exit();

/** One product a data folder: its lock, or AppError "conflict" that says where the other one is. */
function claimHome(home: string, port: number): () => void {
  const file = runningLock(home);
  const release = tryLock(file, { port });
  if (release) return release;
  const holder = lockHolder(file);
  throw new AppError("conflict", "start.running", `Storecast already runs with this data folder (${home}), on port ${String(holder?.note?.port ?? "?")}, as process ${holder?.pid ?? "?"}. Stop it there, or choose another folder with STORECAST_HOME.`);
}

/** What people type: as configured, with the real port when the system chose it. */
function address(config: Config, port: number): string {
  return config.port === 0 ? `http://localhost:${port}` : config.baseUrl;
}

function anyPort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Marts as their files say. Returns the line with the first owner's link, while there is no owner. */
async function prepareData(url: string, baseUrl: string): Promise<string | undefined> {
  const db = openDatabase(url, { max: 4, name: "storecast start" });
  try {
    const rebuilt = await ensureMarts(db, (words) => say(`  ${words}`));
    if (rebuilt.length > 0) say(`Summaries made: ${rebuilt.join(", ")}.`);
    // What an import or an undo had no time to finish when it was killed.
    for (const store of await listStores(db)) {
      const refreshed = await refreshStore(db, store.id);
      if (refreshed) say(`${store.name}: the figures of ${refreshed.days.length} days were brought up to date.`);
    }
    const link = await ensureOwnerLink(db, baseUrl);
    return link === null ? undefined : `Make yourself the owner (this link works once, for a day): ${link}`;
  } finally {
    await db.destroy();
  }
}

/** The scheduler, on connections of its own; a database that comes back at the same address is found again by its pool. */
function startScheduling(url: string): { stop(): Promise<void> } {
  const stop = new AbortController();
  const projecting = startProjecting(url);
  const pool = openPool(url, { max: 8, name: "storecast scheduler" });
  const db = openDatabase(url, { max: 10, name: "storecast scheduler" });
  const running = runScheduler({ db, pool }, { signal: stop.signal }).catch((error: unknown) => { if (!stop.signal.aborted) say(`The scheduler stopped: ${String(error)}`); });
  return {
    stop: async () => {
      stop.abort(new Error("Storecast stops."));
      await Promise.all([projecting.stop(), Promise.race([running, sleep(5_000)])]);
      // A pool ends when its last connection is given back: one that works on something long ends with us.
      await Promise.race([Promise.allSettled([pool.end(), db.destroy()]), sleep(5_000)]);
    },
  };
}

/** Never resolves: brings our own server back when it dies, tells `moved` when that is at another address, and warns once when its disk runs full. */
async function watchDatabase(home: string, database: ReadyDatabase, moved: (url: string) => Promise<void>): Promise<never> {
  let warned = false;
  for (;;) {
    await sleep(2_000);
    if (!database.cluster || ending) continue;
    try {
      if (!runningCluster(home)) {
        say("The database stopped; starting it again.");
        const again = await ensureCluster(home, say);
        const hasMoved = again.port !== database.cluster.port;
        database.cluster = again;
        if (hasMoved) await moved(again.url);
        say("The database runs again.");
      }
      const room = diskRoom(database.cluster.place.folder);
      if (room.state !== "fine" && !warned) say(`Warning: only ${inWords(room.free)} are free where the database is kept. Make room soon: a full disk stops it.`);
      warned = room.state !== "fine";
    } catch (error) {
      say(isAppError(error) ? error.message : String(error));
      await sleep(10_000);
    }
  }
}

/** Stops our server, unless a script still works with it. */
async function stopDatabase(database: ReadyDatabase | undefined): Promise<void> {
  if (!database?.cluster) return;
  // Sessions of children that were ended a moment ago live until the server notices.
  const isFree = await waitUntil(async () => !(await database.isUsed().catch(() => false)), 3_000);
  if (!isFree) say("The database keeps running: a script still uses it. It is stopped with the next npm start.");
  else await database.cluster.stop();
}
