// The scheduler that runs beside the pages: brings in what is due, wakes when a page asks, and never stops for one
// source's trouble. Cron or a person may run `npm run ingest` meanwhile: a lock per connection keeps them apart.
import { EventEmitter, once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { now } from "#lib/core/day.ts";
import type { Host } from "#lib/ingest/context.ts";
import { ingest, type IngestOptions, type Ran } from "#lib/ingest/ingest.ts";
import { dropOldPages } from "#lib/ingest/raw-pages.ts";
import { log } from "#lib/log.ts";

/** Sent by whoever wants the scheduler to look now. */
export const wakeChannel = "storecast_ingest";

/** How often it looks for what is due, how long a history goes on before others get their turn, and how many days payloads are kept. */
const lookEveryMs = 20_000;
const portionMs = 60_000;
const keepRawDays = 30;

export interface Scheduling {
  signal: AbortSignal;
  onRun?: (run: Ran) => void;
  /** How the sources are asked; the product's own way unless told. */
  how?: Pick<IngestOptions, "clock" | "pace" | "portionMs">;
}

/**
 * Runs until the signal. What is new of every connection has its own round, so that no history, however long, keeps
 * an order waiting; histories come in portions beside it, and between two of them their own connection is looked at
 * too. A machine that slept finds everything due at its next look and does each once. Errors of ours are logged and
 * the next look goes on.
 */
export async function runScheduler(host: Host, { signal, onRun, how }: Scheduling): Promise<void> {
  const bell = new EventEmitter();
  const tell = (runs: readonly Ran[]): void => {
    for (const run of runs) {
      const about = { source: run.source, stream: run.stream, reason: run.reason, state: run.state, read: run.read, written: run.written, problem: run.problem?.message };
      if (run.state === "done") log.debug(about, "ingest");
      else log.warn(about, "ingest");
      onRun?.(run);
    }
  };
  const look = async (options: Partial<IngestOptions>): Promise<boolean> => {
    const done = await ingest(host, { ...how, ...options, signal });
    tell(done.runs);
    return done.isMore;
  };
  let sweptDay = "";
  const sweep = async (): Promise<void> => {
    const today = now().toISOString().slice(0, 10);
    if (today === sweptDay) return;
    const client = await host.pool.connect();
    try {
      await dropOldPages(client, new Date(now().getTime() - keepRawDays * 86_400_000));
    } finally {
      client.release();
    }
    sweptDay = today;
  };
  await Promise.all([
    keepListening(host, signal, () => void bell.emit("ring")),
    round(signal, bell, async () => {
      await look({ isRecentOnly: true });
      await sweep();
      return false;
    }),
    round(signal, bell, () => look({ portionMs: how?.portionMs ?? portionMs })),
  ]);
}

/** Does `work` over and over: at once while it says that there is more, else at the next look or ring. A ring while it works counts. */
async function round(signal: AbortSignal, bell: EventEmitter, work: () => Promise<boolean>): Promise<void> {
  while (!signal.aborted) {
    const pause = new AbortController();
    const rung = once(bell, "ring", { signal: AbortSignal.any([signal, pause.signal]) }).catch(() => {});
    let isMore = false;
    try {
      isMore = await work();
    } catch (error) {
      if (!signal.aborted) log.error({ error: error instanceof Error ? error.stack : String(error) }, "the scheduler goes on");
    }
    if (!isMore) await Promise.race([rung, sleep(lookEveryMs, undefined, { signal: AbortSignal.any([signal, pause.signal]) }).catch(() => {})]);
    pause.abort();
  }
}

/** Listens on a connection of its own until the signal. One that is lost, or can't be had, is sought again; meanwhile looking goes on without it. */
async function keepListening(host: Host, signal: AbortSignal, ring: () => void): Promise<void> {
  while (!signal.aborted) {
    const client = await host.pool.connect().catch(() => null);
    if (client) {
      const lost = new Promise<void>((resolve) => void client.once("end", resolve).once("error", () => resolve()));
      client.on("notification", ring);
      await client.query(`listen ${wakeChannel}`).then(() => Promise.race([lost, aborted(signal)]), () => {});
      // Closed, not given back: nobody else is to hear its notes.
      client.removeListener("notification", ring);
      client.release(true);
    }
    await sleep(1_000, undefined, { signal }).catch(() => {});
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener("abort", () => resolve(), { once: true })));
}
