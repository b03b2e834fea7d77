// What a shop owner would reckon by hand: an ordinary week, as high as the last weeks were. Medians all the way, so that no sale, outage or
// gap speaks louder than an ordinary day (the median as a robust location: Tukey, Exploratory Data Analysis, 1977).
import { median } from "#lib/forecast/median.ts";
import type { Fit, Model, Task } from "#lib/forecast/model.ts";
import type { Random } from "#lib/forecast/random.ts";
import { FAR } from "#lib/forecast/series.ts";

/** Days that tell the shape of a week, and those that tell its height. */
const SHAPE = 364, LEVEL = 21;
/** Days of a piece of the past that a path repeats, as it lay around the profile of its day. */
const PIECE = 28;

/** Share of FAR, half a year, from which an ordinary week of now says nothing: it knows no growth and no year. */
export const REACH = 0.5;
/** Pieces that began or ended at less than this share of today's level are left out: what is far from next to nothing is no measure. */
const LEAST = 0.05;

/** point = level × weekday. Paths go through pieces of the past, each as far from the profile as it was then. */
export const profile: Model = {
  id: "profile",
  suits: ({ series, horizon }) => series.grain === "day" && horizon < REACH * FAR && series.values.filter((value) => value !== null).length >= 2 * PIECE,
  fit(task: Task): Fit | null {
    const { season, horizon, series: { values } } = task, length = values.length;
    const shape = shapeOf(values, season);
    if (!shape) return null;
    const ratios = Float64Array.from(values, (value, at) => (value === null || shape[at % season]! <= 0 ? NaN : value / shape[at % season]!));
    const level = levelAt(ratios, length);
    if (!(level > 0)) return null;
    const first = Math.max(LEVEL, length - SHAPE - PIECE);
    const levels = Float64Array.from({ length: length + 1 }, (_, at) => (at < first ? NaN : levelAt(ratios, at)));
    const origins: number[] = [];
    for (let at = first; at + PIECE <= length; at++) if (levels[at]! >= LEAST * level && levels[at + PIECE]! >= LEAST * level) origins.push(at);
    if (origins.length === 0) return null;
    const point = Float64Array.from({ length: horizon }, (_, step) => level * shape[(length + step) % season]!);
    return { point, simulate: (count, random) => paths(point, ratios, levels, origins, count, random) };
  },
};

function paths(point: Float64Array, ratios: Float64Array, levels: Float64Array, origins: readonly number[], count: number, random: Random): Float64Array {
  const horizon = point.length, out = new Float64Array(count * horizon);
  for (let path = 0; path < count; path++) {
    let height = 1, origin = 0;
    for (let step = 0; step < horizon; step++) {
      const within = step % PIECE;
      if (within === 0) {
        if (step > 0) height *= levels[origin + PIECE]! / levels[origin]!;
        origin = origins[Math.floor(random.uniform() * origins.length)]!;
      }
      const ratio = ratios[origin + within]!;
      out[path * horizon + step] = point[step]! * height * (Number.isNaN(ratio) ? 1 : ratio / levels[origin]!);
    }
  }
  return out;
}

/** Median of each place of the season over the last year, to a mean of 1; null where all are nothing. */
function shapeOf(values: readonly (number | null)[], season: number): Float64Array | null {
  const places: number[][] = Array.from({ length: season }, () => []);
  for (let at = Math.max(0, values.length - SHAPE); at < values.length; at++) if (values[at] !== null) places[at % season]!.push(values[at]!);
  const shape = Float64Array.from(places, (of) => (of.length === 0 ? 0 : median(of)));
  const seen = places.filter((of) => of.length > 0).length;
  const mean = shape.reduce((sum, value) => sum + value, 0) / Math.max(1, seen);
  return mean > 0 ? shape.map((value) => value / mean) : null;
}

/** Median of the days before `at`, weekdays taken out; NaN where none is known. */
function levelAt(ratios: Float64Array, at: number): number {
  const known = [...ratios.subarray(Math.max(0, at - LEVEL), at)].filter((value) => !Number.isNaN(value));
  return known.length === 0 ? NaN : median(known);
}
