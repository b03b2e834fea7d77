// Starts, recognises and stops the server of one data folder.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { AppError } from "#lib/core/errors.ts";
import type { Account } from "#lib/cluster/account.ts";
import { program, type Binaries } from "#lib/cluster/binaries.ts";
import { serverEnvironment } from "#lib/cluster/initialise.ts";
import type { Place } from "#lib/cluster/place.ts";
import { commandOf, isAlive, processesIn, waitUntil, workingFolderOf } from "#lib/cluster/process.ts";

export interface RunningServer {
  pid: number;
  port: number;
}

const pidFile = (place: Place) => path.join(place.data, "postmaster.pid");

/** The server that runs on this folder now (lines 1 and 4 of its pid file); a pid of another program is not one. */
export function runningServer(place: Place): RunningServer | undefined {
  let lines: string[];
  try {
    lines = readFileSync(pidFile(place), "utf8").split("\n");
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isServerOf(place, pid)) return undefined;
  return { pid, port: Number(lines[3]) };
}

function isServerOf(place: Place, pid: number): boolean {
  if (!isAlive(pid) || !/postgres/.test(commandOf(pid))) return false;
  const folder = workingFolderOf(pid);
  return folder === undefined ? commandOf(pid).includes(place.data) : folder === place.data;
}

/**
 * After a crash: waits for the killed server's children (they hold the folder until they notice), and
 * removes a pid file whose number now belongs to another program. A live server's file is never touched.
 */
export async function clearCrash(place: Place): Promise<void> {
  if (!existsSync(pidFile(place)) || runningServer(place)) return;
  const gone = () => processesIn(place.data).length === 0;
  if (!(await waitUntil(gone, 5_000))) {
    for (const pid of processesIn(place.data)) process.kill(pid, "SIGQUIT");
    if (!(await waitUntil(gone, 10_000))) throw new AppError("unavailable", "cluster.orphans", `Processes ${processesIn(place.data).join(", ")} of a database server that was killed still hold ${place.data}. End them, then start again.`);
  }
  rmSync(pidFile(place), { force: true });
}

/** Whether nobody listens on a loopback port. */
export function portIsFree(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Starts the server on loopback: on `lastPort` when that is free, else on any. It outlives this process. */
export async function startServer(place: Place, binaries: Binaries, account: Account, settings: Record<string, string>, lastPort: number | undefined): Promise<RunningServer> {
  if (existsSync(place.log) && statSync(place.log).size > 5_000_000) renameSync(place.log, `${place.log}.old`);
  let said = "";
  for (let tries = 0; tries < 3; tries++) {
    const port = tries === 0 && lastPort && (await portIsFree(lastPort)) ? lastPort : await anyFreePort();
    const options = Object.entries({ ...settings, port: String(port), listen_addresses: "127.0.0.1", unix_socket_directories: "" });
    const logFrom = existsSync(place.log) ? statSync(place.log).size : 0;
    said = await pgCtl(place, binaries, account, ["start", "-w", "-t", "120", "-l", place.log, "-o", options.map(([name, value]) => `-c ${name}='${value}'`).join(" ")]);
    const server = runningServer(place);
    if (said === "" && server) return server;
    const log = existsSync(place.log) ? readFileSync(place.log, "utf8").slice(logFrom) : "";
    said = log.trim().split("\n").slice(-6).join("\n") || said;
    if (!/could not bind|Address already in use/i.test(log)) break;
  }
  throw new AppError("unavailable", "cluster.start", `The database server did not start. It said:\n${said}\nMore in ${place.log}.`);
}

/** Stops the server: open statements end, everything is written. Waits up to a minute, then stops it at once (recovery follows). */
export async function stopServer(place: Place, binaries: Binaries, account: Account): Promise<void> {
  if (!runningServer(place)) return;
  if ((await pgCtl(place, binaries, account, ["stop", "-m", "fast", "-w", "-t", "60"])) === "") return;
  if (runningServer(place)) await pgCtl(place, binaries, account, ["stop", "-m", "immediate", "-w", "-t", "30"]);
}

/** "" when it worked, else what it said. */
function pgCtl(place: Place, binaries: Binaries, account: Account, words: string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(program(binaries, "pg_ctl"), [...words, "-D", place.data], { ...account, cwd: place.cluster, env: serverEnvironment(), stdio: ["ignore", "pipe", "pipe"], detached: process.platform !== "win32" });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => { said += chunk.toString(); });
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code) => resolve(code === 0 ? "" : said.trim() || `pg_ctl ended with ${code}`));
  });
}
