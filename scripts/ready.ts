// What scripts call first: a running, migrated database with its marts. Returns what to call last.
import path from "node:path";
import { migrate } from "#db/migrate.ts";
import { currentConfig } from "#lib/config.ts";
import { ensureCluster } from "#lib/cluster/cluster.ts";
import { database } from "#lib/database.ts";
import { ensureMarts } from "#lib/refresh/refresh.ts";

export async function ready(say: (line: string) => void): Promise<() => Promise<void>> {
  const config = currentConfig();
  const cluster = config.databaseUrl ? undefined : await ensureCluster(config.home, say);
  await migrate(database(), path.join(process.cwd(), "db", "migrations"));
  await ensureMarts(database(), say);
  return async () => { if (cluster?.state === "started") await cluster.stop(); };
}
