// npm run owner-link [-- EMAIL]: a one-time link for an owner who lost the password, or for the first owner.
import { parseArgs } from "node:util";
import { openDatabase } from "#db/client.ts";
import { recoverOwnerLink } from "#lib/access/owner-link.ts";
import { readyDatabase } from "#lib/cluster/ready.ts";
import { currentConfig } from "#lib/config.ts";
import { runScript, say } from "#scripts/parts/script.ts";

await runScript(async () => {
  const { positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" } } });
  const config = currentConfig();
  const database = await readyDatabase(config, say);
  const db = openDatabase(database.url, { max: 2 });
  try {
    const link = await recoverOwnerLink(db, config.baseUrl, positionals[0]);
    return { line: `Open this link while Storecast runs (it works once): ${link}`, answer: { link } };
  } finally {
    await db.destroy();
    await database.leave();
  }
});
