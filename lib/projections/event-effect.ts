// What a projection learned of an event, told of the very days of it.
import { addDays, daysBetween, type Day } from "#lib/core/day.ts";
import type { EventEffect } from "#lib/forecast/model.ts";
import type { Kept } from "#lib/projections/kept.ts";

export interface EffectDay { day: Day; offset: number; factor: number; low: number; high: number }

/** The learned factors on an event's days, and on those before and after it that it moves. */
export function effectDays(effect: EventEffect, event: { from: Day }): EffectDay[] {
  return effect.factors.map((one) => ({ day: addDays(event.from, one.offset), ...one }));
}

/** How much of what is projected on the days to come is the event's: of 140 on a day with factor 1.4 it is 40. Null where none of its days lies ahead. */
export function effectSum(effect: EventEffect, event: { from: Day }, kept: Pick<Kept, "first" | "mean">): number | null {
  let sum: number | null = null;
  for (const { day, factor } of effectDays(effect, event)) {
    const mean = kept.mean[daysBetween(kept.first, day)];
    if (mean === undefined || !(factor > 0)) continue;
    sum = (sum ?? 0) + mean * (1 - 1 / factor);
  }
  return sum;
}
