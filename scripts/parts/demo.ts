// The demo shop beside the pages: its servers as a child of npm start, its stores connected on an empty database.
import { fork, type ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "#db/client.ts";
import { childEnvironment } from "#lib/config.ts";
import { dayAt, now, type Day } from "#lib/core/day.ts";
import { firstDayOf } from "#lib/demo/world/index.ts";
import { connectDemo, isDemoWelcome, readDemo } from "#lib/ingest/demo-shop.ts";
import { isRemovalOpen, removeDemo } from "#lib/ingest/remove-demo.ts";

export interface Demo {
  /** It was connected just now. */
  isNew: boolean;
  stop(): Promise<void>;
}

/**
 * Starts the servers where there is a demo, or where nothing is yet and `isWanted`. Returns null where there is none
 * and none is to be.
 */
export async function runDemo(db: Database, isWanted: boolean): Promise<Demo | null> {
  const standing = await readDemo(db);
  if (await isRemovalOpen(db)) await removeDemo(db);
  const isNew = standing === null && isWanted && (await isDemoWelcome(db));
  if (!isNew && standing?.state !== "connected") return null;
  const from = standing?.state === "connected" ? standing.from : firstDayOf(dayAt(now(), "UTC"));
  return { isNew, stop: await keepServers(db, from) };
}

/**
 * The servers as a child. When it dies it comes back with growing pauses, unless the demo was removed meanwhile; its
 * connections are told where it answers now. Returns what ends it for good.
 */
async function keepServers(db: Database, from: Day): Promise<() => Promise<void>> {
  let ending = false;
  let child: ChildProcess;
  let deaths = 0;
  const launch = async (): Promise<void> => {
    child = fork("scripts/demo-servers.ts", ["--from", from, ...(await lastPort(db))], { execArgv: ["--import", "tsx"], env: childEnvironment({}), stdio: ["ignore", "ignore", "inherit", "ipc"], detached: process.platform !== "win32" });
    const began = performance.now();
    await connectDemo(db, await answered(child), from);
    child.once("exit", () => {
      if (ending) return;
      deaths = performance.now() - began > 60_000 ? 1 : deaths + 1;
      void again();
    });
  };
  const again = async (): Promise<void> => {
    await sleep(Math.min(60_000, 250 * 2 ** deaths));
    if (ending) return;
    try {
      if ((await readDemo(db))?.state === "connected") await launch();
    } catch {
      deaths += 1;
      if (!ending) void again();
    }
  };
  await launch();
  return () => { ending = true; return ended(child); };
}

/** Where the servers answered last time: the same again spares every connection a change of its address. */
async function lastPort(db: Database): Promise<string[]> {
  const row = await db.selectFrom("ingest.connection").select("endpoint").where("is_demo", "=", true).where("endpoint", "is not", null).limit(1).executeTakeFirst();
  const { port } = new URL((row?.endpoint as { base?: string } | null)?.base ?? "http://127.0.0.1");
  return port === "" ? [] : ["--port", port];
}

function answered(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("message", (message) => resolve((message as { url: string }).url));
    child.once("exit", (code) => reject(new Error(`The demo shop's servers ended at once (code ${code}).`)));
  });
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), 3_000).unref();
  });
}
