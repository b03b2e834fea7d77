// What the API answers about a hand-made export.
import { z } from "zod";
import { fileKindIds } from "#lib/ingest/files/kinds.ts";
import type { DataSummary } from "#lib/ingest/files/summary.ts";

export const DataShape = z.object({
  kind: z.enum(fileKindIds), label: z.string(), connectionId: z.number().nullable(), runIds: z.array(z.string()), firstDay: z.string().nullable(), lastDay: z.string().nullable(), days: z.number(),
  read: z.number(), rejected: z.number(), rejects: z.array(z.object({ path: z.string(), reason: z.string() })), written: z.number(), daysChanged: z.number(), daysReplaced: z.number(),
  leftOut: z.array(z.object({ from: z.string(), through: z.string() })), sums: z.array(z.object({ measure: z.enum(["spend", "sessions", "clicks", "products"]), currency: z.string().nullable(), sum: z.string() })),
  toldOtherwise: z.string().nullable(), isDryRun: z.boolean(), figuresPending: z.boolean(),
}) satisfies z.ZodType<DataSummary>;
