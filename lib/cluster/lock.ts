// A lock between processes as a file that names its holder; a killed holder's lock is free at once.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "#lib/core/errors.ts";
import { markOf, stillRuns, waitUntil, type ProcessMark } from "#lib/cluster/process.ts";

/** What the lock file holds: who took it, and what the holder wants others to know. */
export interface LockNote extends ProcessMark {
  note?: Record<string, unknown>;
}

/** Who holds the lock now; undefined when it is free or its holder is gone. */
export function lockHolder(file: string): LockNote | undefined {
  const held = readLock(file);
  return held && stillRuns(held) ? held : undefined;
}

/** What the file says, even when its holder is gone (its leftovers may need care). */
export function readLock(file: string): LockNote | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as LockNote;
  } catch {
    return undefined;
  }
}

/** Takes the lock if it is free; returns its release, or undefined when someone holds it. */
export function tryLock(file: string, note?: Record<string, unknown>): (() => void) | undefined {
  mkdirSync(path.dirname(file), { recursive: true });
  const own = JSON.stringify({ ...markOf(process.pid)!, note });
  const draft = `${file}.${process.pid}`;
  for (let tries = 0; tries < 3; tries++) {
    if (lockHolder(file) || !clearDead(file)) return undefined;
    // Linking a finished file in is atomic: nobody ever reads half a lock, and only one can do it.
    writeFileSync(draft, own, { mode: 0o600 });
    try {
      linkSync(draft, file);
      return () => { if (readLock(file)?.pid === process.pid) rmSync(file, { force: true }); };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return undefined;
}

/** Takes a dead holder's file away. False when, in between, a living one had put its own there. */
function clearDead(file: string): boolean {
  const aside = `${file}.${process.pid}.old`;
  try {
    renameSync(file, aside);
  } catch {
    return true;
  }
  const living = lockHolder(aside) !== undefined;
  if (living) renameSync(aside, file);
  else rmSync(aside, { force: true });
  return !living;
}

/** Runs `work` under the lock, waiting for another holder up to `milliseconds`. Throws AppError "conflict" after that. */
export async function withLock<T>(file: string, milliseconds: number, work: () => Promise<T>): Promise<T> {
  let release: (() => void) | undefined;
  await waitUntil(() => (release = tryLock(file)) !== undefined, milliseconds);
  if (!release) throw new AppError("conflict", "cluster.locked", `Another process (${lockHolder(file)?.pid ?? "unknown"}) has been starting the database for ${Math.round(milliseconds / 1000)} s. Wait for it, or stop it.`);
  try {
    return await work();
  } finally {
    release();
  }
}
