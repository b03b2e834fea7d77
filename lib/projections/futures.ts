// The future of a figure over any days and stores, read from joint paths: what is told of a day already, and the paths
// from there on. Sums are made path by path; a ratio is divided last.
import { addDays, daysBetween, type Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { spread, type Spread } from "#lib/forecast/totals.ts";
import { countOf, endOf, sumsOf, type Paths } from "#lib/projections/paths.ts";

/** One store's days of one sum. `told` is a value a day from `from` on, in the reader's currency; paths are worth `rate` of it. */
export interface Branch { storeId: number; from: Day; told: readonly (number | null)[]; paths: Paths; rate: number }

/** Several stores together: their paths are drawn apart, so that the n-th of each make one joint future. */
export interface Futures {
  top: readonly Branch[];
  /** Null: the figure is a sum itself. */
  bottom: readonly Branch[] | null;
}

/** The figure of [from, to) on every path; null where a day of it is neither told nor reached. */
export function sampleOf(futures: Futures, period: Period): Float64Array | null {
  const top = sumOf(futures.top, period);
  if (!top || !futures.bottom) return top;
  const bottom = sumOf(futures.bottom, period);
  return bottom && top.map((value, path) => (bottom[path]! > 0 ? value / bottom[path]! : 0));
}

export function spreadOf(futures: Futures, period: Period): Spread | null {
  const sample = sampleOf(futures, period);
  return sample && sample.length > 0 ? spread(sample) : null;
}

/** What [from, to) has come to by itself so far, up to the first day that is projected; null where a day isn't told. */
export function toldOf(futures: Futures, period: Period): number | null {
  const first = [...futures.top, ...(futures.bottom ?? [])].map((branch) => branch.paths.first).sort()[0];
  if (first === undefined) return null;
  const end = first < period.to ? first : period.to;
  if (end <= period.from) return null;
  const [top, bottom] = [futures.top, futures.bottom].map((branches) => branches && branches.reduce<number | null>((sum, branch) => add(sum, toldSum(branch, { from: period.from, to: end })), 0));
  if (top === null || top === undefined) return null;
  return futures.bottom === null ? top : bottom ? top / bottom : null;
}

/** The first day that some branch doesn't know. */
export function firstAhead(futures: Futures): Day {
  return [...futures.top, ...(futures.bottom ?? [])].map((branch) => branch.paths.first).sort()[0]!;
}

/** The day after the last one that all of it reaches. */
export function reach(futures: Futures): Day {
  return [...futures.top, ...(futures.bottom ?? [])].map((branch) => endOf(branch.paths)).sort()[0]!;
}

function sumOf(branches: readonly Branch[], period: Period): Float64Array | null {
  const count = Math.min(...branches.map((branch) => countOf(branch.paths)));
  if (branches.length === 0 || count === 0) return null;
  const out = new Float64Array(count);
  for (const branch of branches) {
    if (period.to > endOf(branch.paths) || !Number.isFinite(branch.rate)) return null;
    const known = period.from < branch.paths.first ? toldSum(branch, { from: period.from, to: period.to < branch.paths.first ? period.to : branch.paths.first }) : 0;
    if (known === null) return null;
    const ahead = sumsOf(branch.paths, period.from, period.to);
    for (let path = 0; path < count; path++) out[path]! += known + ahead[path]! * branch.rate;
  }
  return out;
}

function toldSum(branch: Branch, period: Period): number | null {
  let sum = 0;
  for (let at = daysBetween(branch.from, period.from); at < daysBetween(branch.from, period.to); at++) {
    const value = branch.told[at];
    if (value === undefined || value === null) return null;
    sum += value;
  }
  return sum;
}

function add(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}

/** [from, to) cut at every `days`-th day: the last bucket may be shorter. */
export function buckets({ from, to }: Period, days: number): Period[] {
  return Array.from({ length: Math.ceil(daysBetween(from, to) / days) }, (_, index) => {
    const end = addDays(from, (index + 1) * days);
    return { from: addDays(from, index * days), to: end < to ? end : to };
  });
}
