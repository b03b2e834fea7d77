// POST: a file of spend, visits, searches or costs as the request's body. With look=1 it is only looked at: the
// answer says what importing it would do. Without, it is imported; what it brought is removed under Sources.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";
import { checkStore, host } from "#lib/imports/scope.ts";
import type { Bytes } from "#lib/imports/unpack.ts";
import { importData } from "#lib/ingest/files/import-data.ts";
import { fileKindIds } from "#lib/ingest/files/kinds.ts";
import { largestFile } from "#lib/ingest/files/read-table.ts";
import { DataShape } from "#lib/ingest/files/shape.ts";
import { readStore } from "#lib/stores/stores.ts";

export const dynamic = "force-dynamic";

export const POST = route({
  resource: "imports",
  action: "write",
  query: z.strictObject({
    store: z.coerce.number().int().positive(), name: z.string().min(1).max(200), look: z.literal("1").optional(), kind: z.enum(fileKindIds).optional(),
    dateOrder: z.enum(["mdy", "dmy"]).optional(), mark: z.enum([".", ","]).optional(), currency: z.string().regex(/^[A-Z]{3}$/).optional(),
  }),
  body: "stream",
  maxBytes: largestFile,
  out: DataShape,
  handler: async ({ actor, query, body }) => {
    checkStore(actor.stores, query.store);
    const store = await readStore(database(), query.store);
    const { look, name, kind, dateOrder, mark, currency } = query;
    const done = await importData(host(), { storeId: store.id, name, bytes: () => body as unknown as Bytes, kind, dateOrder, mark, currency, isDry: look === "1" });
    if (!done.isDryRun) await audit(database(), actor, "import_finished", name, { store: store.name, connection: done.connectionId, imported: done.written });
    return done;
  },
});
