// Our scorer held against the reference's: the scores of the stored forecasts, which another program wrote down.
import { existsSync } from "node:fs";
import path from "node:path";
import type { Score } from "#lib/forecast/score.ts";
import type { Line } from "#scripts/bench/report.ts";
import type { Scored } from "#scripts/bench/forecast/stored.ts";
import { cellsOf } from "#scripts/bench/forecast/tasks.ts";

const measures: Record<keyof Score, string> = {
  mase: "mase", wape: "wape", smape: "smape", pinball: "spl", msis95: "msis95", inside80: "cov80", inside95: "cov95",
  totalApe: "tot_ape", totalBias: "tot_bias", totalIn80: "tot_in80", totalIn95: "tot_in95", totalWidth80: "tot_w80",
};
const closeness = 1e-4;

/** The largest difference over all measures, relative where a score is over 1 (interval scores reach a billion). */
export function checkScorer(folder: string, stored: readonly Scored[]): Line[] {
  const file = path.join(folder, "reference/scores-open.csv.gz");
  if (!existsSync(file)) return [];
  const key = (dataset: string, series: string, horizon: string | number, length: string | number, method: string) => [dataset, series, horizon, length, method].join("|");
  const ours = new Map(stored.map((each) => [key(each.task.dataset, each.task.name, each.task.horizon, each.task.history.values.length, each.method), each.score]));
  let [most, compared] = [0, 0];
  for (const [dataset, series, h, n, method, ...told] of cellsOf(file, ["dataset", "series", "h", "n_train", "method", ...Object.values(measures)])) {
    const mine = ours.get(key(dataset!, series!, h!, n!, method!));
    if (!mine) continue;
    Object.keys(measures).forEach((measure, index) => {
      if (told[index] === "") return;
      const theirs = Number(told[index]);
      most = Math.max(most, Math.abs(mine[measure as keyof Score] - theirs) / Math.max(1, Math.abs(theirs)));
      compared++;
    });
  }
  return compared === 0 ? [] : [{ name: "our scores of stored forecasts, against the reference scorer's", value: `largest difference ${most.toExponential(1)}`, goal: `≤ ${closeness}`, ok: most <= closeness, note: `${compared.toLocaleString("en")} scores` }];
}
