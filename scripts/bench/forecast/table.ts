// One table per group of tasks: ours beside the others, best first. The same table goes to the screen and to the page.
import { mean, owa, type Score } from "#lib/forecast/score.ts";
import { ourName } from "#scripts/bench/forecast/ours.ts";
import type { Scored } from "#scripts/bench/forecast/stored.ts";

const heads = ["method", "tasks", "MASE", "WAPE %", "sMAPE", "OWA", "sPL", "MSIS95", "days in 80", "in 95", "total off % (median)", "total in 80", "in 95", "width 80 %", "CPU s"];

/** @returns lines of a Markdown table; methods that did only a part of the tasks stand below the others */
export function table(all: readonly Scored[]): string[] {
  const methods = [...new Set(all.map((each) => each.method))];
  const naive2 = new Map(all.filter((each) => each.method === "naive2").map((each) => [each.task.id, each.score]));
  const most = new Set(all.map((each) => each.task.id)).size;
  const rows = methods.map((method) => {
    const mine = all.filter((each) => each.method === method);
    const scores = mine.map((each) => each.score);
    const floor = mine.map((each) => naive2.get(each.task.id)).filter((each): each is Score => each !== undefined);
    const off = scores.map((each) => each.totalApe).sort((a, b) => a - b);
    const seconds = mine.map((each) => each.seconds).filter(Number.isFinite);
    const of = (measure: keyof Score, digits: number, factor = 1) => shown(mean(scores, measure) * factor, digits);
    return { isPart: mine.length < most, mase: mean(scores, "mase"), cells: [
      method === ourName || method.startsWith("our ") ? `**${method}**` : method, String(mine.length), of("mase", 3), of("wape", 1, 100), of("smape", 2), shown(owa(scores, floor), 3), of("pinball", 3), of("msis95", 2), of("inside80", 2), of("inside95", 2),
      `${of("totalApe", 1, 100)} (${shown(off[off.length >> 1]! * 100, 1)})`, of("totalIn80", 2), of("totalIn95", 2), of("totalWidth80", 0, 100), shown(seconds.reduce((sum, value) => sum + value, 0) / seconds.length, 3),
    ] };
  }).sort((a, b) => Number(a.isPart) - Number(b.isPart) || a.mase - b.mase).map(({ cells }) => cells);
  const widths = heads.map((head, index) => Math.max(head.length, ...rows.map((row) => row[index]!.length)));
  const line = (cells: readonly string[]) => `| ${cells.map((text, index) => (index === 0 ? text.padEnd(widths[index]!) : text.padStart(widths[index]!))).join(" | ")} |`;
  return [line(heads), `|${widths.map((width, index) => (index === 0 ? "-".repeat(width + 2) : `${"-".repeat(width + 1)}:`)).join("|")}|`, ...rows.map(line)];
}

function shown(value: number, digits: number): string {
  return !Number.isFinite(value) ? "–" : Math.abs(value) >= 1e5 ? value.toExponential(1) : value.toFixed(digits);
}
