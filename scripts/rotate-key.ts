// npm run rotate-key [-- --json]: a new key for the credentials of all connections. Safe to run again after it was killed.
import { parseArgs } from "node:util";
import { openDatabase } from "#db/client.ts";
import { readyDatabase } from "#lib/cluster/ready.ts";
import { currentConfig } from "#lib/config.ts";
import { keyPlaceWords } from "#lib/secrets/keyring.ts";
import { rotateKey } from "#lib/secrets/rotate.ts";
import { runScript, say } from "#scripts/parts/script.ts";

await runScript(async () => {
  parseArgs({ options: { json: { type: "boolean" } } });
  const config = currentConfig();
  const database = await readyDatabase(config, say);
  const db = openDatabase(database.url, { max: 2 });
  try {
    const { rewrapped, unopened, key, resumed } = await rotateKey(db, config);
    const where = keyPlaceWords(config);
    const kept = config.secretsKey ? "Take the old key out of it now." : "Credentials in older backups don't open with it: after restoring one, enter them again.";
    const lost = unopened.length > 0 ? ` No key opens the credentials of ${unopened.length} (connection ${unopened.join(", ")}): enter them again.` : "";
    return { line: `${resumed ? "The change of key that was broken off is done" : "The key is changed"}: the credentials of ${rewrapped} connections are under key ${key} in ${where}. ${kept}${lost}`, answer: { rewrapped, unopened, key, resumed } };
  } finally {
    await db.destroy();
    await database.leave();
  }
});
