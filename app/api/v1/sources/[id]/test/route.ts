// POST: asks the vendor with what is stored, or with these fields over it.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { database, pool } from "#lib/database.ts";
import { listConnections, testDraft } from "#lib/ingest/connections.ts";
import { inWords, ownConnection } from "#lib/ingest/own-connection.ts";
import { AccountShape, ConnectionId, Fields } from "#lib/ingest/shapes.ts";
import { readStore } from "#lib/stores/stores.ts";

export const POST = route({
  resource: "sources",
  action: "write",
  params: ConnectionId,
  body: z.strictObject({ settings: Fields.optional() }),
  out: z.object({ account: AccountShape }),
  handler: async ({ actor, params, body, request }) => {
    const db = database();
    const one = await ownConnection(db, actor.stores, params.id);
    const stored = (await listConnections(db, [one.storeId])).find((view) => view.id === one.id)!;
    const draft = { storeId: one.storeId, source: one.source, name: one.name, settings: body.settings ?? stored.settings };
    const account = await inWords(one.label, async () => testDraft({ db, pool: pool() }, draft, await readStore(db, one.storeId), request.signal));
    await audit(db, actor, "source_tested", one.name, { source: one.label, account: account.name });
    return { account };
  },
});
