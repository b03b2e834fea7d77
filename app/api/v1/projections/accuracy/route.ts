// GET /api/v1/projections/accuracy: how wrong projections were, by lead time, model and person.
import { route } from "#lib/access/route.ts";
import { now } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { database } from "#lib/database.ts";
import { readAccuracy } from "#lib/projections/accuracy.ts";
import { AccuracyQuery, AccuracyShape } from "#lib/projections/shapes.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "projections",
  action: "read",
  query: AccuracyQuery,
  out: AccuracyShape,
  handler: async ({ actor, query: { metric, store, since } }) => {
    const answer = await readAccuracy(database(), actor.stores, { metric, store, ...(since ? { since } : {}) }, now());
    if (!answer) throw new AppError("missing", "projections.none", "There is no projection of this yet.");
    return answer;
  },
});
