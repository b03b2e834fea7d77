// What Search Console's searchAnalytics.query answers. An answer without rows has no `rows`; a day without
// traffic has no row.
import { z } from "zod";
import { isDay } from "#lib/core/day.ts";
import { HttpFault, type Context } from "#lib/sources/source.ts";
import { noteUnknown } from "#lib/sources/rows.ts";

// The first date that may still change comes in either spelling: documents say snake case, the client's types camel.
const metadata = z.looseObject({ first_incomplete_date: z.string().optional(), firstIncompleteDate: z.string().optional() });

const answer = z.looseObject({
  rows: z.array(z.unknown()).default([]),
  responseAggregationType: z.string().optional(),
  metadata: metadata.optional(),
});

/** One row: keys in the order of the asked dimensions, the date first. Discover tells no position. */
export const row = z.object({
  keys: z.tuple([z.string().refine(isDay, "no day")]).rest(z.string()),
  clicks: z.number().int().min(0),
  impressions: z.number().int().min(0),
  position: z.number().min(0).default(0),
});
export type Row = z.infer<typeof row>;

export interface Answer { rows: unknown[]; firstIncomplete: string | null }

/** Throws an HttpFault "shape" when the answer is none of Search Console's. */
export function readAnswer(body: unknown, context: Pick<Context, "drift">): Answer {
  const read = answer.safeParse(body);
  if (!read.success) throw new HttpFault({ kind: "shape", message: `Search Console's answer is not as documented: ${read.error.issues[0]!.path.join(".")}: ${read.error.issues[0]!.message}` });
  const told = read.data.metadata;
  noteUnknown(context, "", read.data, ["rows", "responseAggregationType", "metadata"]);
  noteUnknown(context, "metadata", told, ["first_incomplete_date", "firstIncompleteDate", "first_incomplete_hour", "firstIncompleteHour"]);
  noteUnknown(context, "rows", read.data.rows[0], ["keys", "clicks", "impressions", "ctr", "position"]);
  return { rows: read.data.rows, firstIncomplete: told?.first_incomplete_date ?? told?.firstIncompleteDate ?? null };
}

export const sites = z.looseObject({ siteEntry: z.array(z.looseObject({ siteUrl: z.string(), permissionLevel: z.string() })).default([]) });
