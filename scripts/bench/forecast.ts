// The projections on the benchmark's tasks, beside the stored forecasts of R, Prophet and npm packages, and their goals.
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mean } from "#lib/forecast/score.ts";
import { checkScorer } from "#scripts/bench/forecast/check-scorer.ts";
import { judge, percent } from "#scripts/bench/forecast/goals.ts";
import { benchHierarchy } from "#scripts/bench/forecast/hierarchy.ts";
import { keep } from "#scripts/bench/forecast/keep.ts";
import { benchForecastMemory } from "#scripts/bench/forecast/memory.ts";
import { runOurs, type Ours } from "#scripts/bench/forecast/ours.ts";
import { accuracyPage, page } from "#scripts/bench/forecast/page.ts";
import { storedScores } from "#scripts/bench/forecast/stored.ts";
import { table } from "#scripts/bench/forecast/table.ts";
import { readTasks, sampled } from "#scripts/bench/forecast/tasks.ts";
import type { Line } from "#scripts/bench/report.ts";
import { say, Usage } from "#scripts/parts/script.ts";

export interface ForecastBench {
  folder: string;
  /** Names of sets, or "set horizon"; all when empty. */
  datasets: readonly string[];
  /** So many tasks of each set. */
  sample: number | undefined;
  processes: number;
  /** Models that get a row of their own. */
  models: readonly string[];
  /** Folder for the run's forecasts and scores. */
  keep: string | undefined;
  /** Also how wholes and parts agree, and the memory of a thousand series: two minutes more. */
  more: boolean;
  /** Writes the page; for whole runs only. */
  write: boolean;
}

const needed = ["reference/tasks-open.csv", "reference/series-open.csv.gz", "reference/fc-open.csv.gz", "reference/sum-open.csv.gz"];

/** Prints tables as the sets are done; answers with the goals. Without the data it is skipped, with the reason. */
export async function benchForecast(options: ForecastBench): Promise<Line[]> {
  const missing = needed.map((name) => path.join(options.folder, name)).filter((file) => !existsSync(file));
  if (missing.length > 0) return [{ name: "the projections' tasks", value: "skipped", note: `${missing.join(", ")} not there; STORECAST_BENCH_DATA names the folder of the benchmark's data` }];
  const began = performance.now();
  const all = readTasks(options.folder);
  const chosen = all.filter(({ dataset, group }) => options.datasets.length === 0 || options.datasets.some((name) => name === dataset || name === group));
  if (chosen.length === 0) throw new Usage(`No tasks of ${options.datasets.join(", ")}; there are ${[...new Set(all.map(({ group }) => group))].join(", ")}.`);
  const tasks = options.sample === undefined ? chosen : sampled(chosen, options.sample);
  if (options.write && tasks.length < all.length) throw new Usage("--write needs a whole run, without --dataset and --sample.");
  const stored = storedScores(options.folder, tasks);
  const ours: Ours[] = [];
  const tables: { group: string; lines: string[] }[] = [];
  for (const group of new Set(tasks.map((task) => task.group))) {
    const mine = tasks.filter((task) => task.group === group);
    const runs = await runOurs(mine, options.processes, undefined, progress(group, mine.length));
    const alone = [];
    for (const model of options.models) alone.push(...(await runOurs(mine, options.processes, model, progress(`${group}, ${model} alone`, mine.length))));
    ours.push(...runs);
    const lines = table([...runs, ...alone, ...stored.filter(({ task }) => task.group === group)]);
    tables.push({ group, lines });
    process.stdout.write(`\n${group}\n${lines.join("\n")}\n`);
  }
  if (options.keep !== undefined) keep(options.keep, ours);
  const goals = [...judge(ours), ...checkScorer(options.folder, stored), ...coverage(ours)];
  if (options.more) goals.push(...benchHierarchy(all, say), ...(await benchForecastMemory()));
  if (options.write) writeFileSync(accuracyPage, page(goals, tables, (performance.now() - began) / 1000));
  return goals;
}

/** Each set's own coverage, not judged: few tasks say little. */
function coverage(ours: readonly Ours[]): Line[] {
  return [...new Set(ours.map(({ task }) => task.group))].map((group) => {
    const scores = ours.filter(({ task }) => task.group === group).map((each) => each.score);
    return { name: `inside 80 % and 95 %, ${group}`, value: `totals ${percent(mean(scores, "totalIn80"))} and ${percent(mean(scores, "totalIn95"))}, steps ${percent(mean(scores, "inside80"))} and ${percent(mean(scores, "inside95"))}`, note: `${scores.length} tasks; totals off ${percent(mean(scores, "totalApe"))} by the points' sum, ${percent(byMedian(ours, group))} by the paths' median` };
  });
}

/** Mean error of the total if the median of the paths' sums were told instead. */
function byMedian(ours: readonly Ours[], group: string): number {
  const off = ours.filter(({ task }) => task.group === group).map(({ task, told }) => { const came = task.actual.reduce((sum, value) => sum + value, 0); return Math.abs(told.middle - came) / came; });
  return off.reduce((sum, value) => sum + value, 0) / off.length;
}

function progress(title: string, count: number): (done: number) => void {
  let last = performance.now();
  return (done) => {
    if (performance.now() - last < 5000) return;
    last = performance.now();
    say(`  ${title}: ${done} of ${count}`);
  };
}
