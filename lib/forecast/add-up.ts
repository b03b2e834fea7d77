// Days that add up: medians of skewed days sum to less than the median of their sum, and people read both.
import { quantile, sums } from "#lib/forecast/totals.ts";

/** No point is moved by more than a tenth: paths of spiky series run away, and their totals with them. */
const MOST = 1.1;

/** Factor that brings the sum of `point` a `share` of the way (on the log scale) to the median of the paths' sums; 1 where nothing is sold. */
export function towardsTotal(point: Float64Array, paths: Float64Array, share: number): number {
  const horizon = point.length, sum = point.reduce((all, value) => all + value, 0);
  if (!(sum > 0) || paths.length === 0) return 1;
  const total = quantile(sums(paths, horizon, 0, horizon).sort(), 0.5);
  return Math.min(MOST, Math.max(1 / MOST, (total / sum) ** share));
}
