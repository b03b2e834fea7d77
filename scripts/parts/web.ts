// The web server as a child: started, watched, brought back with growing pauses when it dies.
import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "#lib/core/errors.ts";
import { childEnvironment } from "#lib/config.ts";
import { markOf, stopWithJobs, waitUntil, type ProcessMark } from "#lib/cluster/process.ts";

const noteFile = (home: string) => path.join(home, "web.json");

/** Stops the web server that an earlier start of this data folder left when it was killed. */
export async function stopStaleWeb(home: string): Promise<void> {
  try {
    await stopWithJobs(JSON.parse(readFileSync(noteFile(home), "utf8")) as ProcessMark);
  } catch { /* none was left */ }
  rmSync(noteFile(home), { force: true });
}

export interface Web {
  /** Resolves when it answered for the first time; throws when it can't be started. */
  ready: Promise<void>;
  stop(): Promise<void>;
  /** Ends it so that it comes back with a fresh view of the database. */
  restart(): Promise<void>;
}

/** Runs the built product on host:port. `environment` is added to ours. */
export function runWeb(options: { home: string; host: string; port: number; environment: Record<string, string>; say: (line: string) => void }): Web {
  let child: ChildProcess | undefined;
  let ending = false;
  let deaths = 0;
  let lastWords = "";

  const launch = () => {
    child = spawn(process.execPath, ["node_modules/next/dist/bin/next", "start", "-H", options.host, "-p", String(options.port)], {
      stdio: ["ignore", "pipe", "pipe"],
      // Out of the terminal's group: Ctrl-C reaches us alone, and we stop the pages before their jobs.
      detached: process.platform !== "win32",
      env: childEnvironment({ ...options.environment, NODE_ENV: "production" }),
    });
    const began = performance.now();
    if (child.pid) writeFileSync(noteFile(options.home), JSON.stringify(markOf(child.pid) ?? {}), { mode: 0o600 });
    child.stdout!.resume();
    child.stderr!.on("data", (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-2000);
      process.stderr.write(chunk);
    });
    child.on("exit", (code, signal) => {
      if (ending) return;
      deaths = performance.now() - began > 60_000 ? 1 : deaths + 1;
      const pause = Math.min(30_000, 250 * 2 ** (deaths - 1));
      options.say(`The web server stopped (${signal ?? `code ${code}`}); it is started again in ${pause / 1000} s.`);
      void sleep(pause).then(() => { if (!ending) launch(); });
    });
  };
  const end = async () => {
    const mark = child?.pid ? markOf(child.pid) : undefined;
    if (mark) await stopWithJobs(mark, 8_000);
  };
  launch();
  return {
    ready: answered(options.host, options.port, () => deaths >= 3, () => lastWords),
    stop: async () => {
      ending = true;
      await end();
      rmSync(noteFile(options.home), { force: true });
    },
    restart: end,
  };
}

async function answered(host: string, port: number, isHopeless: () => boolean, words: () => string): Promise<void> {
  const reachable = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const address = `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}/sign-in`;
  const came = await waitUntil(async () => isHopeless() || (await fetch(address, { redirect: "manual", signal: AbortSignal.timeout(10_000) }).then(() => true, () => false)), 60_000);
  if (!came || isHopeless()) throw new AppError("broken", "start.web", `The web server does not start on port ${port}. It said:\n${words().trim() || "nothing"}`);
}
