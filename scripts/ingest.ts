// npm run ingest -- [--due] [--source NAME] [--store NAME] [--stream NAME] [--from DAY --to DAY] [--accept-empty] [--json]
// Brings in what the connected sources have. Exit codes: 0 all whole, 1 something is missing, 2 usage, 9 another run holds it.
import { parseArgs } from "node:util";
import { openPool } from "#db/client.ts";
import { readyDatabase } from "#lib/cluster/ready.ts";
import { currentConfig } from "#lib/config.ts";
import { isDay } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { database, databaseUrl } from "#lib/database.ts";
import { ingest, type Ran } from "#lib/ingest/ingest.ts";
import { ensureMarts } from "#lib/refresh/refresh.ts";
import { findSource } from "#lib/sources/registry.ts";
import { findStore } from "#lib/stores/stores.ts";
import { runScript, say, Usage } from "#scripts/parts/script.ts";

await runScript(async () => {
  const { values } = parseArgs({ options: {
    due: { type: "boolean" }, source: { type: "string" }, store: { type: "string" }, stream: { type: "string" }, from: { type: "string" }, to: { type: "string" },
    "accept-empty": { type: "boolean" }, json: { type: "boolean" },
  } });
  for (const [name, day] of [["from", values.from], ["to", values.to]] as const) if (day !== undefined && !isDay(day)) throw new Usage(`--${name} ${day} is no day such as 2026-11-20.`);
  if ((values.from === undefined) !== (values.to === undefined)) throw new Usage("--from DAY and --to DAY belong together. --to is the day after the last one.");
  if (values.from !== undefined && values.from >= values.to!) throw new Usage("--to must be after --from: it is the day after the last one.");
  if (!values.due && values.source === undefined && values.store === undefined) throw new Usage("Say what to bring in: --due for all that is due, or --source NAME, --store NAME, with --from DAY --to DAY for certain days.");
  if (values.source !== undefined) findSource(values.source);
  const ready = await readyDatabase(currentConfig(), say);
  const pool = openPool(databaseUrl(), { max: 8, name: "storecast ingest" });
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort(new Error("Stopped.")));
  try {
    await ensureMarts(database(), (words) => say(`  ${words}`));
    const store = values.store === undefined ? null : await findStore(database(), values.store);
    if (values.store !== undefined && !store) throw new Usage(`There is no store named ${values.store}.`);
    const only = { ...(store ? { storeId: store.id } : {}), ...(values.source ? { source: values.source } : {}), ...(values.stream ? { stream: values.stream } : {}) };
    const done = await ingest({ db: database(), pool }, {
      signal: stop.signal, only, isForced: !values.due, ...(values.from ? { window: { from: values.from, to: values.to! } } : {}), mayEmpty: values["accept-empty"] ?? false,
      onProgress: ({ source, stream, from, to, done: at, of }) => say(`  ${source} ${stream}: ${from} to ${to} (${at + 1} of ${of})`),
    });
    if (done.locked.length > 0 && done.runs.length === 0) throw new AppError("conflict", "sources.locked", "Another run is bringing this in at the moment.");
    const wrong = done.runs.filter((run) => run.state !== "done");
    const sum = (pick: (run: Ran) => number) => done.runs.reduce((total, run) => total + pick(run), 0);
    const line = done.runs.length === 0 && done.failed.length === 0 ? "Nothing was due." : `${done.runs.length} runs: ${sum((run) => run.read)} rows read, ${sum((run) => run.written)} written, ${sum((run) => run.daysChanged)} days changed.`;
    const words = [...wrong.map((run) => `${run.source} ${run.stream}: ${run.state}. ${run.problem?.message ?? ""}`), ...done.failed.map((one) => `${one.source}: ${one.problem.message}`)];
    return { ok: words.length === 0, line: [line, ...words].join("\n"), answer: { runs: done.runs, locked: done.locked, failed: done.failed } };
  } finally {
    await pool.end();
    await ready.leave();
  }
});
