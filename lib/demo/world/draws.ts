// Chance by name: every draw comes from a stream that its key alone decides (shop, part, day, place in the day),
// so a day is the same whoever asks first, and tomorrow's days change nothing of yesterday's.
// Generator: pure-rand (xoroshiro128+); distributions: d3-random.
import { randomGamma, randomNormal, randomPoisson } from "d3-random";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** Gives a fresh number of [0, 1) at every call. */
export type Draw = () => number;

/** FNV-1a, 32 bits (Fowler, Noll, Vo): a name as part of a key. */
export function name(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}

/** The finalizer of MurmurHash3 (Appleby): neighbouring keys get unlike numbers. */
function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}

function word(lane: number, a: number, b: number, c: number, d: number): number {
  return mix(mix(mix(mix(lane ^ a) + b) + c) + d);
}

/** The stream of a key of up to four whole numbers; the same key always gives the same draws. */
export function stream(a: number, b = 0, c = 0, d = 0): Draw {
  const state = [word(0x9e3779b9, a, b, c, d), word(0x7f4a7c15, d, c, b, a), word(0x94d049bb, b, d, a, c), word(0x2545f491, c, a, d, b) | 1];
  const generator = xoroshiro128plusFromState(state);
  return () => uniformFloat64(generator);
}

/** One draw of [0, 1) by key, where a stream of many isn't needed. */
export function chance(a: number, b = 0, c = 0, d = 0): number {
  return (word(0x632be5ab, a, b, c, d) >>> 0) / 4_294_967_296;
}

/** A count with the given mean; 0 for a mean of 0 or less. */
export function poisson(draw: Draw, mean: number): number {
  return mean > 0 ? randomPoisson.source(draw)(mean)() : 0;
}

export function normal(draw: Draw, mean = 0, deviation = 1): number {
  return randomNormal.source(draw)(mean, deviation)();
}

export function gamma(draw: Draw, shape: number, scale: number): number {
  return randomGamma.source(draw)(shape, scale)();
}

/** A factor around 1 whose logarithm has the given deviation; its mean is 1. */
export function wobble(draw: Draw, deviation: number): number {
  return Math.exp(normal(draw, -(deviation * deviation) / 2, deviation));
}

/** Place of a draw in weights, each share of the whole: pick(draw, [1, 3]) is 1 three times of four. */
export function pick(draw: Draw, weights: readonly number[]): number {
  let whole = 0;
  for (const weight of weights) whole += weight;
  let left = draw() * whole;
  for (let at = 0; at < weights.length; at++) {
    left -= weights[at]!;
    if (left < 0) return at;
  }
  return weights.length - 1;
}

/** pick() for weights that are used often: adds them up once, then halves its way. */
export function picker(weights: readonly number[]): (draw: Draw) => number {
  let whole = 0;
  const upTo = weights.map((weight) => (whole += weight));
  return (draw) => {
    const place = draw() * whole;
    let low = 0, high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (upTo[middle]! > place) high = middle; else low = middle + 1;
    }
    return low;
  };
}

/** Whole parts in proportion to weights that sum to the total exactly (largest remainder; ties to the earlier). */
export function parts(total: number, weights: readonly number[]): number[] {
  let whole = 0;
  for (const weight of weights) whole += weight;
  if (whole <= 0) return weights.map((_, at) => (at === 0 ? total : 0));
  const exact = weights.map((weight) => (total * weight) / whole);
  const floors = exact.map(Math.floor);
  let left = total - floors.reduce((a, b) => a + b, 0);
  const order = exact.map((value, at) => at).sort((a, b) => exact[b]! - floors[b]! - (exact[a]! - floors[a]!) || a - b);
  for (const at of order) if (left-- > 0) floors[at]!++;
  return floors;
}

/** Remembers what a pure function of the day said, the last `keep` days of it. Days are numbers since 1970-01-01. */
export function byDay<Value>(make: (day: number) => Value, keep = Infinity): (day: number) => Value {
  const known = new Map<number, Value>();
  return (day) => {
    let value = known.get(day);
    if (value === undefined) {
      known.set(day, (value = make(day)));
      if (known.size > keep) known.delete(known.keys().next().value!);
    }
    return value;
  };
}
