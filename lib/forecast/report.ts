// How the method would have done on this series' own past, in the measures people compare.
import { BACKTEST_PATHS, type Origin } from "#lib/forecast/backtest.ts";
import { rescale, widths } from "#lib/forecast/calibrate.ts";
import { combine, pathsOf, weigh } from "#lib/forecast/combine.ts";
import type { Backtest } from "#lib/forecast/forecast.ts";
import type { Task } from "#lib/forecast/model.ts";
import { maseScale } from "#lib/forecast/score.ts";
import { spread, sums } from "#lib/forecast/totals.ts";

interface Errors { absolute: number; signed: number; came: number; scaled: number; count: number }

function errorsOf(task: Task, origins: readonly Origin[], pointAt: (origin: Origin) => Float64Array | null): Errors {
  const out: Errors = { absolute: 0, signed: 0, came: 0, scaled: 0, count: 0 };
  for (const origin of origins) {
    const point = pointAt(origin), unit = maseScale(task.series.values, task.season, origin.at);
    if (!point) continue;
    origin.came.forEach((came, step) => {
      if (Number.isNaN(came)) return;
      const error = (origin.prepared.shut[step] ? 0 : point[step]!) - came;
      out.absolute += Math.abs(error);
      out.signed += error;
      out.came += came;
      out.scaled += Math.abs(error) / unit;
      out.count++;
    });
  }
  return out;
}

const share = (part: number, whole: number) => (whole > 0 ? part / whole : null);
const mean = ({ scaled, count }: Errors) => (count > 0 && Number.isFinite(scaled) ? scaled / count : null);
const said = (origin: Origin, id: string) => origin.said.find((each) => each.model.id === id)?.point ?? null;

/** MASE of one model over the origins; null when it can't be told. */
export function maseOf(task: Task, origins: readonly Origin[], id: string): number | null {
  return mean(errorsOf(task, origins, (origin) => said(origin, id)));
}

/** The combination over the origins; each is judged with weights and widths learned at the others. Null without a past. */
export function report(task: Task, origins: readonly Origin[]): Backtest | null {
  const asked = origins.filter((origin) => origin.said.length > 0 && origin.prepared.scale > 0);
  if (asked.length === 0) return null;
  const answers = new Map(asked.map((origin) => {
    const others = asked.filter((other) => other !== origin);
    const combined = combine(origin.said, weigh(origin.said.map((each) => each.model.id), task.series.grain, others), origin.came.length, BACKTEST_PATHS, origin.prepared.scale);
    rescale(combined, widths(others));
    return [origin, combined];
  }));
  const ours = errorsOf(task, asked, (origin) => answers.get(origin)!.point), naive = errorsOf(task, asked, (origin) => said(origin, "seasonal-naive"));
  let inside = 0, judged = 0;
  for (const [origin, combined] of answers) {
    const horizon = origin.came.length, open = Uint8Array.from(origin.came, (came, step) => (Number.isNaN(came) || origin.prepared.shut[step] ? 0 : 1));
    if (!open.includes(1)) continue;
    const paths = pathsOf(combined).map((value, at) => (open[at % horizon] ? value : 0));
    const total = origin.came.reduce((sum, came, step) => sum + (open[step] ? came : 0), 0), range = spread(sums(paths, horizon, 0, horizon));
    judged++;
    if (total >= range.p10 && total <= range.p90) inside++;
  }
  return {
    origins: asked.length, wape: share(ours.absolute, ours.came), bias: ours.came > 0 ? ours.signed / ours.came : null, mase: mean(ours),
    naive: { wape: share(naive.absolute, naive.came), mase: mean(naive) }, totalsInside80: judged === 0 ? null : inside / judged,
  };
}
