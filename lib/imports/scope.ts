import { fault } from "#lib/imports/faults.ts";
import type { Host } from "#lib/imports/file.ts";
import { database, pool } from "#lib/database.ts";

/** The process's own database, for routes. */
export function host(): Host {
  return { db: database(), pool: pool() };
}

/** Throws imports.unknown, as if the store weren't there, for one that the actor may not see. */
export function checkStore(stores: "all" | readonly number[], storeId: number): void {
  if (stores !== "all" && !stores.includes(storeId)) throw fault("imports.unknown", { id: storeId });
}
