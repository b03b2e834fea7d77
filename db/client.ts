// The leaf: a Kysely over a pg pool with exact types. Knows no configuration; callers hand in the address.
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { DB } from "#db/schema.ts";

/** date (1082), int8 (20) and numeric (1700) stay strings: exact, and a day has no zone. */
const asText = new Set<number>([1082, 20, 1700]);
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    asText.has(oid) ? (value: string) => value
    : oid === 1182 ? (value: string) => (value === "{}" ? [] : value.slice(1, -1).split(","))
    : pg.types.getTypeParser(oid, format as "text")) as pg.CustomTypesConfig["getTypeParser"],
};

export type Database = Kysely<DB>;

export function openPool(url: string, options: { max?: number; name?: string } = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 8,
    application_name: options.name ?? "storecast",
    types,
    connectionTimeoutMillis: 10_000,
  });
  // An idle connection that dies (server restart) must not take the process with it: the next query reports it.
  pool.on("error", () => {});
  // Nor one that dies while somebody holds it between two statements: the pool listens only to those that lie idle.
  pool.on("connect", (client) => void client.on("error", () => {}));
  return pool;
}

/** Opens a database. Close with `destroy()`. */
export function openDatabase(url: string, options: { max?: number; name?: string } = {}): Database {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: openPool(url, options) }) });
}
