// npm run restore -- FILE: replaces everything by what a backup holds, after backing up what is there.
import { parseArgs } from "node:util";
import { openDatabase } from "#db/client.ts";
import { currentConfig, namedFile } from "#lib/config.ts";
import { AppError } from "#lib/core/errors.ts";
import { verifyArchive } from "#lib/cluster/archive.ts";
import { lockHolder } from "#lib/cluster/lock.ts";
import { readyDatabase, runningLock } from "#lib/cluster/ready.ts";
import { restoreBackup } from "#lib/cluster/restore.ts";
import { ensureMarts } from "#lib/refresh/refresh.ts";
import { runScript, say, Usage } from "#scripts/parts/script.ts";

await runScript(async () => {
  const { positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" } } });
  if (positionals.length !== 1) throw new Usage("Name one backup: npm run restore -- FILE");
  const file = namedFile(positionals[0]!);
  const config = currentConfig();
  const product = lockHolder(runningLock(config.home));
  if (product) throw new AppError("conflict", "backup.in_use", `Storecast is running (process ${product.pid}). Stop it, restore, then start it again.`);
  await verifyArchive(file);
  const database = await readyDatabase(config, say);
  try {
    const done = await restoreBackup({ url: database.url, home: config.home, file });
    const db = openDatabase(database.url);
    await ensureMarts(db, (words) => say(`  ${words}`)).finally(() => db.destroy());
    return {
      line: `Restored ${done.rows} rows of ${done.tables} tables as they were at ${done.taken_at}.${done.safety ? ` What was there before is in ${done.safety}.` : ""}`,
      answer: { ...done },
    };
  } finally {
    await database.leave();
  }
});
