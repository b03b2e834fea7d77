// Which of its five states a card is in, and what it says then. Loading is the sixth line of no table: the page draws it while this is read.
import { addDays, daysBetween } from "#lib/core/day.ts";
import { metric, rolesOf, type MetricId } from "#lib/metrics/catalogue.ts";
import type { MetricAnswer } from "#lib/metrics/read.ts";

export type CardState =
  | { state: "empty"; because: "no_data" | "period" }
  | { state: "failed"; because: "read" | "checks" | "gap" }
  | { state: "maturing"; because: "future" | "counting" | "settling" }
  | { state: "late"; because: "days" | "store" }
  | { state: "ready"; because: "reconciled" | "unchecked" };

/** Data that ended longer ago than this is an old file that someone looks at, not a shop that is late. */
export const historicAfterDays = 60;

/**
 * The state of a card. null is an answer that could not be read. In order: a thing that failed goes
 * before a thing that is late, that before one that still moves. `countingDays` are days whose figures
 * are being made again.
 */
export function cardState(answer: MetricAnswer | null, id: MetricId, countingDays: number): CardState {
  if (answer === null) return { state: "failed", because: "read" };
  const { firstDay, completeThrough, daysBehind, late } = answer.freshness;
  if (firstDay === null || completeThrough === null || !rolesOf(metric(id)).every((role) => answer.freshness.roles.some((known) => known.role === role))) return { state: "empty", because: "no_data" };
  if (answer.period.to <= firstDay || answer.period.from > completeThrough) return { state: "empty", because: "period" };
  if ((answer.total.values[id] ?? null) === null && answer.gaps.length > 0) return { state: "failed", because: "gap" };
  if (answer.trust.state === "failed") return { state: "failed", because: "checks" };
  if (late.length > 0) return { state: "late", because: "store" };
  if (daysBehind >= 2 && daysBehind <= historicAfterDays) return { state: "late", because: "days" };
  if (countingDays > 0) return { state: "maturing", because: "counting" };
  if (daysBetween(completeThrough, answer.period.to) > 1) return { state: "maturing", because: "future" };
  const needed = rolesOf(metric(id));
  if (answer.freshness.roles.some(({ role, settledThrough }) => needed.includes(role) && settledThrough !== null && addDays(settledThrough, 1) < answer.period.to)) return { state: "maturing", because: "settling" };
  return { state: "ready", because: answer.trust.state === "unchecked" ? "unchecked" : "reconciled" };
}
