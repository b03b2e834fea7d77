// Models learn on a series of mean size 1: the same search for pence and for millions.

export interface Scaled { values: Float64Array; scale: number }

/**
 * Values divided by their mean size. Rounded to ten places, so that a series times k is learned from the very same numbers and
 * its forecast is k times the other's: a search that stops by tolerance can't tell them apart. Scale 1 for all zeros.
 */
export function scaled(values: ArrayLike<number>): Scaled {
  let size = 0;
  for (let at = 0; at < values.length; at++) size += Math.abs(values[at]!) / values.length;
  const scale = size > 0 ? size : 1;
  return { values: Float64Array.from(values, (value) => Math.round((value / scale) * 1e10) / 1e10), scale };
}
