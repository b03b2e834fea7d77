// GET: the connection's runs, the newest first; `before` goes on where a page ended.
import { z } from "zod";
import { RowId } from "#lib/access/row-id.ts";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";
import { ownConnection } from "#lib/ingest/own-connection.ts";
import { readRuns } from "#lib/ingest/runs.ts";
import { ConnectionId, RunShape } from "#lib/ingest/shapes.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "sources",
  action: "read",
  params: ConnectionId,
  query: z.strictObject({ before: RowId.optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  out: z.object({ runs: z.array(RunShape) }),
  handler: async ({ actor, params, query }) => {
    const one = await ownConnection(database(), actor.stores, params.id);
    return { runs: await readRuns(database(), actor.stores, { connectionId: one.id, limit: query.limit, ...(query.before ? { before: query.before } : {}) }) };
  },
});
