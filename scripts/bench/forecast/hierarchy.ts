// Wholes and parts, made from the benchmark's series: which way of making them agree is nearest to what came. What the product
// does (the whole as it is, parts scaled to it) stands beside bottom-up and MinT (Wickramasuriya, Athanasopoulos & Hyndman 2019).
import { forecast, type Forecast } from "#lib/forecast/forecast.ts";
import { randomFrom } from "#lib/forecast/random.ts";
import { reconcile } from "#lib/forecast/reconcile.ts";
import { maseScale } from "#lib/forecast/score.ts";
import { quantile, sums } from "#lib/forecast/totals.ts";
import type { BenchTask } from "#scripts/bench/forecast/tasks.ts";
import type { Line } from "#scripts/bench/report.ts";

interface Node { values: number[]; actual: number[]; told: Forecast; /** Squared error of a step, by the backtest. */ variance: number }
interface Hierarchy { season: number; horizon: number; whole: Node; parts: Node[] }

/** Sets whose series are of one kind and length, and how many make a whole. */
const sets = [{ group: "nn5-daily 56", size: 6, most: 4 }, { group: "aus-retail-monthly 12", size: 8, most: 5 }, { group: "sim-shop 90", size: 5, most: 4 }];
const ways = ["the whole scales its parts", "the parts make the whole", "MinT by backtest errors", "mean of both"] as const;

export function benchHierarchy(tasks: readonly BenchTask[], say: (line: string) => void): Line[] {
  const made = sets.flatMap(({ group, size, most }) => {
    const mine = tasks.filter((task) => task.group === group);
    const longest = mine.filter((task) => task.history.values.length === mine[0]!.history.values.length && task.history.start === mine[0]!.history.start);
    return Array.from({ length: Math.min(most, Math.floor(longest.length / size)) }, (_, at) => { say(`  parts and wholes of ${group}, ${at + 1}`); return hierarchyOf(longest.slice(at * size, (at + 1) * size)); });
  });
  if (made.length === 0) return [];
  const errors = ways.map((way) => made.map((one) => maseOf(one, agreed(one, way))));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const ranges = made.map(coverage);
  return [
    ...ways.map((way, index): Line => ({ name: `wholes and parts: ${way}`, value: `MASE of wholes ${mean(errors[index]!.map(({ whole }) => whole)).toFixed(3)}, of parts ${mean(errors[index]!.map(({ parts }) => parts)).toFixed(3)}`, note: index === 0 ? `${made.length} made hierarchies` : `nearer than the first way for ${nearer(errors[index]!, errors[0]!, "whole")} wholes and the parts of ${nearer(errors[index]!, errors[0]!, "parts")}` })),
    { name: "totals of parts inside their 80 % range", value: `${(100 * mean(ranges.map(({ after }) => after))).toFixed(0)} % made to agree, ${(100 * mean(ranges.map(({ before }) => before))).toFixed(0)} % as projected` },
  ];
}

type Errors = { whole: number; parts: number };
const nearer = (one: readonly Errors[], other: readonly Errors[], of: keyof Errors) => one.filter((each, at) => each[of] < other[at]![of]).length;

function hierarchyOf(tasks: readonly BenchTask[]): Hierarchy {
  const { history, horizon, season } = tasks[0]!;
  const node = (values: number[], actual: number[], seed: number): Node => {
    const told = forecast({ series: { ...history, values }, horizon, season, seed });
    const level = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { values, actual, told, variance: ((told.backtest?.wape ?? 1) * level) ** 2 };
  };
  const parts = tasks.map((task, index) => node(task.history.values.map((value) => value ?? 0), [...task.actual], index + 1));
  const together = (rows: number[][]) => rows[0]!.map((_, at) => rows.reduce((sum, row) => sum + row[at]!, 0));
  return { season, horizon, whole: node(together(parts.map((part) => part.values)), together(parts.map((part) => part.actual)), 99), parts };
}

/** Points of the whole and of its parts that add up. */
function agreed({ whole, parts, horizon }: Hierarchy, way: (typeof ways)[number]): { whole: Float64Array; parts: Float64Array[] } {
  const [top, points] = [whole.told.point, parts.map((part) => part.told.point)];
  const sum = Float64Array.from(top, (_, step) => points.reduce((all, point) => all + point[step]!, 0));
  if (way === "the parts make the whole") return { whole: sum, parts: points };
  if (way === "MinT by backtest errors") {
    // With errors taken as independent the projection has a closed form: the gap goes to each by its variance.
    const all = whole.variance + parts.reduce((total, part) => total + part.variance, 0);
    const moved = parts.map((part, index) => points[index]!.map((value, step) => Math.max(0, value + (part.variance / all) * (top[step]! - sum[step]!))));
    return { whole: sum.map((_, step) => moved.reduce((total, part) => total + part[step]!, 0)), parts: moved };
  }
  const target = way === "mean of both" ? top.map((value, step) => (value + sum[step]!) / 2) : top;
  return { whole: target, parts: reconcile(target, points, horizon, randomFrom(1)) };
}

function maseOf({ whole, parts, season }: Hierarchy, told: { whole: Float64Array; parts: Float64Array[] }): Errors {
  const of = (node: Node, point: Float64Array) => node.actual.reduce((sum, value, step) => sum + Math.abs(value - point[step]!), 0) / node.actual.length / maseScale(node.values, season);
  return { whole: of(whole, told.whole), parts: parts.reduce((sum, part, index) => sum + of(part, told.parts[index]!), 0) / parts.length };
}

function coverage({ whole, parts, horizon }: Hierarchy): { before: number; after: number } {
  const after = reconcile(whole.told.paths, parts.map((part) => part.told.paths), horizon, randomFrom(1));
  const inside = (paths: readonly Float64Array[]) => parts.filter((part, index) => {
    const sample = sums(paths[index]!, horizon, 0, horizon).sort();
    const came = part.actual.reduce((sum, value) => sum + value, 0);
    return came >= quantile(sample, 0.1) && came <= quantile(sample, 0.9);
  }).length / parts.length;
  return { before: inside(parts.map((part) => part.told.paths)), after: inside(after) };
}
