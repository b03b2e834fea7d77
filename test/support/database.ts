// A migrated, empty database for one test or test file: a copy of the run's template, on a real Postgres.
import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import pg from "pg";
import { openDatabase, type Database } from "#db/client.ts";

export interface FreshDatabase {
  db: Database;
  url: string;
  /** Closes `db` and removes the database; also done at the end of the run for those that forget. */
  drop(): Promise<void>;
}

/** A database of its own, about half a second. `dim.*` and all else as the migrations leave them. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { url: server, template } = inject("testServer");
  const name = `${template}_${randomBytes(4).toString("hex")}`;
  await asAdmin(server, `create database ${name} template ${template}`);
  const address = new URL(server);
  address.pathname = `/${name}`;
  const db = openDatabase(address.href);
  return {
    db,
    url: address.href,
    drop: async () => {
      await db.destroy();
      await asAdmin(server, `drop database ${name} with (force)`);
    },
  };
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
