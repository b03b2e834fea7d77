// Postgres refuses to run as root, so root hands it to "nobody"; everyone else runs it as themselves.
import { spawnSync } from "node:child_process";
import { chownSync, readFileSync } from "node:fs";
import { AppError } from "#lib/core/errors.ts";

/** The account of the server; undefined means ours. */
export type Account = { uid: number; gid: number } | undefined;

/** As root the passwd entry of nobody (a uid without an entry makes initdb fail), else undefined. */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync("/etc/passwd", "utf8").split("\n").find((entry) => entry.startsWith("nobody:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  if (!uid || !gid) throw new AppError("unavailable", "cluster.no_account", "Postgres can't run as root, and this system has no account \"nobody\" to run it. Start as another user, or set DATABASE_URL.");
  return { uid: Number(uid), gid: Number(gid) };
}

export function giveTo(account: Account, file: string): void {
  if (account) chownSync(file, account.uid, account.gid);
}

/** Whether the account can walk into `folder`; asked of the system, since modes, ACLs and mounts all have a say. */
export function canEnter(account: Account, folder: string): boolean {
  if (!account) return true;
  return spawnSync("/bin/sh", ["-c", 'cd -- "$1"', "sh", folder], { ...account, cwd: "/", stdio: "ignore" }).status === 0;
}

/** Whether the account can run this program. */
export function canRun(account: Account, program: string): boolean {
  return spawnSync(program, ["--version"], { ...account, cwd: "/", stdio: "ignore" }).status === 0;
}
