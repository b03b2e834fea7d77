// The scheduler that runs beside the pages: brings in what is due, wakes when a page asks, and never stops for one
// source's trouble. Cron or a person may run `npm run ingest` meanwhile: a lock per connection keeps them apart.
import { setTimeout as sleep } from "node:timers/promises";
import { now } from "#lib/core/day.ts";
import type { Host } from "#lib/ingest/context.ts";
import { ingest, type Ran } from "#lib/ingest/ingest.ts";
import { dropOldPages } from "#lib/ingest/raw-pages.ts";
import { log } from "#lib/log.ts";

/** Sent by whoever wants the scheduler to look now. */
export const wakeChannel = "storecast_ingest";

/** How often it looks for what is due, and how many days payloads are kept. */
const lookEveryMs = 20_000;
const keepRawDays = 30;

export interface Scheduling {
  signal: AbortSignal;
  onRun?: (run: Ran) => void;
}

/**
 * Runs until the signal. A machine that slept finds everything due at its next look and does each once. Errors of
 * ours are logged and the next look goes on.
 */
export async function runScheduler(host: Host, { signal, onRun }: Scheduling): Promise<void> {
  let woken: () => void = () => {};
  const listener = await listen(host, () => woken());
  let sweptDay = "";
  try {
    while (!signal.aborted) {
      const asked = new Promise<void>((resolve) => { woken = resolve; });
      try {
        const done = await ingest(host, { signal });
        for (const run of done.runs) {
          const about = { source: run.source, stream: run.stream, reason: run.reason, state: run.state, read: run.read, written: run.written, problem: run.problem?.message };
          if (run.state === "done") log.debug(about, "ingest");
          else log.warn(about, "ingest");
          onRun?.(run);
        }
        const today = now().toISOString().slice(0, 10);
        if (today !== sweptDay) {
          const client = await host.pool.connect();
          try {
            await dropOldPages(client, new Date(now().getTime() - keepRawDays * 86_400_000));
          } finally {
            client.release();
          }
          sweptDay = today;
        }
      } catch (error) {
        if (signal.aborted) break;
        log.error({ error: error instanceof Error ? error.stack : String(error) }, "the scheduler goes on");
      }
      const pause = new AbortController();
      await Promise.race([asked, sleep(lookEveryMs, undefined, { signal: AbortSignal.any([signal, pause.signal]) }).catch(() => {})]);
      pause.abort();
    }
  } finally {
    await listener();
  }
}

/** Listens on a connection of its own; when that is lost, looking every few seconds goes on without it. */
async function listen(host: Host, onWake: () => void): Promise<() => Promise<void>> {
  const client = await host.pool.connect();
  let isGone = false;
  client.on("error", () => { isGone = true; });
  client.on("notification", onWake);
  await client.query(`listen ${wakeChannel}`);
  return async () => {
    client.removeListener("notification", onWake);
    if (!isGone) await client.query(`unlisten ${wakeChannel}`).catch(() => {});
    client.release(isGone);
  };
}
