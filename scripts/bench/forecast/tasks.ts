// The benchmark's tasks: a series cut at an origin, what came after it, and what was planned.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { addDays, toNumber } from "#lib/core/day.ts";
import { toSeries } from "#lib/forecast/long.ts";
import { maseScale } from "#lib/forecast/score.ts";
import type { EventSpan, TimeSeries } from "#lib/forecast/series.ts";
import { joined } from "#scripts/parts/forecast-events.ts";

export interface BenchTask {
  id: string;
  dataset: string;
  /** Dataset and horizon: tasks that are averaged together. */
  group: string;
  name: string;
  history: TimeSeries;
  actual: Float64Array;
  horizon: number;
  season: number;
  scale: number;
  events: EventSpan[];
}

/** Lines of a CSV without quotes, as arrays in the order of `columns`. */
export function cellsOf(file: string, columns: readonly string[]): string[][] {
  const bytes = readFileSync(file);
  const [header, ...lines] = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString().trim().split("\n");
  const places = columns.map((name) => header!.split(",").indexOf(name));
  return lines.map((line) => { const cells = line.split(","); return places.map((place) => cells[place] ?? ""); });
}

/** Every task of the folder's reference, in its order. */
export function readTasks(folder: string): BenchTask[] {
  const series = new Map<string, { days: number[]; values: number[] }>();
  for (const [dataset, name, date, y] of cellsOf(path.join(folder, "reference/series-open.csv.gz"), ["dataset", "series", "date", "y"])) {
    const key = `${dataset}|${name}`;
    let one = series.get(key);
    if (!one) series.set(key, (one = { days: [], values: [] }));
    one.days.push(toNumber(date!));
    one.values.push(Number(y));
  }
  return cellsOf(path.join(folder, "reference/tasks-open.csv"), ["task", "dataset", "series", "m", "h", "n_train"]).map(([id, dataset, name, m, h, n]) => {
    const [horizon, season, length] = [Number(h), Number(m), Number(n)];
    const { days, values } = series.get(`${dataset}|${name}`)!;
    const { start, grain, values: past } = toSeries(days.slice(0, length), values.slice(0, length));
    return {
      id: id!, dataset: dataset!, group: `${dataset} ${horizon}`, name: name!, history: { start, grain, values: past }, horizon, season,
      actual: Float64Array.from(values.slice(length, length + horizon)), scale: maseScale(values.slice(0, length), season), events: promotions(folder, dataset!, name!),
    };
  });
}

/** Days on which a simulated shop runs a promotion, past and planned: a marketing calendar knows both. */
function promotions(folder: string, dataset: string, name: string): EventSpan[] {
  const file = path.join(folder, dataset, `${name}_promo_days.csv`);
  if (!existsSync(file)) return [];
  return joined(cellsOf(file, ["date", "promo"]).filter(([, promo]) => promo !== "0").map(([date]) => ({ type: "promotion", from: date!, to: addDays(date!, 1) })));
}

/** A few tasks of each group, spread over it. */
export function sampled(tasks: readonly BenchTask[], count: number): BenchTask[] {
  const groups = new Map<string, BenchTask[]>();
  for (const task of tasks) groups.set(task.group, [...(groups.get(task.group) ?? []), task]);
  return [...groups.values()].flatMap((all) => all.filter((_, index) => Math.floor((index * count) / all.length) !== Math.floor(((index - 1) * count) / all.length)));
}
