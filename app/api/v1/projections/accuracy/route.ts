// GET /api/v1/projections/accuracy: how wrong projections were, by lead time, model and person.
import { z } from "zod";
import { accuracyTable } from "#app/api/v1/projections/tables.ts";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { now } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { database } from "#lib/database.ts";
import { exportFormats, fileAnswer } from "#lib/exports/answer.ts";
import { readAccuracy } from "#lib/projections/accuracy.ts";
import { AccuracyQuery, AccuracyShape } from "#lib/projections/shapes.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "projections",
  action: "read",
  query: AccuracyQuery.extend({ format: z.enum(exportFormats).default("json") }),
  out: "stream",
  handler: async ({ actor, query: { metric, store, since, format } }) => {
    const answer = await readAccuracy(database(), actor.stores, { metric, store, ...(since ? { since } : {}) }, now());
    if (!answer) throw new AppError("missing", "projections.none", "There is no projection of this yet.");
    if (format === "json") return Response.json(AccuracyShape.parse(answer));
    const table = accuracyTable(answer);
    await audit(database(), actor, "exported", `accuracy of ${metric}`, { format, rows: table.rows.length });
    return fileAnswer(table, format);
  },
});
