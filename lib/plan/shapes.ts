// The shapes of events, holidays and goals at the door.
import { z } from "zod";
import { addDays, isDay } from "#lib/core/day.ts";
import { metricIds } from "#lib/metrics/catalogue.ts";
import { eventTypes, type EventDraft, type PlanEvent } from "#lib/plan/event.ts";

export const DayText = z.string().refine(isDay, "must be a day such as 2026-11-20");
const StoreId = z.coerce.number().int().positive();

/** An event as people say it: both days included. */
export const EventBody = z.strictObject({
  storeId: StoreId, type: z.enum(eventTypes), name: z.string().max(500), from: DayText, through: DayText,
  size: z.number().nullable(), note: z.string().max(5000), isIgnored: z.boolean(),
});
export type EventBody = z.infer<typeof EventBody>;

export const EventShape = z.object({
  id: z.number().nullable(), storeId: z.number(), type: z.enum(eventTypes), name: z.string(), from: z.string(), to: z.string(), size: z.number().nullable(),
  note: z.string(), isIgnored: z.boolean(), source: z.enum(["own", "ics", "stock", "demo", "holiday"]), calendar: z.string(), uid: z.string().nullable(), madeBy: z.string(),
}) satisfies z.ZodType<PlanEvent>;

export function draftOf({ through, ...body }: EventBody): EventDraft {
  return { ...body, to: addDays(through, 1) };
}

export const HolidayShape = z.object({ id: z.string(), name: z.string(), kind: z.enum(["public", "retail", "observance"]), from: z.string(), to: z.string() });

export const GoalBody = z.strictObject({
  storeId: StoreId, metric: z.enum(metricIds),
  goals: z.array(z.strictObject({ from: DayText, through: DayText, amount: z.string().max(40).nullable() })).min(1).max(80),
});

export const GoalShape = z.object({
  id: z.number(), storeId: z.number(), metric: z.enum(metricIds), from: z.string(), to: z.string(), amount: z.string(), currency: z.string().nullable(), madeBy: z.string(), madeAt: z.string(),
});
