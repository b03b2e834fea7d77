// npm run project -- [--as-of DAY] [--store NAME] [--json]
// Makes and keeps the projections of every store; with --as-of, as they would have been at the end of that day.
// Exit codes: 0 done, 1 failed, 2 usage, 9 another run holds a store.
import os from "node:os";
import { parseArgs } from "node:util";
import { dayAt, isDay, now } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { database } from "#lib/database.ts";
import { projectStore, type Projected } from "#lib/projections/project.ts";
import { listStores } from "#lib/stores/stores.ts";
import { ready } from "#scripts/parts/ready.ts";
import { runScript, say, Usage } from "#scripts/parts/script.ts";

await runScript(async () => {
  const { values } = parseArgs({ options: { "as-of": { type: "string" }, store: { type: "string" }, json: { type: "boolean" } } });
  const asOf = values["as-of"];
  if (asOf !== undefined && !isDay(asOf)) throw new Usage(`--as-of ${asOf} is no day such as 2026-11-20.`);
  if (asOf !== undefined && asOf >= dayAt(now(), "UTC")) throw new Usage(`--as-of ${asOf} isn't over yet. Leave it out for the projection of today.`);
  // Pages come first: this may take its time.
  os.setPriority(10);
  const leave = await ready(say);
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort(new Error("Stopped.")));
  try {
    const all = await listStores(database());
    const stores = values.store === undefined ? all : all.filter((store) => store.name.toLowerCase() === values.store!.trim().toLowerCase());
    if (values.store !== undefined && stores.length === 0) throw new Usage(`There is no store named ${values.store}.`);
    const done: Projected[] = [];
    const failed: { store: string; problem: string }[] = [];
    for (const store of stores) {
      const one = await projectStore(database(), store, { now: now(), signal: stop.signal, ...(asOf ? { asOf } : {}), onGroup: (group, seconds) => say(`  ${store.name}: ${group.replace("_", " ")} (${seconds.toFixed(1)} s)`) }).catch((error: unknown) => {
        if (stop.signal.aborted) throw error;
        // One store's trouble is nobody else's.
        say(`  ${store.name}: ${(error as Error).stack ?? String(error)}`);
        failed.push({ store: store.name, problem: (error as Error).message ?? String(error) });
        return null;
      });
      if (one) done.push(one);
    }
    if (done.length > 0 && done.every((one) => one.state === "locked")) throw new AppError("conflict", "projections.locked", "Another run is making these projections at the moment.");
    return { ok: failed.length === 0, line: [lineOf(done), ...failed.map((one) => `${one.store}: ${one.problem}`)].join("\n"), answer: { stores: done, failed } };
  } finally {
    await leave();
  }
});

function lineOf(done: readonly Projected[]): string {
  const count = (state: Projected["state"]) => done.filter((one) => one.state === state).length;
  const series = done.reduce((sum, one) => sum + one.series, 0);
  const seconds = done.reduce((sum, one) => sum + one.seconds, 0);
  return `${count("made")} of ${done.length} stores projected (${series} series, ${seconds.toFixed(1)} s), ${count("unchanged")} without news${count("nothing") > 0 ? `, ${count("nothing")} without history` : ""}${count("locked") > 0 ? `, ${count("locked")} busy elsewhere` : ""}.`;
}
