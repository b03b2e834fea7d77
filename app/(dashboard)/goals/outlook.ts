// What a goal's periods that aren't over are projected to come to, and how likely their goals are: as on Projections.
import type { Actor } from "#lib/access/actor.ts";
import { now } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { database } from "#lib/database.ts";
import { log } from "#lib/log.ts";
import type { MetricId } from "#lib/metrics/catalogue.ts";
import { oddsOf } from "#lib/projections/odds.ts";
import { look, totalOf } from "#lib/projections/read.ts";
import { projectedMetrics, type ProjectedMetric } from "#lib/projections/targets.ts";

export interface Outlook {
  /** The middle of what it may come to, in the store's currency and the figure's own unit. */
  projected: number;
  /** Share of futures that reach the goal, of spend that stay below it; null without a goal. */
  chance: number | null;
}

/** By period; null for one that is over or reaches beyond the projection. Nothing where none can be read (the cause is logged): goals stand without it. */
export async function readOutlook(actor: Actor, store: number, id: MetricId, around: Period): Promise<(period: Period, goal: string | null) => Outlook | null> {
  const metric = projectedMetrics.find((one): one is ProjectedMetric => one === id);
  const found = metric ? await look(database(), actor.stores, { metric, store }, now(), around).catch((error: unknown) => { log.error({ err: error }, "a projection could not be read"); return null; }) : null;
  return (period, goal) => {
    const total = found && totalOf(found.figure, period);
    if (!found || !total?.isWhole || total.daysLeft === 0) return null;
    const { chance } = oddsOf(found.figure, period, total, goal === null ? null : Number(goal));
    return { projected: total.p50, chance: chance === null ? null : metric === "spend" ? 1 - chance : chance };
  };
}
