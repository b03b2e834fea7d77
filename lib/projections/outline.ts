// A projection as a line to be drawn: cut into days, weeks or a running total, with what was a year before and the plan.
import { addDays, daysBetween, weekStart } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { totalOf, type Figure, type PeriodTotal } from "#lib/projections/read.ts";

export type OutlineShape = "days" | "weeks" | "total";

export interface OutlineRow {
  /** The days that it stands for; of a running total all from the beginning on. */
  period: Period;
  /** Its own last day, on the axis. */
  total: PeriodTotal | null;
  /** What it came to where all of it is known. */
  actual: number | null;
  /** The same weekdays a year before; null unless all are known. */
  past: number | null;
  plan: number | null;
}

/** The days a line covers: whole weeks are drawn whole, also at both ends. */
export function spanOf(period: Period, shape: OutlineShape): Period {
  return shape === "weeks" ? { from: weekStart(period.from), to: addDays(weekStart(addDays(period.to, -1)), 7) } : period;
}

/** @param plan a value a day of the span, [] without one. @param isLevel the plan is a level, which isn't added up */
export function outlineOf(figure: Figure, period: Period, shape: OutlineShape, plan: readonly (number | null)[], isLevel: boolean): OutlineRow[] {
  const span = spanOf(period, shape);
  return cutsOf(span, shape).map((cut) => {
    const total = totalOf(figure, cut);
    const then = totalOf(figure, { from: addDays(cut.from, -364), to: addDays(cut.to, -364) });
    const days = plan.slice(daysBetween(span.from, cut.from), daysBetween(span.from, cut.to));
    return {
      period: cut, total: total?.isWhole && total.daysLeft > 0 ? total : null, actual: wholeOf(total), past: wholeOf(then),
      plan: days.length === 0 || days.some((day) => day === null) ? null : isLevel ? days[0]! : days.reduce<number>((sum, day) => sum + day!, 0),
    };
  });
}

/** What a period came to, where all of its days are known. */
export function wholeOf(total: PeriodTotal | null): number | null {
  return total && total.daysLeft === 0 && total.knownDays === daysBetween(total.from, total.to) ? total.known : null;
}

function cutsOf(span: Period, shape: OutlineShape): Period[] {
  const length = daysBetween(span.from, span.to);
  // A year's running total turns on weeks, not on days.
  const step = shape === "weeks" || (shape === "total" && length > 100) ? 7 : 1;
  return Array.from({ length: Math.ceil(length / step) }, (_, index) => {
    const end = addDays(span.from, Math.min(length, (index + 1) * step));
    return { from: shape === "total" ? span.from : addDays(span.from, index * step), to: end };
  });
}
