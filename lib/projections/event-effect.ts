// What a projection learned of an event's kind, told of the very days of one event.
import { addDays, daysBetween, type Day } from "#lib/core/day.ts";
import type { EventEffect } from "#lib/forecast/model.ts";
import type { EventSpan } from "#lib/forecast/series.ts";
import { LAG, LEAD } from "#lib/forecast/structural/spans.ts";
import type { Kept } from "#lib/projections/kept.ts";

export type EffectPart = "before" | "on" | "after";
export interface EffectDay { day: Day; offset: number; part: EffectPart; factor: number; low: number; high: number }

type Event = Pick<EventSpan, "from" | "to" | "size">;

/**
 * The learned factors on an event's days, and on those before and after it that it moves. They were learned of the
 * usual length and depth of its kind: a longer event has more days like the usual middle one, a deeper one (size 2)
 * the factor twice over, as the model has it.
 */
export function effectDays(effect: EventEffect, event: Event): EffectDay[] {
  const usual = Math.max(0, ...effect.factors.map(({ offset }) => offset + 1)) - LAG;
  const length = daysBetween(event.from, event.to);
  const known = new Map(effect.factors.map((one) => [one.offset, one]));
  const middle = usual > 2 ? 1 : 0;
  const days: EffectDay[] = [];
  for (let offset = -LEAD; offset < length + LAG; offset++) {
    const part = offset < 0 ? "before" : offset < length ? "on" : "after";
    const at = part === "before" ? offset : part === "after" ? usual + offset - length : length <= 2 ? middle : offset === 0 ? 0 : offset === length - 1 ? usual - 1 : middle;
    const learned = known.get(at);
    if (!learned) continue;
    const power = (factor: number): number => factor ** (event.size ?? 1);
    days.push({ day: addDays(event.from, offset), offset, part, factor: power(learned.factor), low: power(learned.low), high: power(learned.high) });
  }
  return days;
}

/** An event as the projection took it: with its size beside others of its kind; 1 for one that it didn't know yet. */
export function asTaken(event: { from: Day; to: Day }, type: string, kept: Pick<Kept, "inputs">): Event {
  const taken = kept.inputs.events.find((one) => one.type === type && one.from === event.from && one.to === event.to);
  return { from: event.from, to: event.to, size: taken?.size ?? 1 };
}

/** How much of what is projected on the days to come is the event's: of 140 on a day with factor 1.4 it is 40. */
export interface EffectSum {
  /** On its own days that lie ahead; null where none does. */
  on: number | null;
  /** On the days before and after it: what is bought sooner or later because of it. */
  around: number | null;
}

export function effectSum(days: readonly EffectDay[], kept: Pick<Kept, "first" | "mean">): EffectSum {
  const sum: EffectSum = { on: null, around: null };
  for (const { day, factor, part } of days) {
    const mean = kept.mean[daysBetween(kept.first, day)];
    if (mean === undefined || !(factor > 0)) continue;
    const place = part === "on" ? "on" : "around";
    sum[place] = (sum[place] ?? 0) + mean * (1 - 1 / factor);
  }
  return sum;
}
