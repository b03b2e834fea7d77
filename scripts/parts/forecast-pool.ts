// Many series on several cores: child processes, one series each at a time, answers in the order of the jobs.
import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { AppError } from "#lib/core/errors.ts";
import { tellSafely, type Job, type Told } from "#scripts/parts/forecast-job.ts";

/**
 * Answers to all jobs, in their order. Jobs are taken as they are needed and few answers wait, so memory doesn't grow with their number.
 * @param processes 1 works in this process
 */
export async function* tellAll(jobs: Iterable<Job>, processes: number): AsyncGenerator<Told> {
  if (processes <= 1) {
    for (const job of jobs) {
      yield tellSafely(job);
      // Signals and writes get their turn between two series.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return;
  }
  const children = Array.from({ length: processes }, start);
  const free = [...children];
  const waiting: Promise<Told>[] = [];
  const iterator = jobs[Symbol.iterator]();
  let released = () => {};
  try {
    for (let next = iterator.next(); !next.done || waiting.length > 0; ) {
      while (!next.done && free.length > 0 && waiting.length < processes * 4) {
        const child = free.pop()!;
        const answer = ask(child, next.value);
        answer.then(() => { free.push(child); released(); }, () => released());
        waiting.push(answer);
        next = iterator.next();
      }
      // A later job may be done while the first still runs: its child gets the next one, or the first is handed out.
      const freed = new Promise<void>((resolve) => (released = resolve));
      const first = waiting[0]!;
      const done = await Promise.race([first, freed.then(() => undefined)]);
      if (done) { waiting.shift(); yield done; }
    }
  } finally {
    for (const child of children) child.kill();
  }
}

function start(): ChildProcess {
  return fork(fileURLToPath(new URL("forecast-child.ts", import.meta.url)), { execArgv: ["--import", "tsx"], serialization: "advanced", stdio: ["ignore", 2, 2, "ipc"] });
}

function ask(child: ChildProcess, job: Job): Promise<Told> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new AppError("broken", "forecast.ended", `The process that projected ${job.name} ended early; its last words are above.`));
    if (child.exitCode !== null) return ended();
    child.once("exit", ended);
    child.once("message", (told) => { child.off("exit", ended); resolve(told as Told); });
    child.send(job);
  });
}
