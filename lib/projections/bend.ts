// Paths drawn half-way towards what is known from elsewhere: the geometric middle of two forecasts.
import { column, countOf, type Paths } from "#lib/projections/paths.ts";

/** Measured on the demo's two shops from six days each: half is nearer than none and than all, for returns and for customers who come back. */
const half = 0.5;

/** Mean of all paths by step. */
export function meansOf(paths: Paths): number[] {
  return Array.from({ length: paths.steps }, (_, step) => column(paths, step).reduce((sum, value) => sum + value, 0) / Math.max(1, countOf(paths)));
}

/** Every path times (expected ÷ mean) to the power of one half, step by step. A step without either stays; no factor beyond 4. */
export function bend(paths: Paths, factors: readonly (number | null)[]): Paths {
  const by = factors.map((factor) => (factor === null || !(factor > 0) ? 1 : Math.min(4, Math.max(0.25, factor)) ** half));
  return { ...paths, values: paths.values.map((value, at) => value * (by[at % paths.steps] ?? 1)) };
}

/** expected ÷ mean, each over the week around its step, so that weekdays keep their shape. Null where the mean is nothing. */
export function weekly(expected: readonly number[], means: readonly number[]): (number | null)[] {
  return expected.map((_, step) => {
    let [over, under] = [0, 0];
    for (let near = Math.max(0, step - 3); near <= Math.min(expected.length - 1, step + 3); near++) { over += expected[near]!; under += means[near] ?? 0; }
    return under > 0 ? over / under : null;
  });
}
