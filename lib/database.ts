// The process's database: where it is, opened once, kept over dev reloads.
import { readFileSync } from "node:fs";
import path from "node:path";
import type pg from "pg";
import { Kysely, PostgresDialect } from "kysely";
import { openPool, type Database } from "#db/client.ts";
import type { DB } from "#db/schema.ts";
import { currentConfig } from "#lib/config.ts";
import { AppError } from "#lib/core/errors.ts";

/**
 * The address of the database: DATABASE_URL, else what the embedded server wrote into
 * `<home>/database.json` ({"url": "postgres://…"}) when it last started.
 */
export function databaseUrl(): string {
  const config = currentConfig();
  if (config.databaseUrl) return config.databaseUrl;
  try {
    return (JSON.parse(readFileSync(path.join(config.home, "database.json"), "utf8")) as { url: string }).url;
  } catch (cause) {
    throw new AppError("unavailable", "database.not_running", `No database runs for ${config.home}. Start the product with npm start, or set DATABASE_URL.`, {}, { cause });
  }
}

const held = globalThis as unknown as { storecastPool?: pg.Pool; storecastDatabase?: Database };

/** The pool under `database()`, for COPY streams and advisory locks that need one connection. */
export function pool(): pg.Pool {
  return (held.storecastPool ??= openPool(databaseUrl()));
}

export function database(): Database {
  return (held.storecastDatabase ??= new Kysely<DB>({ dialect: new PostgresDialect({ pool: pool() }) }));
}

/** Closes the pool; scripts call it last. */
export async function closeDatabase(): Promise<void> {
  const open = held.storecastDatabase;
  const openPool = held.storecastPool;
  held.storecastDatabase = undefined;
  held.storecastPool = undefined;
  if (open) await open.destroy();
  else if (openPool) await openPool.end();
}
