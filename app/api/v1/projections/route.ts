// GET /api/v1/projections: a figure's days, its fan and its total, as kept. POST: a store's projection is made anew
// soon, for instance after an event was added; answers at once, the newest version tells when it is there.
import { AppError } from "#lib/core/errors.ts";
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { exportFormats, fileAnswer } from "#lib/exports/answer.ts";
import { daysTable } from "#app/api/v1/projections/tables.ts";
import { askProjection } from "#lib/projections/due.ts";
import { readOdds, readProjection, type Ask } from "#lib/projections/read.ts";
import { periodOf, ProjectionQuery, ProjectionShape } from "#lib/projections/shapes.ts";
import { storesAsked } from "#lib/projections/stores-asked.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "projections",
  action: "read",
  query: ProjectionQuery.extend({ format: z.enum(exportFormats).default("json") }),
  out: "stream",
  handler: async ({ actor, query: { by, key, goal, asOf, metric, store, format, ...days } }) => {
    const ask: Ask = { metric, store, period: periodOf(days), ...(by ? { part: { by, key: key ?? "" } } : {}), ...(asOf ? { asOf } : {}) };
    const answer = await readProjection(database(), actor.stores, ask, now());
    if (!answer) throw new AppError("missing", "projections.none", "There is no projection of this yet.");
    if (format !== "json") {
      const table = daysTable(answer, ask.period);
      await audit(database(), actor, "exported", `projection of ${metric}`, { format, rows: table.rows.length });
      return fileAnswer(table, format);
    }
    const odds = goal === undefined ? null : await readOdds(database(), actor.stores, ask, goal, now());
    return Response.json(ProjectionShape.parse({ ...answer, odds: odds && { goal: goal!, chance: odds.chance, requiredPerDay: odds.requiredPerDay, expectedPerDay: odds.expectedPerDay } }));
  },
});

export const POST = route({
  resource: "projections",
  action: "write",
  body: z.strictObject({ store: z.int().positive() }),
  out: z.object({ asked: z.boolean() }),
  handler: async ({ actor, body }) => {
    const [store] = await storesAsked(database(), actor.stores, body.store);
    await askProjection(database(), store!.id);
    await audit(database(), actor, "projection_asked", store!.name);
    return { asked: true };
  },
});
