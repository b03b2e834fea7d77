// Classical decomposition: a centred moving average, and what each place in the season does beside it (Hyndman & Athanasopoulos, Forecasting: Principles and Practice, §3.4).

/** Centred moving average of one season (2×m where m is even); NaN for the half season at each end. */
export function movingAverage(values: ArrayLike<number>, season: number): Float64Array {
  const out = new Float64Array(values.length).fill(NaN);
  const half = Math.floor(season / 2);
  const even = season % 2 === 0;
  for (let at = half; at < values.length - half; at++) {
    let sum = 0;
    for (let by = -half; by <= half; by++) sum += values[at + by]! * (even && Math.abs(by) === half ? 0.5 : 1);
    out[at] = sum / season;
  }
  return out;
}

/**
 * What each place of the season does: mean ratio to (or, `additive`, difference from) the moving average, scaled to mean 1 (0).
 * Index 0 belongs to the first value. Places never seen beside an average are neutral. Needs two seasons of values.
 */
export function seasonalIndices(values: ArrayLike<number>, season: number, additive = false): Float64Array {
  const trend = movingAverage(values, season);
  const sums = new Float64Array(season);
  const counts = new Float64Array(season);
  for (let at = 0; at < values.length; at++) {
    const beside = trend[at]!;
    if (Number.isNaN(beside) || (!additive && beside === 0)) continue;
    sums[at % season]! += additive ? values[at]! - beside : values[at]! / beside;
    counts[at % season]! += 1;
  }
  const neutral = additive ? 0 : 1;
  const figure = sums.map((sum, place) => (counts[place]! > 0 ? sum / counts[place]! : neutral));
  const mean = figure.reduce((sum, value) => sum + value, 0) / season;
  return figure.map((value) => (additive ? value - mean : mean > 0 ? value / mean : 1));
}

/**
 * Whether a season shows: the autocorrelation at its lag against Bartlett's limit at 90 % (the test of the M3 and M4 competitions;
 * Assimakopoulos & Nikolopoulos 2000). False for a constant series or one under two seasons.
 */
export function seasonal(values: ArrayLike<number>, season: number): boolean {
  if (season < 2 || values.length <= 2 * season) return false;
  const r = autocorrelations(values, season);
  let squares = 0;
  for (let lag = 1; lag < season; lag++) squares += r[lag]! ** 2;
  return Math.abs(r[season]!) > 1.645 * Math.sqrt((1 + 2 * squares) / values.length);
}

/** Sample autocorrelations at lags 0 to `most`; all 0 for a constant series. */
export function autocorrelations(values: ArrayLike<number>, most: number): Float64Array {
  const count = values.length;
  let mean = 0;
  for (let at = 0; at < count; at++) mean += values[at]! / count;
  const out = new Float64Array(most + 1);
  for (let lag = 0; lag <= most; lag++) for (let at = lag; at < count; at++) out[lag]! += (values[at]! - mean) * (values[at - lag]! - mean);
  const variance = out[0]!;
  return out.map((value) => (variance > 1e-18 * count * mean * mean ? value / variance : 0));
}
