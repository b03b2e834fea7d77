// Where measurements run: an embedded server of their own in a temporary folder, a database a measurement.
import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { sql } from "kysely";
import { openDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { ensureCluster } from "#lib/cluster/cluster.ts";
import { childEnvironment } from "#lib/config.ts";
import { ensureMarts } from "#lib/refresh/refresh.ts";

export interface Place {
  home: string;
  /** The product's own database on that server. */
  url: string;
  /** A migrated database with empty marts beside it. */
  fresh(name: string): Promise<string>;
  stop(): Promise<void>;
}

export async function benchPlace(): Promise<Place> {
  const home = mkdtempSync(path.join(os.tmpdir(), "storecast-bench-"));
  chmodSync(home, 0o711);
  const cluster = await ensureCluster(home, () => {});
  await prepare(cluster.url);
  return {
    home, url: cluster.url,
    fresh: async (name) => {
      const admin = openDatabase(cluster.url, { max: 1 });
      await sql`drop database if exists ${sql.id(name)} with (force)`.execute(admin);
      await sql`create database ${sql.id(name)}`.execute(admin);
      await admin.destroy();
      const url = new URL(cluster.url);
      url.pathname = `/${name}`;
      await prepare(url.href);
      return url.href;
    },
    stop: async () => {
      await (await ensureCluster(home, () => {})).stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function prepare(url: string): Promise<void> {
  const db = openDatabase(url, { max: 2 });
  await migrate(db, "db/migrations");
  await ensureMarts(db);
  await db.destroy();
}

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
  /** Peak resident set of the process, bytes; 0 where the system doesn't tell (Linux does). */
  peak: number;
  milliseconds: number;
}

/** Runs a script of ours as a person would (with the flags that scripts/run.mjs gave us), with its own database; `kill` ends it with SIGKILL after so many ms. */
export async function runScript(args: string[], environment: Record<string, string>, kill?: number): Promise<Ran> {
  const started = performance.now();
  const child = spawn(process.execPath, [...process.execArgv, ...args], { stdio: ["ignore", "pipe", "pipe"], env: childEnvironment(environment) });
  const said = { stdout: "", stderr: "" };
  child.stdout!.on("data", (chunk: Buffer) => (said.stdout += chunk.toString()));
  child.stderr!.on("data", (chunk: Buffer) => (said.stderr += chunk.toString()));
  let peak = 0;
  const watch = setInterval(() => { peak = Math.max(peak, peakOf(child)); }, 50);
  const timer = kill === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), kill);
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  clearInterval(watch);
  clearTimeout(timer);
  return { code, ...said, peak, milliseconds: performance.now() - started };
}

function peakOf(child: ChildProcess): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
