// A data folder for tests, outside the project, gone afterwards with all that belongs to it.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** A new, empty data folder. */
export function temporaryHome(name: string): string {
  return mkdtempSync(path.join(os.tmpdir(), `storecast-${name}-`));
}

/** Removes a data folder whose server is stopped, also the database that root keeps elsewhere for it. */
export function removeHome(home: string): void {
  try {
    rmSync(readFileSync(path.join(home, "postgres.place"), "utf8").trim(), { recursive: true, force: true });
  } catch { /* its database was inside */ }
  rmSync(home, { recursive: true, force: true });
}
