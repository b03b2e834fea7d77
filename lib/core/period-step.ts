// The windows beside a window, for the arrow keys and for "earlier" and "later".
import { addDays, addMonths, daysBetween, monthStart } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";

/**
 * The neighbour of a window: whole months move by their number of months, everything else by its own
 * length. 1–31 Aug back is 1–31 Jul; 1–7 Aug back is 25–31 Jul.
 */
export function stepPeriod(period: Period, direction: -1 | 1): Period {
  const wholeMonths = monthStart(period.from) === period.from && monthStart(period.to) === period.to && period.to > period.from;
  if (wholeMonths) {
    const months = (Number(period.to.slice(0, 4)) - Number(period.from.slice(0, 4))) * 12 + Number(period.to.slice(5, 7)) - Number(period.from.slice(5, 7));
    return { from: addMonths(period.from, direction * months), to: addMonths(period.to, direction * months) };
  }
  const length = daysBetween(period.from, period.to);
  return { from: addDays(period.from, direction * length), to: addDays(period.to, direction * length) };
}
