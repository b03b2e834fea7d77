// One pass through a series forwards (errors and states), one backwards (how the likelihood changes with every parameter and first state).
import { chain, PLACES, smoothing, type Shape } from "#lib/forecast/ets/shape.ts";
import type { Objective } from "#lib/forecast/minimise.ts";

/** States after the last value; `season[0]` belongs to the first step to come. */
export interface States { level: number; trend: number; season: Float64Array }

/**
 * −2 log likelihood of a shape, up to a constant: n log Σ e² + 2 Σ log |ŷ| for relative errors, n log Σ e² for absolute ones
 * (Hyndman et al. 2008, eq. 5.3), with its exact gradient by the adjoint of
 *   q = l + φ b,  ŷ = q (+ or × s),  l' = q + α d,  b' = φ b + β d,  s' = s + γ d  with d = y − ŷ,
 *   for multiplied seasons  l' = q + α (y/s − q),  b' = φ b + β (y/s − q),  s' = s + γ (y/q − s).
 * NaN values are missing: the states go on without them.
 */
export class Recursion {
  readonly errors: Float64Array;
  readonly states: States;
  private readonly q: Float64Array;
  private readonly b: Float64Array;
  private readonly s: Float64Array;
  private readonly known: number;

  constructor(private readonly values: Float64Array, private readonly shape: Shape, private readonly season: number) {
    const count = values.length;
    this.errors = new Float64Array(count);
    this.q = new Float64Array(count);
    this.b = new Float64Array(count);
    this.s = new Float64Array(count + season);
    this.known = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : 1), 0);
    this.states = { level: 0, trend: 0, season: new Float64Array(season) };
  }

  /** Runs the states through the series from the vector's first states. */
  forward(x: Float64Array): number {
    const { values, shape, season, errors, q, b, s } = this;
    const { alpha, beta, gamma, phi } = smoothing(shape, x);
    const multiplied = shape.season === "M", relative = shape.error === "M", seasonal = shape.season !== "N";
    let level = x[PLACES.level]!, trend = shape.trend === "N" ? 0 : x[PLACES.trend]!;
    for (let place = 0; place < season; place++) s[place] = seasonal ? x[PLACES.season + place]! : multiplied ? 1 : 0;
    let squares = 0, logs = 0;
    for (let at = 0; at < values.length; at++) {
      const value = values[at]!, now = level + phi * trend, lift = s[at]!;
      const guess = multiplied ? now * lift : now + lift;
      q[at] = now;
      b[at] = trend;
      if (value !== value) { errors[at] = 0; level = now; trend *= phi; s[at + season] = lift; continue; }
      if ((relative && !(guess > 1e-6)) || (multiplied && !(now > 1e-6 && lift > 1e-6))) return Infinity;
      const away = value - guess;
      errors[at] = relative ? away / guess : away;
      squares += errors[at]! * errors[at]!;
      if (relative) logs += Math.log(guess);
      const up = multiplied ? value / lift - now : away;
      level = now + alpha * up;
      trend = phi * trend + beta * up;
      s[at + season] = multiplied ? lift + gamma * (value / now - lift) : lift + gamma * away;
    }
    this.states.level = level;
    this.states.trend = trend;
    this.states.season.set(s.subarray(values.length, values.length + season));
    // A series without any noise would send the logarithm to −∞: a millionth of its size is as good as none.
    this.squares = squares + this.known * 1e-12;
    return this.known * Math.log(this.squares) + 2 * logs;
  }
  private squares = 0;

  /** The last forward pass must have been at the same x. */
  readonly objective: Objective = { value: (x) => this.forward(x), slope: (x, _, gradient) => this.backward(x, gradient) };

  private backward(x: Float64Array, gradient: Float64Array): void {
    const { values, shape, season, errors, q, b, s } = this;
    const by = smoothing(shape, x);
    const { alpha, beta, gamma, phi } = by;
    const multiplied = shape.season === "M", relative = shape.error === "M";
    const places = new Float64Array(season);
    let level = 0, trend = 0, ga = 0, gb = 0, gc = 0, gp = 0;
    const weight = (2 * this.known) / this.squares;
    for (let at = values.length - 1; at >= 0; at--) {
      const value = values[at]!, now = q[at]!, before = b[at]!, lift = s[at]!, place = at % season, lifted = places[place]!;
      let gq = level, gs = lifted;
      if (value === value) {
        const guess = multiplied ? now * lift : now + lift;
        const pull = weight * errors[at]!;
        let gy = relative ? (-pull * value) / (guess * guess) + 2 / guess : -pull;
        if (multiplied) {
          const up = value / lift - now, aside = value / now - lift;
          const gup = alpha * level + beta * trend, gaside = gamma * lifted;
          ga += level * up; gb += trend * up; gc += lifted * aside;
          gq += -gup + gy * lift - (gaside * value) / (now * now);
          gs += -gaside + gy * now - (gup * value) / (lift * lift);
        } else {
          const away = value - guess;
          ga += level * away; gb += trend * away; gc += lifted * away;
          gy -= alpha * level + beta * trend + gamma * lifted;
          gq += gy;
          gs += gy;
        }
      }
      gp += (trend + gq) * before;
      trend = phi * (trend + gq);
      level = gq;
      places[place] = gs;
    }
    gradient.fill(0);
    gradient[0] = ga; gradient[1] = gb; gradient[2] = gc; gradient[3] = gp;
    chain(shape, x, by, gradient);
    gradient[PLACES.level] = level;
    if (shape.trend !== "N") gradient[PLACES.trend] = trend;
    if (shape.season !== "N") for (let place = 0; place < season; place++) gradient[PLACES.season + place] = places[place]!;
  }
}
