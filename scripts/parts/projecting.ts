// Projections beside the pages: each is made by a child of npm start at low priority, when a day is over, when much
// came in at once, or when a page asks. One child at a time.
import { spawn, type ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { PoolClient } from "pg";
import { openDatabase, openPool, type Database } from "#db/client.ts";
import { childEnvironment } from "#lib/config.ts";
import { now, type Day } from "#lib/core/day.ts";
import { log } from "#lib/log.ts";
import { backcastDays, dueStores, projectChannel } from "#lib/projections/due.ts";
import { newestRun } from "#lib/projections/kept.ts";
import { listStores } from "#lib/stores/stores.ts";

/** How often it looks; how long a store rests after a try that failed, and after the night's, which may have found no news. */
const lookEveryMs = 30_000;
const restMs = 3_600_000;
const nightRestMs = 20 * restMs;

/** Runs until stopped. What a child says of itself is logged when it fails; the next look goes on. */
export function startProjecting(url: string): { stop(): Promise<void> } {
  const stop = new AbortController();
  const db = openDatabase(url, { max: 2, name: "storecast projecting" });
  const pool = openPool(url, { max: 1, name: "storecast projecting" });
  const wished = new Set<number>();
  let child: ChildProcess | undefined;
  let ear: PoolClient | undefined;
  let wake = (): void => {};
  const run = (words: readonly string[]): Promise<void> => new Promise((resolve) => {
    child = spawn(process.execPath, ["--import", "tsx", "scripts/project.ts", "--json", ...words], { env: childEnvironment({ DATABASE_URL: url }), stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr!.setEncoding("utf8").on("data", (text: string) => { said = (said + text).slice(-2_000); });
    child.once("error", (error) => { log.warn({ error: String(error) }, "projections could not be started"); resolve(); });
    child.once("exit", (code) => {
      if (code !== 0 && code !== 9 && !stop.signal.aborted) log.warn({ code, said }, "projections failed");
      resolve();
    });
  });
  /** Hears wishes on a connection of its own; one that is lost is opened again at the next look. */
  const listen = async (): Promise<PoolClient> => {
    const client = await pool.connect();
    client.on("notification", ({ payload }) => { wished.add(Number(payload)); wake(); });
    client.once("end", () => { if (ear !== client) return; ear = undefined; client.release(true); });
    await client.query(`listen ${projectChannel}`);
    return client;
  };
  const looking = (async () => {
    const tried = new Map<string, number>();
    while (!stop.signal.aborted) {
      try {
        ear ??= await listen();
        const next = await choose(db, wished, tried);
        // Asked to stop while it looked: a child begun now would outlive us.
        if (stop.signal.aborted) break;
        if (next) {
          await run(next);
          continue;
        }
      } catch (error) {
        if (!stop.signal.aborted) log.warn({ error: error instanceof Error ? error.message : String(error) }, "projections go on at the next look");
      }
      await Promise.race([new Promise<void>((resolve) => { wake = resolve; }), sleep(lookEveryMs, undefined, { signal: stop.signal }).catch(() => {})]);
    }
  })();
  return {
    stop: async () => {
      stop.abort();
      wake();
      // It goes on where it stopped: nothing is lost by ending it.
      child?.kill("SIGTERM");
      await Promise.race([looking, sleep(3_000)]);
      child?.kill("SIGKILL");
      await Promise.race([looking, sleep(3_000)]);
      const held = ear;
      ear = undefined;
      held?.release(true);
      await Promise.race([Promise.allSettled([pool.end(), db.destroy()]), sleep(5_000)]);
    },
  };
}

/** What is to be done next, as words for the script: a wish, a store that is due, then backcasts that are missing. */
async function choose(db: Database, wished: Set<number>, tried: Map<string, number>): Promise<string[] | null> {
  const at = now();
  for (const id of wished) {
    wished.delete(id);
    const store = (await listStores(db)).find((one) => one.id === id);
    if (store) return ["--store", store.name];
  }
  const isNew = (what: string, rest = restMs): boolean => {
    if (at.getTime() - (tried.get(what) ?? 0) < rest) return false;
    tried.set(what, at.getTime());
    return true;
  };
  for (const { store, reason } of await dueStores(db, at)) if (isNew(`${store.name} ${reason}`, reason === "night" ? nightRestMs : restMs)) return ["--store", store.name];
  const missing: { store: string; day: Day }[] = [];
  for (const store of await listStores(db)) {
    if ((await newestRun(db, store.id))?.kind === "live") missing.push(...(await backcastDays(db, store, at)).map((day) => ({ store: store.name, day })));
  }
  // The newest month of every store first, so that each has grades early.
  for (const { store, day } of missing.sort((a, b) => (a.day < b.day ? 1 : -1))) if (isNew(`${store} ${day}`)) return ["--store", store, "--as-of", day];
  return null;
}
