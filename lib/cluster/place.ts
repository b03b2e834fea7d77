// Where the database's folder is: inside the data folder, or where root's stand-in account can reach it.
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { AppError } from "#lib/core/errors.ts";
import { canEnter, type Account } from "#lib/cluster/account.ts";

/** The folders of one embedded database. */
export interface Place {
  /** Absolute folder that holds what follows; the data folder, or one under /var/lib/storecast. */
  folder: string;
  /** The database as a whole: `data`, `password`, `server.log`. Made complete, by a rename. */
  cluster: string;
  /** Postgres's own data folder. */
  data: string;
  password: string;
  log: string;
}

const elsewhere = "/var/lib/storecast";

/** The data folder, made when missing: closed to other users, but passable for the server's account. */
export function prepareHome(home: string, account: Account): void {
  if (!existsSync(home)) mkdirSync(home, { recursive: true, mode: 0o700 });
  const mode = statSync(home).mode & 0o777;
  if (account && statSync(home).uid === 0 && (mode & 0o001) === 0) chmodSync(home, mode | 0o011);
}

/** Where the database of `home` is; follows the pointer that an earlier start left. Undefined when none was made. */
export function knownPlace(home: string): Place | undefined {
  const pointer = path.join(home, "postgres.place");
  if (!existsSync(pointer)) return existsSync(path.join(home, "postgres")) ? placeAt(home) : undefined;
  const folder = readFileSync(pointer, "utf8").trim();
  if (!existsSync(folder)) throw new AppError("unavailable", "cluster.place_gone", `The database of ${home} was kept in ${folder}, and that folder is gone. Put it back; or, to start empty, remove ${pointer}. A backup can be restored with npm run restore.`);
  return placeAt(folder);
}

/**
 * Chooses the place, and makes it when `home` lies where the server's account can't go (a clone under
 * /root, a closed temporary folder). `say` tells the operator when the database is not inside `home`.
 */
export function choosePlace(home: string, account: Account, say: (line: string) => void): Place {
  const known = knownPlace(home);
  if (known) return known;
  if (canEnter(account, home)) return placeAt(home);
  const folder = path.join(elsewhere, randomBytes(6).toString("hex"));
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  for (const passable of [elsewhere, folder]) chmodSync(passable, 0o711);
  writeFileSync(path.join(folder, "belongs-to"), `${realpathSync(home)}\n`);
  writeFileSync(path.join(home, "postgres.place"), `${folder}\n`);
  say(`The database is kept in ${folder}, because the account that runs it for root can't enter ${home}.`);
  return placeAt(folder);
}

function placeAt(folder: string): Place {
  const real = realpathSync(folder);
  const cluster = path.join(real, "postgres");
  return { folder: real, cluster, data: path.join(cluster, "data"), password: path.join(cluster, "password"), log: path.join(cluster, "server.log") };
}
