// POST: the scheduler brings this connection in now; with `from`, its history back to that day too.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { ownConnection } from "#lib/ingest/own-connection.ts";
import { ConnectionId, DayText } from "#lib/ingest/shapes.ts";
import { askNow } from "#lib/ingest/wake.ts";

export const POST = route({
  resource: "sources",
  action: "write",
  params: ConnectionId,
  body: z.strictObject({ from: DayText.optional() }),
  out: z.object({ asked: z.literal(true), from: z.string().nullable() }),
  handler: async ({ actor, params, body }) => {
    const one = await ownConnection(database(), actor.stores, params.id);
    const { from } = await askNow(database(), { connectionId: one.id, from: body.from }, now());
    await audit(database(), actor, "source_asked", one.name, { source: one.label, store: one.storeName, ...(from ? { from } : {}) });
    return { asked: true as const, from };
  },
});
