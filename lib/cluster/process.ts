// Which process is which: a pid alone is not an identity, because the system gives it out again.
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process that can be recognised later: the pid and when it began, as the system writes it. */
export interface ProcessMark {
  pid: number;
  began: string;
}

/** Whether a process with this pid exists, ours or not. A zombie counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  return statField(pid, 3) !== "Z";
}

/** The mark of a running process, or undefined when there is none with this pid. */
export function markOf(pid: number): ProcessMark | undefined {
  if (!isAlive(pid)) return undefined;
  return { pid, began: statField(pid, 22) ?? psColumn(pid, "lstart") ?? "" };
}

/** Whether the very process that was marked still runs. */
export function stillRuns(mark: ProcessMark): boolean {
  const now = markOf(mark.pid);
  return now !== undefined && now.began === mark.began;
}

/** A process's command line, or "" when it can't be read. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  } catch {
    return psColumn(pid, "command") ?? "";
  }
}

/** Pids of processes whose working folder is `folder` (a Postgres server stands in its data folder). Linux only; elsewhere empty. */
export function processesIn(folder: string): number[] {
  return process.platform === "linux" ? allPids().filter((pid) => workingFolderOf(pid) === folder) : [];
}

/** A process's working folder as the system knows it; undefined when it can't be told. */
export function workingFolderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** The processes that `pid` started and that still run. */
export function childrenOf(pid: number): ProcessMark[] {
  return allPids().filter((child) => parentOf(child) === pid).map(markOf).filter((mark) => mark !== undefined);
}

function allPids(): number[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number);
  } catch {
    return (spawnSync("ps", ["-axo", "pid="], { encoding: "utf8" }).stdout ?? "").split("\n").map(Number).filter((pid) => pid > 0);
  }
}

function parentOf(pid: number): number {
  return Number(statField(pid, 4) ?? psColumn(pid, "ppid"));
}

/** Waits until `done()`; false when it did not come true within `milliseconds`. */
export async function waitUntil(done: () => boolean | Promise<boolean>, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds;
  for (;;) {
    if (await done()) return true;
    if (performance.now() > end) return false;
    await sleep(50);
  }
}

/** Asks a process to stop (SIGTERM), and kills it when it hasn't within `milliseconds`. */
export async function stopProcess(mark: ProcessMark, milliseconds = 10_000): Promise<void> {
  for (const [signal, patience] of [["SIGTERM", milliseconds], ["SIGKILL", 5_000]] as const) {
    if (!stillRuns(mark)) return;
    try {
      process.kill(mark.pid, signal);
    } catch {
      return;
    }
    if (await waitUntil(() => !stillRuns(mark), patience)) return;
  }
}

/** Stops a process, then the jobs that it started, which would go on without it; in this order, so that it doesn't take their end for a failure. */
export async function stopWithJobs(mark: ProcessMark, milliseconds = 10_000): Promise<void> {
  const jobs = stillRuns(mark) ? childrenOf(mark.pid) : [];
  await stopProcess(mark, milliseconds);
  await Promise.all(jobs.map((job) => stopProcess(job, milliseconds)));
}

/** Field `n` (from 1) of /proc/<pid>/stat; the second, the name, may hold spaces and is cut off first. */
function statField(pid: number, n: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[n - 3];
  } catch {
    return undefined;
  }
}

function psColumn(pid: number, column: string): string | undefined {
  const said = spawnSync("ps", ["-o", `${column}=`, "-p", String(pid)], { encoding: "utf8" });
  return said.status === 0 ? said.stdout.trim() : undefined;
}
