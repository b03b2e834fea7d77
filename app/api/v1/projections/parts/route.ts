// GET /api/v1/projections/parts: a projection by store, channel, product or customer type.
import { route } from "#lib/access/route.ts";
import { now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { readParts } from "#lib/projections/parts.ts";
import { PartsQuery, PartsShape, periodOf } from "#lib/projections/shapes.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "projections",
  action: "read",
  query: PartsQuery,
  out: PartsShape,
  handler: ({ actor, query: { metric, store, by, ...days } }) => readParts(database(), actor.stores, { metric, store, by, period: periodOf(days) }, now()),
});
