// npm run bench [-- forecast import ingest kills one-day refresh serve] [--orders N] [--kills N] [--json]: ratios against a floor
// measured in the same run, on an embedded server of its own. Nothing of yours is touched. For forecast alone:
// [--dataset NAME,…] [--sample N] [--models ID,…] [--processes N] [--keep FOLDER] [--more] [--write], without a server.
import { parseArgs } from "node:util";
import { openDatabase } from "#db/client.ts";
import { currentConfig, namedFile } from "#lib/config.ts";
import { benchForecast } from "#scripts/bench/forecast.ts";
import { benchImport, benchKills } from "#scripts/bench/import.ts";
import { benchIngest } from "#scripts/bench/ingest.ts";
import { benchHistory } from "#scripts/bench/ingest-history.ts";
import { benchMemory } from "#scripts/bench/ingest-memory.ts";
import { benchOneDay } from "#scripts/bench/one-day.ts";
import { benchPlace } from "#scripts/bench/place.ts";
import { benchRefresh } from "#scripts/bench/refresh.ts";
import { print, type Line } from "#scripts/bench/report.ts";
import { benchServe } from "#scripts/bench/serve.ts";
import { makeWorld } from "#scripts/bench/world.ts";
import { runScript, say, Usage, type Outcome } from "#scripts/parts/script.ts";

const parts = ["forecast", "import", "ingest", "kills", "one-day", "refresh", "serve"] as const;

await runScript(async () => {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: {
    orders: { type: "string", default: "1000000" }, kills: { type: "string", default: "10" }, json: { type: "boolean" },
    dataset: { type: "string" }, sample: { type: "string" }, models: { type: "string" }, processes: { type: "string", default: "1" }, keep: { type: "string" }, more: { type: "boolean" }, write: { type: "boolean" },
  } });
  const unknown = positionals.filter((name) => !(parts as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Usage(`npm run bench knows ${parts.join(", ")}; not ${unknown.join(", ")}.`);
  const wanted = (name: (typeof parts)[number]) => positionals.length === 0 || positionals.includes(name);
  const folder = currentConfig().benchData;
  const all: Record<string, Line[]> = {};
  const keep = (title: string, lines: Line[]) => { all[title] = lines; print(title, lines); };
  const list = (text: string | undefined) => text?.split(",").map((each) => each.trim()) ?? [];
  if (wanted("forecast")) {
    keep("Projections", await benchForecast({
      folder, datasets: list(values.dataset), sample: values.sample === undefined ? undefined : Number(values.sample), processes: Number(values.processes),
      models: list(values.models), keep: values.keep === undefined ? undefined : namedFile(values.keep), more: values.more ?? false, write: values.write ?? false,
    }));
  }
  const needsServer = parts.some((name) => name !== "forecast" && wanted(name));
  const place = needsServer ? await benchPlace() : null;
  try {
    if (!place) return verdict(all);
    if (wanted("import")) keep("Import of the Online Retail file (320,705 lines)", await benchImport(place, folder));
    if (wanted("ingest")) {
      keep("Sources: from an answer to committed rows", await benchIngest(place));
      keep("Sources: one changed day beside its history", await benchHistory(place));
      keep("Sources: memory", await benchMemory(place));
    }
    if (wanted("kills")) keep("Killed with SIGKILL", await benchKills(place, folder, Number(values.kills)));
    if (wanted("one-day")) keep("One day imported again", await benchOneDay(place, folder));
    if (wanted("refresh") || wanted("serve")) {
      const db = openDatabase(place.url, { max: 4 });
      say(`Making ${Number(values.orders).toLocaleString("en")} orders over 800 days…`);
      const store = await makeWorld(db, Number(values.orders));
      keep(`Refresh (${Number(values.orders).toLocaleString("en")} orders, 800 days)`, await benchRefresh(db, store));
      await db.destroy();
      if (wanted("serve")) keep(`Overview on ${Number(values.orders).toLocaleString("en")} orders`, await benchServe(place));
    }
  } finally {
    await place?.stop();
  }
  return verdict(all);
});

function verdict(all: Record<string, Line[]>): Outcome {
  const judged = Object.values(all).flat().filter((line) => line.ok !== undefined);
  const missed = judged.filter((line) => !line.ok);
  return { ok: missed.length === 0, line: `\n${judged.length - missed.length} of ${judged.length} goals hold${missed.length > 0 ? `; missed: ${missed.map((line) => line.name).join(", ")}` : ""}.`, answer: all as unknown as Record<string, unknown> };
}
