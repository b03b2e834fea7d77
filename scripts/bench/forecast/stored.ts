// The forecasts of other tools that the benchmark's folder keeps, scored as ours are.
import path from "node:path";
import { score, type Outlook, type Score } from "#lib/forecast/score.ts";
import { cellsOf, type BenchTask } from "#scripts/bench/forecast/tasks.ts";

export interface Scored { task: BenchTask; method: string; score: Score; seconds: number }

const bounds = ["lo80", "hi80", "lo95", "hi95"] as const;
const totals = ["tlo80", "thi80", "tlo95", "thi95"] as const;
/** Means of three of R's models, and of the ends of their ranges: the best of R on most sets. */
const combined = { R_comb: ["ets", "theta", "stlm_ets"], R_comb_w: ["ets", "theta", "arima"] };

type Stored = Outlook & { seconds: number };

function empty(horizon: number): Stored {
  const blank = () => new Float64Array(horizon).fill(Number.NaN);
  return { point: blank(), lo80: blank(), hi80: blank(), lo95: blank(), hi95: blank(), total: { lo80: Number.NaN, hi80: Number.NaN, lo95: Number.NaN, hi95: Number.NaN }, seconds: Number.NaN };
}

const number = (text: string) => (text === "" || text === "NA" ? Number.NaN : Number(text));

/** Scores by group of tasks, of every stored method on the tasks that it has. */
export function storedScores(folder: string, tasks: readonly BenchTask[]): Scored[] {
  const known = new Map(tasks.map((task) => [task.id, task]));
  const all = new Map<string, Map<string, Stored>>();
  for (const [id, method, step, mean, ...ends] of cellsOf(path.join(folder, "reference/fc-open.csv.gz"), ["task", "method", "step", "mean", ...bounds])) {
    const task = known.get(id!);
    if (!task) continue;
    if (!all.has(id!)) all.set(id!, new Map());
    const methods = all.get(id!)!;
    if (!methods.has(method!)) methods.set(method!, empty(task.horizon));
    const one = methods.get(method!)!;
    (one.point as Float64Array)[Number(step) - 1] = number(mean!);
    bounds.forEach((name, index) => ((one[name] as Float64Array)[Number(step) - 1] = number(ends[index]!)));
  }
  for (const [id, method, seconds, ...ends] of cellsOf(path.join(folder, "reference/sum-open.csv.gz"), ["task", "method", "secs", ...totals])) {
    const one = all.get(id!)?.get(method!);
    if (!one) continue;
    one.seconds = number(seconds!);
    bounds.forEach((name, index) => (one.total[name] = number(ends[index]!)));
  }
  const out: Scored[] = [];
  for (const [id, methods] of all) {
    const task = known.get(id)!;
    for (const [name, parts] of Object.entries(combined)) {
      const found = parts.map((part) => methods.get(part));
      if ((name === "R_comb_w") === (task.dataset === "m4-weekly") && found.every((part) => part !== undefined)) methods.set(name, meanOf(found as Stored[], task.horizon));
    }
    for (const [method, one] of methods) out.push({ task, method, score: score(one, task.actual, task.scale), seconds: one.seconds });
  }
  return out;
}

function meanOf(parts: readonly Stored[], horizon: number): Stored {
  const out = empty(horizon);
  const average = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  for (const name of ["point", ...bounds] as const) for (let step = 0; step < horizon; step++) (out[name] as Float64Array)[step] = average(parts.map((part) => part[name][step]!));
  for (const name of bounds) out.total[name] = average(parts.map((part) => part.total[name]).filter(Number.isFinite));
  return { ...out, seconds: parts.reduce((sum, part) => sum + part.seconds, 0) };
}
