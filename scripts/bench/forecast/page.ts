// The page that says how exact the projections are, written from a whole run.
import os from "node:os";
import { dayAt, now } from "#lib/core/day.ts";
import type { Line } from "#scripts/bench/report.ts";

export const accuracyPage = "lib/forecast/accuracy.md";

export function page(goals: readonly Line[], tables: readonly { group: string; lines: readonly string[] }[], seconds: number): string {
  return [
    "# How exact the projections are", "",
    `Written by \`npm run bench -- forecast --write\` on ${dayAt(now(), "UTC")}: Node ${process.versions.node}, ${os.cpus().length} cores, ${Math.round(seconds)} s in all.`, "",
    "Each task shows the forecaster a series up to an origin and asks for the next steps; what came later is held back, and only promotions that were planned are told (the simulated shops). Every method had the same tasks. Forecasts and bounds are clipped at zero.", "",
    "- MASE: mean absolute error by that of the seasonal naive within the history (a week for days, a year for months, one step for weeks). WAPE: sum of errors by sum of values. sMAPE and OWA as in the M4 competition (OWA 1 is Naive 2). sPL: pinball loss over five quantiles, MSIS95: interval score, both by MASE's scale.",
    "- \"days in 80\" is the share of single steps inside their 80 % range, \"total in 80\" the share of horizons whose sum is inside the range of the sum. Origins of one series overlap, so a share of few tasks is uncertain by some 0.1.",
    "- `storecast` is what the product shows, with its backtest; `R_comb` is the mean of R's ets, theta and stlm (`R_comb_w`: ets, theta, arima), `node_…` are early prototypes, `npm_…` and `augurs_…` packages of npm. A method with fewer tasks than the others was too slow for all.", "",
    "## Goals", "", "| goal | reached | wanted | |", "|---|---|---|---|",
    ...goals.map((line) => `| ${line.name} | ${line.value} | ${line.goal ?? ""} | ${line.ok === undefined ? "" : line.ok ? "ok" : "**missed**"} |`), "",
    ...tables.flatMap(({ group, lines }) => [`## ${group.replace(/ (\d+)$/, ", $1 steps")}`, "", ...lines, ""]),
  ].join("\n");
}
