// How good a projection was, by the measures that forecasters share: MASE (Hyndman & Koehler 2006), sMAPE, OWA and MSIS (M4,
// Makridakis et al. 2020), pinball loss, and coverage of single steps and of the horizon's total.

/** What was told. A bound that a method doesn't give is NaN. */
export interface Outlook {
  point: ArrayLike<number>;
  lo80: ArrayLike<number>;
  hi80: ArrayLike<number>;
  lo95: ArrayLike<number>;
  hi95: ArrayLike<number>;
  /** Bounds of the horizon's total. */
  total: { lo80: number; hi80: number; lo95: number; hi95: number };
}

/** Shares, not percents, sMAPE aside (0–200 as in M4). NaN where a method gives no such bound or a scale is zero. */
export interface Score {
  mase: number;
  wape: number;
  smape: number;
  /** Mean pinball loss at 2.5, 10, 50 (the point), 90 and 97.5 %, by the MASE scale. */
  pinball: number;
  msis95: number;
  inside80: number;
  inside95: number;
  totalApe: number;
  totalBias: number;
  /** 1 or 0. */
  totalIn80: number;
  totalIn95: number;
  /** Width of the total's 80 % range by the actual total. */
  totalWidth80: number;
}

/**
 * Mean absolute change over one season within the first `until` values, missing ones aside: the error of the seasonal naive
 * there, and the unit of MASE. NaN when none is known or all are equal.
 */
export function maseScale(history: ArrayLike<number | null>, season: number, until = history.length): number {
  let [sum, count] = [0, 0];
  for (let at = season; at < until; at++) {
    const [now, before] = [history[at] ?? null, history[at - season] ?? null];
    if (now === null || before === null) continue;
    sum += Math.abs(now - before);
    count++;
  }
  return sum === 0 ? Number.NaN : sum / count;
}

/** @param actual what came, without holes, as long as the outlook */
export function score(outlook: Outlook, actual: ArrayLike<number>, scale: number): Score {
  const { point, lo80, hi80, lo95, hi95, total } = outlook;
  const steps = actual.length;
  const sum = { error: 0, actual: 0, told: 0, smape: 0, pinball: 0, msis: 0, in80: 0, in95: 0, size: 0 };
  for (let step = 0; step < steps; step++) {
    const came = actual[step]!, told = point[step]!, error = Math.abs(came - told), size = Math.abs(came) + Math.abs(told);
    sum.error += error;
    sum.actual += came;
    sum.size += Math.abs(came);
    sum.told += told;
    sum.smape += size > 0 ? (200 * error) / size : 0;
    sum.in80 += inside(came, lo80[step]!, hi80[step]!);
    sum.in95 += inside(came, lo95[step]!, hi95[step]!);
    sum.msis += hi95[step]! - lo95[step]! + 40 * Math.max(0, lo95[step]! - came) + 40 * Math.max(0, came - hi95[step]!);
    sum.pinball += (pinball(0.025, lo95[step]!, came) + pinball(0.1, lo80[step]!, came) + pinball(0.5, told, came) + pinball(0.9, hi80[step]!, came) + pinball(0.975, hi95[step]!, came)) / 5;
  }
  return {
    mase: sum.error / steps / scale, wape: sum.error / sum.size, smape: sum.smape / steps, pinball: sum.pinball / steps / scale, msis95: sum.msis / steps / scale,
    inside80: sum.in80 / steps, inside95: sum.in95 / steps, totalApe: Math.abs(sum.told - sum.actual) / sum.actual, totalBias: (sum.told - sum.actual) / sum.actual,
    totalIn80: inside(sum.actual, total.lo80, total.hi80), totalIn95: inside(sum.actual, total.lo95, total.hi95), totalWidth80: (total.hi80 - total.lo80) / sum.actual,
  };
}

function inside(value: number, low: number, high: number): number {
  return Number.isNaN(low + high) ? Number.NaN : value >= low && value <= high ? 1 : 0;
}

function pinball(share: number, bound: number, came: number): number {
  return came >= bound ? share * (came - bound) : (1 - share) * (bound - came);
}

/** Mean of a measure over the tasks that have it; NaN when none has. */
export function mean(scores: readonly Score[], measure: keyof Score): number {
  const known = scores.map((each) => each[measure]).filter(Number.isFinite);
  return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** Overall weighted average (M4): 1 is as good as Naive 2 on the same tasks. */
export function owa(scores: readonly Score[], naive2: readonly Score[]): number {
  return 0.5 * (mean(scores, "smape") / mean(naive2, "smape") + mean(scores, "mase") / mean(naive2, "mase"));
}
