// Makes a new database folder: whole or not at all, so that a crash half-way leaves nothing to repair.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "#lib/core/errors.ts";
import { giveTo, type Account } from "#lib/cluster/account.ts";
import { program, type Binaries } from "#lib/cluster/binaries.ts";
import type { Place } from "#lib/cluster/place.ts";

/** The one database user and database of the embedded server. */
export const owner = "storecast";

/** Postgres's major version that wrote `data`, from its PG_VERSION; undefined when there is no data. */
export function dataMajor(place: Place): number | undefined {
  try {
    return Number.parseInt(readFileSync(path.join(place.data, "PG_VERSION"), "utf8"));
  } catch {
    return undefined;
  }
}

/** What an interrupted first start left: drafts of the cluster and of the programs' copy, and a folder that never became one. */
export function clearDrafts(place: Place): void {
  for (const name of readdirSync(place.folder)) {
    if (/^(postgres\.new|copying)-/.test(name)) rmSync(path.join(place.folder, name), { recursive: true, force: true });
  }
  if (existsSync(place.cluster) && !existsSync(place.data)) rmSync(place.cluster, { recursive: true });
}

/**
 * Makes the cluster of `place`: checksums on, sorted bytewise in UTF-8 on every machine, a random
 * password asked even on loopback. Throws AppError "unavailable" with what initdb said.
 */
export function initialise(place: Place, binaries: Binaries, account: Account): void {
  const draft = path.join(place.folder, `postgres.new-${randomBytes(4).toString("hex")}`);
  const data = path.join(draft, "data");
  const password = path.join(draft, "password");
  const log = path.join(draft, "server.log");
  for (const folder of [draft, data]) {
    mkdirSync(folder, { mode: 0o700 });
    giveTo(account, folder);
  }
  for (const [file, text] of [[password, randomBytes(24).toString("hex")], [log, ""]] as const) {
    writeFileSync(file, text, { mode: 0o600 });
    giveTo(account, file);
  }
  const locale = binaries.major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : [];
  const done = spawnSync(program(binaries, "initdb"), [`--pgdata=${data}`, `--username=${owner}`, `--pwfile=${password}`, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", ...locale, "--data-checksums"], { ...account, cwd: draft, encoding: "utf8", env: serverEnvironment() });
  if (done.status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new AppError("unavailable", "cluster.initdb", `Postgres could not make its data folder in ${place.folder}: ${(done.error?.message ?? done.stderr).trim()}`);
  }
  renameSync(draft, place.cluster);
}

/** A plain environment: the server must not depend on, or see, what the operator's shell holds. Windows programs need theirs. */
export function serverEnvironment(): NodeJS.ProcessEnv | undefined {
  return process.platform === "win32" ? undefined : { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC", NODE_ENV: "production" };
}
