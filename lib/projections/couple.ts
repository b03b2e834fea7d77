// Makes independent projections of related figures agree path by path: each day's values of one stay as they are and
// are dealt to the paths in the order of another ("Schaake shuffle"; Clark, Gangopadhyay, Hay, Rajagopalan, Wilby:
// The Schaake Shuffle, Journal of Hydrometeorology 5, 2004). Orders so rise on the paths where sales rise, and
// sales ÷ orders has the width of an order value, not that of two unrelated guesses.
import { addDays, daysBetween } from "#lib/core/day.ts";
import { column, countOf, endOf, type Paths } from "#lib/projections/paths.ts";

/**
 * `own` with each day's values dealt in the order of `leader` ÷ `ratio` on that day; days that one of them lacks stay.
 * All three have the same number of paths. Every day's distribution of `own` is kept exactly.
 */
export function follow(own: Paths, leader: Paths, ratio: Paths | null): Paths {
  const values = Float32Array.from(own.values);
  const count = countOf(own);
  const from = [own.first, leader.first, ...(ratio ? [ratio.first] : [])].sort().at(-1)!;
  const to = [endOf(own), endOf(leader), ...(ratio ? [endOf(ratio)] : [])].sort()[0]!;
  for (let at = 0; at < daysBetween(from, to); at++) {
    const day = addDays(from, at);
    const step = daysBetween(own.first, day);
    const order = column(leader, daysBetween(leader.first, day));
    if (ratio) {
      const under = column(ratio, daysBetween(ratio.first, day));
      for (let path = 0; path < count; path++) order[path] = under[path]! > 0 ? order[path]! / under[path]! : 0;
    }
    const places = Array.from(order.keys()).sort((a, b) => order[a]! - order[b]! || a - b);
    const sorted = column(own, step).sort();
    places.forEach((path, rank) => { values[path * own.steps + step] = sorted[rank]!; });
  }
  return { ...own, values };
}
