// npm run refresh [-- --full] [--json]: brings the summaries that pages read up to the orders. Days that changed, or everything.
import { parseArgs } from "node:util";
import { currentConfig } from "#lib/config.ts";
import { database } from "#lib/database.ts";
import { ensureMarts, rebuildMarts, refreshStore } from "#lib/refresh/refresh.ts";
import { listStores } from "#lib/stores/stores.ts";
import { readyDatabase } from "#lib/cluster/ready.ts";
import { runScript, say } from "#scripts/parts/script.ts";

await runScript(async () => {
  const { values } = parseArgs({ options: { full: { type: "boolean" }, json: { type: "boolean" } } });
  const ready = await readyDatabase(currentConfig(), say);
  try {
    const rebuilt = await ensureMarts(database(), (words) => say(`  ${words}`));
    if (values.full) await rebuildMarts(database(), (words) => say(`  ${words}`));
    const results = [];
    for (const store of await listStores(database())) {
      const result = await refreshStore(database(), store.id);
      if (result) results.push({ store: store.name, days: result.days.length, rows: result.rows, failing: result.checks.filter((check) => check.offenders.length > 0).map((check) => check.sentence) });
    }
    const failing = results.flatMap((result) => result.failing);
    const days = results.reduce((sum, result) => sum + result.days, 0);
    const done = values.full ? "Everything was made again" : days === 0 && rebuilt.length === 0 ? "Nothing had changed" : `${days} days were made again`;
    return { ok: failing.length === 0, line: `${done}.${failing.length > 0 ? ` Checks failed: ${[...new Set(failing)].join(" ")}` : ""}`, answer: { full: values.full ?? false, rebuilt, stores: results } };
  } finally {
    await ready.leave();
  }
});
