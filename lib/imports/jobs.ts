// Jobs of the page: a process of its own per import, with its own memory limit, so that a bad file can't take the web server.
import { spawn } from "node:child_process";
import type { Database } from "#db/client.ts";
import { now } from "#lib/core/day.ts";
import { fault } from "#lib/imports/faults.ts";
import { log } from "#lib/log.ts";

/** Longest that a look at a file may take. */
const inspectLimit = 120_000;

const running = new Map<string, Promise<void>>();

/** Starts `inspect` or `run` of an import, unless this process already runs it. Resolves when the job has ended. */
export function startJob(db: Database, verb: "inspect" | "run", importId: string): Promise<void> {
  const key = `${verb} ${importId}`;
  const known = running.get(key);
  if (known) return known;
  const job = runJob(db, verb, importId).catch((error: unknown) => log.error({ error: String(error), importId }, "an import job could not be started")).finally(() => running.delete(key));
  running.set(key, job);
  return job;
}

async function runJob(db: Database, verb: "inspect" | "run", importId: string): Promise<void> {
  const child = spawn(process.execPath, ["--max-old-space-size=256", "--import", "tsx", "scripts/import.ts", verb, importId, "--json"], { stdio: ["ignore", "ignore", "pipe"] });
  let lastWords = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => { lastWords = (lastWords + text).slice(-2_000); });
  const limit = verb === "inspect" ? setTimeout(() => child.kill("SIGKILL"), inspectLimit) : undefined;
  const code = await new Promise<number | null>((resolve) => {
    child.on("error", () => resolve(null));
    child.on("exit", resolve);
  });
  clearTimeout(limit);
  if (code === 0) return;
  // 9: it waited for half a day, and another process still holds the store's lock. So it isn't under way: it can be started again.
  if (code === 9) {
    const busy = fault("imports.busy");
    await db.updateTable("ingest.import")
      .set({ state: "ready", error: JSON.stringify({ code: busy.code, message: busy.message, details: {} }), progress: null, updated_at: now() })
      .where("import_id", "=", importId).where("state", "=", "loading").where("summary", "is", null).execute();
    return;
  }
  log.warn({ importId, verb, code, said: lastWords.trim().split("\n").slice(-3) }, "an import job ended early");
  // One that said why has written it down; one that was killed or ran out of memory hasn't.
  const stopped = fault("imports.stopped");
  await db.updateTable("ingest.import")
    .set({ state: "failed", error: JSON.stringify({ code: stopped.code, message: stopped.message, details: {} }), progress: null, updated_at: now() })
    .where("import_id", "=", importId).where("state", "in", verb === "inspect" ? ["received"] : ["loading"]).where("summary", "is", null).where("error", "is", null).execute();
}

/** Takes up what a crash or restart cut short. Called once when the product starts; returns at once. */
export async function resumeImports(db: Database): Promise<number> {
  const open = await db.selectFrom("ingest.import").select(["import_id", "state", "preview"]).where("state", "in", ["loading", "received"]).orderBy("import_id").execute();
  const jobs = open.filter((row) => row.state === "loading" || row.preview === null).map((row) => [row.state === "loading" ? "run" : "inspect", row.import_id] as const);
  void (async () => {
    for (const [verb, importId] of jobs) await startJob(db, verb, importId);
  })();
  return jobs.length;
}
