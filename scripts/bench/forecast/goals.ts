// What the projections have to reach, and whether they do.
import { mean } from "#lib/forecast/score.ts";
import type { Line } from "#scripts/bench/report.ts";
import type { Ours } from "#scripts/bench/forecast/ours.ts";

/** MASE by group; in brackets the best known tool on the same tasks. */
const accuracy: { group: string; most: number; best: number }[] = [
  { group: "shop-daily 30", most: 0.82, best: 0.86 }, { group: "shop-daily 90", most: 1.08, best: 1.175 }, { group: "nn5-daily 56", most: 0.82, best: 0.867 },
  { group: "web-daily 30", most: 1.2, best: 1.265 }, { group: "aus-retail-monthly 12", most: 0.64, best: 0.639 }, { group: "m3-monthly 18", most: 0.86, best: 0.867 },
  { group: "m4-weekly 13", most: 1.85, best: 1.857 },
];
/** Sets whose ranges are judged together: money and visits by day. */
const pooled = ["shop-daily", "nn5-daily", "web-daily"];
/** CPU seconds of one series with its backtest. */
const speeds = [{ longest: 90, most: 1 }, { longest: 371, most: 3 }];

export const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

export function judge(ours: readonly Ours[]): Line[] {
  const lines: Line[] = [];
  for (const { group, most, best } of accuracy) {
    const scores = ours.filter((each) => each.task.group === group).map((each) => each.score);
    if (scores.length > 0) lines.push({ name: `MASE ${group}`, value: mean(scores, "mase").toFixed(3), goal: `≤ ${most.toFixed(2)}; best known ${best}`, ok: mean(scores, "mase") <= most });
  }
  const years = ours.filter((each) => each.task.group === "sim-shop 365").map((each) => each.score);
  if (years.length > 0) lines.push({ name: "a year with known promotions, error of the total", value: percent(mean(years, "totalApe")), goal: "≤ 5 %; best known 6.5 %", ok: mean(years, "totalApe") <= 0.05 });
  const scores = ours.filter((each) => pooled.includes(each.task.dataset)).map((each) => each.score);
  const share = (name: string, measure: Parameters<typeof mean>[1], least: number, most: number) => lines.push({ name, value: percent(mean(scores, measure)), goal: `${percent(least)} to ${percent(most)}`, ok: mean(scores, measure) >= least && mean(scores, measure) <= most });
  if (scores.length > 0) {
    share("totals inside their 80 % range (shop, NN5, web)", "totalIn80", 0.74, 0.88);
    share("totals inside their 95 % range (shop, NN5, web)", "totalIn95", 0.89, 0.98);
    share("days inside their 80 % range (shop, NN5, web)", "inside80", 0.75, 0.85);
    share("days inside their 95 % range (shop, NN5, web)", "inside95", 0.9, 1);
  }
  let shortest = 0;
  for (const { longest, most } of speeds) {
    const runs = ours.filter((each) => each.task.season === 7 && each.task.horizon > shortest && each.task.horizon <= longest).map((each) => each.seconds).sort((a, b) => a - b);
    shortest = longest;
    if (runs.length > 0) lines.push({ name: `CPU seconds a daily series, ${longest === 90 ? "to 90 days" : "a year"}`, value: `${(runs.reduce((sum, value) => sum + value, 0) / runs.length).toFixed(2)}, most ${runs.at(-1)!.toFixed(2)}`, goal: `each ≤ ${most} s`, ok: runs.at(-1)! <= most });
  }
  const broken = ours.filter(({ told }) => [...told.point, ...told.steps.flat().flatMap(({ low, high }) => [low, high])].some((value) => !(value >= 0 && value < Infinity)));
  lines.push({ name: "projections with a value that is negative or none", value: String(broken.length), goal: "0", ok: broken.length === 0 });
  return lines;
}
