// The last guard: nothing below zero, nothing that isn't a number, nothing the shop's past makes absurd.

/** A step or a total may reach this many times the largest one of equal length ever seen. */
const MOST = 15;

/** Largest sum of `span` neighbouring values; a shorter history counts with its mean. Missing values count as nothing. */
export function largest(values: readonly (number | null)[], span: number): number {
  const size = Math.min(span, values.length);
  let sum = 0, most = 0;
  values.forEach((value, step) => {
    sum += value ?? 0;
    if (step >= size) sum -= values[step - size] ?? 0;
    if (step >= size - 1) most = Math.max(most, sum);
  });
  return size === 0 ? 0 : (most * span) / size;
}

/** Holds rows of `horizon` values within bounds, in place. */
export function hold(rows: Float64Array, horizon: number, values: readonly (number | null)[]): void {
  const step = MOST * largest(values, 1), total = MOST * largest(values, horizon);
  for (let from = 0; from < rows.length; from += horizon) {
    let sum = 0;
    for (let at = from; at < from + horizon; at++) {
      const value = rows[at]!;
      sum += rows[at] = value > 0 ? Math.min(value, step) : 0;
    }
    if (sum > total) for (let at = from; at < from + horizon; at++) rows[at]! *= total / sum;
  }
}
