// What the API answers about sources. Endpoint and secrets have no name here, so that no answer can hold them.
import { z } from "zod";
import { isDay } from "#lib/core/day.ts";


export const ConnectionId = z.object({ id: z.coerce.number().int().positive().max(2_147_483_647) });
export const RunId = z.object({ id: ConnectionId.shape.id, run: z.string().regex(/^[1-9]\d{0,17}$/) });
export const DayText = z.string().refine(isDay, "A day is written as 2026-11-21.");

/** Fields of a source's form. What isn't named here can't be set from outside, the endpoint least of all. */
export const Fields = z.record(z.string().max(60), z.union([z.string().max(20_000), z.number(), z.boolean(), z.null()]));

const Problem = z.object({ kind: z.string(), message: z.string(), until: z.string().optional() });
export const AccountShape = z.object({ id: z.string(), name: z.string(), currency: z.string().nullable(), zone: z.string().nullable() });

const StreamShape = z.object({
  name: z.string(), look: z.string(), completeThrough: z.string().nullable(), expectedThrough: z.string(), settlingUntil: z.string().nullable(), settledThrough: z.string().nullable(),
  doneFrom: z.string().nullable(), historyFrom: z.string(), progress: z.number(), ranAt: z.string().nullable(), isRunning: z.boolean(), dueAt: z.string().nullable(), failures: z.number(), problem: Problem.nullable(),
});

export const ConnectionShape = z.object({
  id: z.number(), storeId: z.number(), storeName: z.string(), source: z.string(), label: z.string(), role: z.string().nullable(), name: z.string(), account: AccountShape.nullable(),
  state: z.string(), look: z.string(), problem: Problem.nullable(), isDemo: z.boolean(), isFile: z.boolean(), api: z.object({ version: z.string(), endsOn: z.string().nullable(), daysLeft: z.number().nullable() }).nullable(),
  createdAt: z.string(), changedAt: z.string(), testedAt: z.string().nullable(), completeThrough: z.string().nullable(), settlingUntil: z.string().nullable(), progress: z.number(), since: z.string().nullable(), streams: z.array(StreamShape),
});

export const RunShape = z.object({
  id: z.string(), stream: z.string(), reason: z.string(), from: z.string().nullable(), to: z.string().nullable(), state: z.string(), requests: z.number(), read: z.number(), written: z.number(),
  rejected: z.number(), daysChanged: z.number(), drift: z.record(z.string(), z.number()), problem: Problem.nullable(), startedAt: z.string(), finishedAt: z.string().nullable(),
});
