// What scripts call first: a running, migrated database with its marts. Returns what to call last, after closeDatabase().
import { currentConfig } from "#lib/config.ts";
import { readyDatabase } from "#lib/cluster/ready.ts";
import { database } from "#lib/database.ts";
import { ensureMarts } from "#lib/refresh/refresh.ts";

/** `say` gets a line for what takes long. Safe beside a running product, whose server it shares. */
export async function ready(say: (line: string) => void): Promise<() => Promise<void>> {
  const { leave } = await readyDatabase(currentConfig(), say);
  await ensureMarts(database(), say);
  return leave;
}
