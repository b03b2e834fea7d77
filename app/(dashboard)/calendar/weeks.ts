// A month as weeks, Monday first, with its events laid in lanes: one that lasts keeps its lane through the week.
import { addDays, addMonths, daysIn, weekStart, type Day } from "#lib/core/day.ts";

interface Span { from: Day; to: Day }
export interface Laid<E extends Span> {
  event: E;
  /** Column of its first day in this week, 0 is Monday; and how many days of the week it covers. */
  column: number;
  days: number;
  lane: number;
  /** False where it began in an earlier week, or goes on in a later one. */
  begins: boolean;
  ends: boolean;
}
export interface Week<E extends Span> { days: Day[]; laid: Laid<E>[] }

/** The days that a month's grid shows: whole weeks, [from, to). */
export function gridOf(month: Day): Span {
  return { from: weekStart(month), to: addDays(weekStart(addDays(addMonths(month, 1), -1)), 7) };
}

/** Longer events first, so that short ones hang below them. */
export function layWeeks<E extends Span>(month: Day, events: readonly E[]): Week<E>[] {
  const grid = gridOf(month);
  const sorted = [...events].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.to > b.to ? -1 : a.to < b.to ? 1 : 0));
  return Array.from({ length: daysIn(grid.from, grid.to).length / 7 }, (_, index) => {
    const first = addDays(grid.from, index * 7);
    const days = daysIn(first, addDays(first, 7));
    const end = addDays(first, 7);
    const taken: number[] = [];
    const laid = sorted.filter(({ from, to }) => from < end && to > first).map((event): Laid<E> => {
      const column = event.from > first ? days.indexOf(event.from) : 0;
      const last = event.to < end ? days.indexOf(event.to) - 1 : 6;
      // A lane is free once what lay in it is over.
      const free = taken.findIndex((until) => until <= column);
      const lane = free < 0 ? taken.length : free;
      taken[lane] = last + 1;
      return { event, column, days: last - column + 1, lane, begins: event.from >= first, ends: event.to <= end };
    });
    return { days, laid };
  });
}
