// The floor that every other model has to beat: what was, one season ago (Hyndman & Athanasopoulos, Forecasting: Principles and Practice, §5.2).
import type { Fit, Model, Task } from "#lib/forecast/model.ts";

/** Last season again; paths add whole seasons of past one-season changes, so their totals widen as the past did. */
export const seasonalNaive: Model = {
  id: "seasonal-naive",
  suits: (task) => task.series.values.some((value) => value !== null),
  fit(task: Task): Fit {
    const { season, horizon } = task;
    const values = filled(task.series.values, season);
    const at = (step: number) => values[values.length - season + (step % season)] ?? values.at(-1)!;
    const changes: number[] = [];
    for (let index = season; index < values.length; index++) changes.push(values[index]! - values[index - season]!);
    const point = Float64Array.from({ length: horizon }, (_, step) => Math.max(0, at(step)));
    return {
      point,
      simulate(count, random) {
        const paths = new Float64Array(count * horizon);
        for (let path = 0; path < count; path++) {
          const drift = new Float64Array(season);
          for (let step = 0; step < horizon; step++) {
            if (changes.length > 0) drift[step % season]! += changes[Math.floor(random.uniform() * changes.length)]!;
            paths[path * horizon + step] = Math.max(0, at(step) + drift[step % season]!);
          }
        }
        return paths;
      },
    };
  },
};

/** Missing values take the last known one of their season's place, else the nearest known before or after. */
export function filled(values: readonly (number | null)[], season: number): number[] {
  const known = values.find((value) => value !== null) ?? 0;
  const out: number[] = [];
  values.forEach((value, index) => out.push(value ?? out[index - season] ?? out[index - 1] ?? known));
  return out;
}
