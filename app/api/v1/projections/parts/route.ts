// GET /api/v1/projections/parts: a projection by store, channel, product or customer type.
import { z } from "zod";
import { partsTable } from "#app/api/v1/projections/tables.ts";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { exportFormats, fileAnswer } from "#lib/exports/answer.ts";
import { readParts } from "#lib/projections/parts.ts";
import { PartsQuery, PartsShape, periodOf } from "#lib/projections/shapes.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "projections",
  action: "read",
  query: PartsQuery.extend({ format: z.enum(exportFormats).default("json") }),
  out: "stream",
  handler: async ({ actor, query: { metric, store, by, format, ...days } }) => {
    const period = periodOf(days);
    const answer = await readParts(database(), actor.stores, { metric, store, by, period }, now());
    if (format === "json") return Response.json(PartsShape.parse(answer));
    const table = partsTable(answer, { metric, by, ...period });
    await audit(database(), actor, "exported", `projection of ${metric} by ${by}`, { format, rows: table.rows.length });
    return fileAnswer(table, format);
  },
});
