// Smooth minimisation by L-BFGS (Nocedal & Wright, Numerical Optimization, algorithm 7.4): a few dozen gradients where a simplex takes thousands of values.

export interface Objective {
  /** Infinity where x is not allowed. */
  value(x: Float64Array): number;
  /** Writes the gradient at x into `gradient`; asked right after the value at the same x, which is handed in. */
  slope(x: Float64Array, value: number, gradient: Float64Array): void;
}

export interface Minimum { x: Float64Array; value: number }

const dot = (a: Float64Array, b: Float64Array) => { let sum = 0; for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!; return sum; };

/**
 * @param start must be allowed (a finite value), else it is the answer
 * @param turns most steps; it stops sooner where a step gains less than `tolerance`
 */
export function minimise(objective: Objective, start: Float64Array, turns = 100, tolerance = 1e-7, memory = 8): Minimum {
  const size = start.length;
  let x = Float64Array.from(start), gradient = new Float64Array(size);
  let value = objective.value(x);
  if (Number.isFinite(value)) objective.slope(x, value, gradient);
  const steps: Float64Array[] = [], changes: Float64Array[] = [];
  let still = 0;
  for (let turn = 0; turn < turns && Number.isFinite(value); turn++) {
    const way = direction(gradient, steps, changes);
    let downhill = dot(way, gradient);
    if (!(downhill < 0)) { steps.length = changes.length = 0; way.set(gradient.map((each) => -each)); downhill = dot(way, gradient); }
    if (!(downhill < 0)) break;
    // The first step has no curvature to go by: it is as long as a tenth of a unit.
    let pace = steps.length === 0 ? Math.min(1, 0.1 / Math.sqrt(-downhill)) : 1;
    const next = new Float64Array(size), slope = new Float64Array(size);
    let reached = Infinity;
    for (let tries = 0; tries < 30; tries++) {
      for (let at = 0; at < size; at++) next[at] = x[at]! + pace * way[at]!;
      reached = objective.value(next);
      if (reached <= value + 1e-4 * pace * downhill) break;
      // The parabola through both values and the slope, within a tenth and a half.
      const bent = (-downhill * pace) / (2 * ((reached - value) / pace - downhill));
      pace = Number.isFinite(bent) ? Math.min(0.5 * pace, Math.max(0.1 * pace, bent)) : 0.3 * pace;
      reached = Infinity;
    }
    if (!Number.isFinite(reached)) { if (steps.length === 0) break; steps.length = changes.length = 0; continue; }
    objective.slope(next, reached, slope);
    const moved = next.map((each, at) => each - x[at]!), changed = slope.map((each, at) => each - gradient[at]!);
    if (dot(moved, changed) > 1e-10 * dot(changed, changed)) {
      steps.push(moved);
      changes.push(changed);
      if (steps.length > memory) { steps.shift(); changes.shift(); }
    }
    still = value - reached < tolerance ? still + 1 : 0;
    x = next; gradient = slope; value = reached;
    if (still === 2) break;
  }
  return { x, value };
}

/** The quasi-Newton step: two loops over what past steps taught about curvature. */
function direction(gradient: Float64Array, steps: Float64Array[], changes: Float64Array[]): Float64Array {
  const way = gradient.map((each) => -each);
  const shares: number[] = [];
  for (let at = steps.length - 1; at >= 0; at--) {
    const share = dot(steps[at]!, way) / dot(steps[at]!, changes[at]!);
    shares[at] = share;
    for (let each = 0; each < way.length; each++) way[each]! -= share * changes[at]![each]!;
  }
  const last = steps.length - 1;
  if (last >= 0) { const scale = dot(steps[last]!, changes[last]!) / dot(changes[last]!, changes[last]!); for (let each = 0; each < way.length; each++) way[each]! *= scale; }
  for (let at = 0; at < steps.length; at++) {
    const share = shares[at]! - dot(changes[at]!, way) / dot(steps[at]!, changes[at]!);
    for (let each = 0; each < way.length; each++) way[each]! += share * steps[at]![each]!;
  }
  return way;
}

/** Slopes by small steps, for functions that know none of their own. */
export function stepped(value: (x: Float64Array) => number, step = 1e-6): Objective {
  return {
    value,
    slope(x, here, gradient) {
      const probe = Float64Array.from(x);
      for (let at = 0; at < x.length; at++) {
        probe[at] = x[at]! + step;
        gradient[at] = (value(probe) - here) / step;
        probe[at] = x[at]!;
      }
    },
  };
}
