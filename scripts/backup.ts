// npm run backup [-- --to FILE]: everything but the marts, from one instant, read back before it counts.
import { parseArgs } from "node:util";
import { currentConfig, namedFile } from "#lib/config.ts";
import { writeBackup } from "#lib/cluster/backup.ts";
import { inWords } from "#lib/cluster/disk.ts";
import { readyDatabase } from "#lib/cluster/ready.ts";
import { runScript, say } from "#scripts/parts/script.ts";

await runScript(async () => {
  const { values } = parseArgs({ options: { to: { type: "string" }, json: { type: "boolean" } } });
  const config = currentConfig();
  const database = await readyDatabase(config, say);
  try {
    const done = await writeBackup({ url: database.url, home: config.home, to: values.to === undefined ? undefined : namedFile(values.to) });
    return { line: `Backup written and checked: ${done.file} (${done.rows} rows of ${done.tables} tables, ${inWords(done.bytes)}).`, answer: { ...done } };
  } finally {
    await database.leave();
  }
});
