// Goals beside projections: of one store as they were set, of several added up at the projection's rates.
import type { Database } from "#db/client.ts";
import type { Period } from "#lib/core/period.ts";
import { metric as entryOf } from "#lib/metrics/catalogue.ts";
import { goalDays, goalFor } from "#lib/plan/goals.ts";
import type { StoreRun } from "#lib/projections/joined.ts";
import type { Money } from "#lib/projections/stores-asked.ts";
import type { ProjectedMetric } from "#lib/projections/targets.ts";

/** The goal of a period, null where a store has none: a part isn't the goal of the whole, and levels of two stores are none. */
export async function goalOf(db: Database, runs: readonly StoreRun[], money: Money, metric: ProjectedMetric, period: Period): Promise<number | null> {
  if (runs.length > 1 && entryOf(metric).kind === "ratio") return null;
  const goals = await Promise.all(runs.map(async ({ store }) => {
    const goal = await goalFor(db, store.id, metric, period);
    return goal && Number(goal.amount) * rateOf(money, metric, store.id);
  }));
  return goals.length === 0 || goals.some((goal) => goal === null) ? null : goals.reduce<number>((sum, goal) => sum + goal!, 0);
}

/** The plan of each day of [from, to); null on days without one. */
export async function planOf(db: Database, runs: readonly StoreRun[], money: Money, metric: ProjectedMetric, period: Period): Promise<(number | null)[]> {
  if (runs.length > 1 && entryOf(metric).kind === "ratio") return [];
  const lines = await Promise.all(runs.map(async ({ store }) => {
    const days = await goalDays(db, store.id, metric, period);
    return days.map(({ amount }) => (amount === null ? null : Number(amount) * rateOf(money, metric, store.id)));
  }));
  return (lines[0] ?? []).map((_, at) => lines.reduce<number | null>((sum, line) => (sum === null || line[at] === null || line[at] === undefined ? null : sum + line[at]), 0));
}

function rateOf(money: Money, metric: ProjectedMetric, storeId: number): number {
  return entryOf(metric).unit === "money" ? (money.rates.get(storeId) ?? Number.NaN) : 1;
}
