// One Postgres for a test run, migrated once; test files copy it as a template.
import { randomBytes } from "node:crypto";
import type { TestProject } from "vitest/node";
import { sql } from "kysely";
import { openDatabase } from "#db/client.ts";
import { migrate } from "#db/migrate.ts";
import { ensureCluster } from "#lib/cluster/cluster.ts";
import { durable } from "#lib/cluster/settings.ts";
import { readConfig } from "#lib/config.ts";
import { removeHome, temporaryHome } from "#test/support/home.ts";
import { ensureMarts } from "#lib/refresh/refresh.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The server's address (its maintenance database) and the migrated template's name. */
    testServer: { url: string; template: string };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const config = readConfig();
  const named = config.testDatabaseUrl ?? config.databaseUrl;
  const server = named ? { url: named, stop: async () => {} } : await temporaryServer();
  const template = `storecast_test_${randomBytes(4).toString("hex")}`;
  const admin = openDatabase(server.url, { max: 1 });
  await sql`create database ${sql.id(template)}`.execute(admin);
  const filled = openDatabase(atDatabase(server.url, template), { max: 1 });
  await migrate(filled, "db/migrations");
  await ensureMarts(filled);
  await filled.destroy();
  project.provide("testServer", { url: server.url, template });
  return async () => {
    const mine = await sql<{ datname: string }>`select datname from pg_database where starts_with(datname, ${template})`.execute(admin);
    for (const { datname } of mine.rows) await sql`drop database ${sql.id(datname)} with (force)`.execute(admin);
    await admin.destroy();
    await server.stop();
  };
}

async function temporaryServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const home = temporaryHome("test");
  const cluster = await ensureCluster(home, () => {});
  await withoutDisk(cluster.url);
  return {
    url: cluster.url,
    stop: async () => {
      await cluster.stop();
      removeHome(home);
    },
  };
}

/** Nothing here outlives the run, and waiting for the disk is most of making and dropping a database. Tests that kill a server have one of their own. */
async function withoutDisk(url: string): Promise<void> {
  const admin = openDatabase(url, { max: 1 });
  for (const name of durable) await sql`alter system set ${sql.id(name)} = off`.execute(admin);
  await sql`select pg_reload_conf()`.execute(admin);
  await admin.destroy();
}

export function atDatabase(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
