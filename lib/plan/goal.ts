// A goal, and what follows from goals without a database: parts, shares and days. Kind decides: a measure is added
// over days, so its goal is spread and summed; a ratio's goal is a level that holds on every day.
import { daysIn, type Day } from "#lib/core/day.ts";
import { sum } from "#lib/core/money.ts";
import type { Period } from "#lib/core/period.ts";
import { split } from "#lib/core/split.ts";
import { metric, metricIds, type MetricId } from "#lib/metrics/catalogue.ts";

export interface Goal {
  id: number;
  storeId: number;
  metric: MetricId;
  period: Period;
  /** Exact decimal text; a share is 0.12 for 12 %. */
  amount: string;
  /** The store's currency when it was set; null where the metric isn't money. */
  currency: string | null;
  madeBy: string;
  madeAt: Date;
  /** When another amount took its place, or it was taken away; null while it stands. */
  replacedAt: Date | null;
}

/** What a period shall come to, and how that is known: set for it, summed of shorter goals, or a share of a longer one. */
export interface GoalFor {
  amount: string;
  currency: string | null;
  by: "set" | "parts" | "share";
}

/** Metrics that a goal can be set for: all but those that neither add up over days nor hold level (customers, newest values). */
export const goalMetrics: readonly MetricId[] = metricIds.filter((id) => ["measure", "ratio"].includes(metric(id).kind));

/** How much of a period's goal falls on a day, beside its other days. Days without a weight get none. */
export type DayWeights = ReadonlyMap<Day, number>;

/**
 * The goal of `period` out of goals of one store and metric: its own, else the parts that fill it without gap or
 * overlap, else its days of the shortest goal that holds it. Null when none of these is there, or when parts are in
 * two currencies. Months of 10, 20 and 30 make a quarter of 60; a level of 3 % stays one in every week of its quarter.
 */
export function composed(goals: readonly Goal[], period: Period, weightsOf: (goal: Goal) => DayWeights | null = () => null): GoalFor | null {
  const own = goals.find((goal) => goal.period.from === period.from && goal.period.to === period.to);
  if (own) return { amount: own.amount, currency: own.currency, by: "set" };
  const parts = filling(goals, period.from, period.to);
  if (parts && parts.every((part) => part.currency === parts[0]!.currency)) {
    const amount = isLevel(parts[0]!) ? (parts.every((part) => part.amount === parts[0]!.amount) ? parts[0]!.amount : null) : sum(parts.map((part) => part.amount));
    return amount === null ? null : { amount, currency: parts[0]!.currency, by: "parts" };
  }
  const around = shortest(goals.filter((goal) => goal.period.from <= period.from && goal.period.to >= period.to));
  if (!around) return null;
  const days = spreadGoal(around, weightsOf(around));
  const amount = isLevel(around) ? around.amount : sum(daysIn(period.from, period.to).map((day) => days.get(day)!));
  return { amount, currency: around.currency, by: "share" };
}

/** The goal by day: amounts that sum to it exactly, by weight (even without weights, or where all are zero); a level on every day. */
export function spreadGoal(goal: Goal, weights: DayWeights | null): Map<Day, string> {
  const days = daysIn(goal.period.from, goal.period.to);
  if (isLevel(goal)) return new Map(days.map((day) => [day, goal.amount]));
  const parts = split(goal.amount, days.map((day) => String(Math.max(0, weights ? (weights.get(day) ?? 0) : 1).toFixed(9))));
  return new Map(days.map((day, at) => [day, parts[at]!]));
}

/** The goal that a day follows: the shortest that holds it, so that a month's own goal goes before the year's. */
export function goalOfDay(goals: readonly Goal[], day: Day): Goal | null {
  return shortest(goals.filter((goal) => goal.period.from <= day && day < goal.period.to));
}

export function isLevel(goal: Pick<Goal, "metric">): boolean {
  return metric(goal.metric).kind === "ratio";
}

function shortest(goals: readonly Goal[]): Goal | null {
  const length = (goal: Goal) => daysIn(goal.period.from, goal.period.to).length;
  return [...goals].sort((a, b) => length(a) - length(b) || (a.period.from < b.period.from ? -1 : 1))[0] ?? null;
}

/** Goals end to end from one day to another, the longest first: two quarters before six months. Null when there is a gap. */
function filling(goals: readonly Goal[], from: Day, to: Day): Goal[] | null {
  if (from === to) return [];
  const next = goals.filter((goal) => goal.period.from === from && goal.period.to <= to).sort((a, b) => (a.period.to > b.period.to ? -1 : 1));
  for (const goal of next) {
    const rest = filling(goals, goal.period.to, to);
    if (rest) return [goal, ...rest];
  }
  return null;
}
