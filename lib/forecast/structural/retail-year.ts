// The year of internet retail, for series too short to show their own: what is bought before Christmas isn't known from a spring.
import { toNumber } from "#lib/core/day.ts";

/**
 * Log index against an ordinary week by (month, day): flat till September, rising through October, a quarter more in November, most in the
 * first half of December, over by the 21st. A prior, rounded and written from memory of the public monthly internet sales of Britain (Office for National Statistics, Retail Sales
 * Index, internet sales) and the quarters of the United States' e-commerce (Census Bureau), both not seasonally adjusted; not
 * read again, so check it before leaning on it.
 */
const POINTS: readonly [month: number, day: number, log: number][] = [
  [1, 5, -0.02], [2, 1, -0.06], [8, 20, -0.06], [9, 15, -0.02], [10, 15, 0.05], [11, 10, 0.15], [11, 25, 0.32], [12, 12, 0.35], [12, 19, 0.25], [12, 25, -0.15], [12, 31, -0.05],
];

/** Points of a year from the last one of the year before on, as numbers of days since 1970; years are asked day after day. */
const known = new Map<number, { day: number; log: number }[]>();

function pointsOf(year: number): { day: number; log: number }[] {
  let points = known.get(year);
  if (!points) {
    const at = (by: number, [month, date, log]: (typeof POINTS)[number]) => ({ day: toNumber(`${by}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`), log });
    known.set(year, (points = [at(year - 1, POINTS.at(-1)!), ...POINTS.map((point) => at(year, point))]));
  }
  return points;
}

/** @returns log index of a day of `year`, number of days since 1970 */
export function retailYear(day: number, year: number): number {
  const points = pointsOf(year), next = points.findIndex((point) => day <= point.day);
  const [before, after] = [points[next - 1]!, points[next]!];
  return before.log + ((day - before.day) / (after.day - before.day)) * (after.log - before.log);
}
