// One connection: how it stands; other settings, pause and resume; removed with all that it brought.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { database, pool } from "#lib/database.ts";
import { pauseConnection, resumeConnection, saveConnection, testDraft } from "#lib/ingest/connections.ts";
import { inWords, ownConnection } from "#lib/ingest/own-connection.ts";
import { removeConnection } from "#lib/ingest/remove-connection.ts";
import { ConnectionId, ConnectionShape, Fields } from "#lib/ingest/shapes.ts";
import { readStore } from "#lib/stores/stores.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "sources",
  action: "read",
  params: ConnectionId,
  out: ConnectionShape,
  handler: ({ actor, params }) => ownConnection(database(), actor.stores, params.id),
});

/** Settings are tested before they are stored; a secret that is left out or empty stays as it is. */
export const PATCH = route({
  resource: "sources",
  action: "write",
  params: ConnectionId,
  body: z.strictObject({ settings: Fields.optional(), state: z.enum(["active", "paused"]).optional() }),
  out: ConnectionShape,
  handler: async ({ actor, params, body, request }) => {
    const db = database();
    const one = await ownConnection(db, actor.stores, params.id);
    if (body.settings) {
      const draft = { storeId: one.storeId, source: one.source, name: one.name, settings: body.settings };
      const account = await inWords(one.label, async () => testDraft({ db, pool: pool() }, draft, await readStore(db, one.storeId), request.signal));
      const { isChanged } = await saveConnection(db, draft, account);
      if (isChanged) await audit(db, actor, "source_changed", one.name, { source: one.label, store: one.storeName, connection: one.id, account: account.name });
    }
    if (body.state === "paused" && one.state !== "paused") {
      await pauseConnection(db, one.id);
      await audit(db, actor, "source_paused", one.name, { source: one.label, store: one.storeName, connection: one.id });
    }
    if (body.state === "active" && one.state !== "active") {
      await resumeConnection(db, one.id);
      await audit(db, actor, "source_resumed", one.name, { source: one.label, store: one.storeName, connection: one.id });
    }
    return ownConnection(db, actor.stores, params.id);
  },
});

export const DELETE = route({
  resource: "sources",
  action: "write",
  params: ConnectionId,
  out: z.object({ removed: z.boolean(), orders: z.number(), days: z.number() }),
  handler: async ({ actor, params }) => {
    const db = database();
    const one = await ownConnection(db, actor.stores, params.id);
    const removed = await removeConnection({ db, pool: pool() }, one.id);
    await audit(db, actor, "source_removed", one.name, { source: one.label, store: one.storeName, connection: one.id, ...removed });
    return { removed: true, ...removed };
  },
});
