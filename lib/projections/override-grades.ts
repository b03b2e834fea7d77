// People's figures held against what came, beside what the model and the naive said at that moment.
import type { Database } from "#db/client.ts";
import { addDays, type Day } from "#lib/core/day.ts";
import { defaultQuery } from "#lib/metrics/query.ts";
import { readMetrics } from "#lib/metrics/read.ts";
import { listOverrides, type Override } from "#lib/projections/overrides.ts";
import type { ProjectedMetric } from "#lib/projections/targets.ts";
import type { Store } from "#lib/stores/stores.ts";

export interface OverrideGrade {
  override: Override;
  /** Null while the period isn't over. */
  came: number | null;
  /** |said − came| ÷ |came| of the person, the model and the naive; null while open or when nothing came. */
  person: number | null;
  model: number | null;
  naive: number | null;
  /** Signed: 0.1 is 10 % too high. */
  bias: number | null;
  /** Whether what came lay in the model's 80 % range of that moment. */
  insideModel80: boolean | null;
}

/** All figures that were not withdrawn before their period was over. @param through last day that is known */
export async function gradeOverrides(db: Database, store: Store, metric: ProjectedMetric, through: Day, now: Date): Promise<OverrideGrade[]> {
  const graded: OverrideGrade[] = [];
  for (const override of await listOverrides(db, store.id, metric)) {
    const isOver = override.to <= addDays(through, 1);
    if (override.withdrawn && override.withdrawn.at.slice(0, 10) < override.to) continue;
    const came = isOver ? await cameIn(db, store, metric, override.from, override.to, now) : null;
    const off = (said: number | null | undefined) => (came === null || came === 0 || said === null || said === undefined ? null : Math.abs(said - came) / Math.abs(came));
    graded.push({
      override, came, person: off(Number(override.value)), model: off(override.was?.p50), naive: off(override.was?.naive),
      bias: came === null || came === 0 ? null : (Number(override.value) - came) / Math.abs(came),
      insideModel80: came === null || !override.was ? null : came >= override.was.p10 && came <= override.was.p90,
    });
  }
  return graded;
}

async function cameIn(db: Database, store: Store, metric: ProjectedMetric, from: Day, to: Day, now: Date): Promise<number | null> {
  const answer = await readMetrics(db, [store.id], { ...defaultQuery, metrics: [metric], stores: [store.id], currency: store.currency, period: { from, through: addDays(to, -1) }, compare: { kind: "none" } }, now);
  const value = answer.total.values[metric];
  return value === null || value === undefined ? null : Number(value);
}
