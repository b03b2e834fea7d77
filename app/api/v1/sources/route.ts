// GET: every connection with how it stands. POST: tests an account and connects it. Secrets go in and never come out.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { now } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { database, pool } from "#lib/database.ts";
import { listConnections, saveConnection, testDraft } from "#lib/ingest/connections.ts";
import { inWords } from "#lib/ingest/own-connection.ts";
import { ConnectionShape, Fields } from "#lib/ingest/shapes.ts";
import { readConnections } from "#lib/ingest/status.ts";
import { findSource } from "#lib/sources/registry.ts";
import { readStore } from "#lib/stores/stores.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "sources",
  action: "read",
  out: z.object({ connections: z.array(ConnectionShape) }),
  handler: async ({ actor }) => ({ connections: await readConnections(database(), actor.stores, now()) }),
});

export const POST = route({
  resource: "sources",
  action: "write",
  body: z.strictObject({ storeId: z.number().int().positive(), source: z.string().max(60), name: z.string().max(80).optional(), settings: Fields }),
  out: z.object({ id: z.number() }),
  handler: async ({ actor, body, request }) => {
    const source = findSource(body.source);
    if (actor.stores !== "all" && !actor.stores.includes(body.storeId)) throw new AppError("missing", "ui.store_missing", `There is no store ${body.storeId}.`, { id: body.storeId });
    const store = await readStore(database(), body.storeId);
    const name = body.name?.trim() || source.label;
    const standing = await listConnections(database(), [store.id]);
    if (standing.some((one) => one.source === source.name && one.name === name)) throw new AppError("conflict", "sources.name_taken", `${store.name} already has a connection named ${name}.`, { name, store: store.name, field: "name" });
    const draft = { storeId: store.id, source: source.name, name, settings: body.settings };
    const account = await inWords(source.label, () => testDraft({ db: database(), pool: pool() }, draft, store, request.signal));
    const saved = await saveConnection(database(), draft, account);
    await audit(database(), actor, "source_connected", name, { source: source.label, store: store.name, account: account.name, connection: saved.id });
    return { id: saved.id };
  },
});
