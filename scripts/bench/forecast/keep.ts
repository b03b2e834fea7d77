// Files of a run for those who want to score it elsewhere or see which series went wrong.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Ours } from "#scripts/bench/forecast/ours.ts";

export function keep(folder: string, ours: readonly Ours[]): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, head: string, rows: readonly (readonly (string | number)[])[]) => writeFileSync(path.join(folder, name), `${[head, ...rows.map((row) => row.join(","))].join("\n")}\n`);
  write("forecasts.csv", "task,method,step,mean,lo80,hi80,lo95,hi95", ours.flatMap(({ task, method, told }) => Array.from(told.point, (mean, step) => [task.id, method, step + 1, mean, ...told.steps[step]!.flatMap(({ low, high }) => [low, high])])));
  write("totals.csv", "task,method,secs,tlo80,thi80,tlo95,thi95", ours.map(({ task, method, told }) => [task.id, method, told.seconds, ...told.total.bounds.flatMap(({ low, high }) => [low, high])]));
  write("scores.csv", "task,method,mase,wape,total_bias,total_in80,total_in95,inside80,inside95,seconds,models", ours.map(({ task, method, score, seconds, told }) => [
    task.id, method, score.mase, score.wape, score.totalBias, score.totalIn80, score.totalIn95, score.inside80, score.inside95, seconds, told.models.map(({ id, weight }) => `${id} ${weight.toFixed(2)}`).join(" + "),
  ]));
}
