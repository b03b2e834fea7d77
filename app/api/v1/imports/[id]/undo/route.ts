// POST: takes an import back exactly.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";
import { readImport } from "#lib/imports/list.ts";
import { host } from "#lib/imports/scope.ts";
import { ImportId } from "#lib/imports/shapes.ts";
import { undoImport } from "#lib/imports/undo.ts";

export const POST = route({
  resource: "imports",
  action: "write",
  params: ImportId,
  out: z.object({ importId: z.string(), orders: z.object({ removed: z.number(), restored: z.number(), kept: z.number() }), refreshedDays: z.number(), figuresPending: z.boolean() }),
  handler: async ({ actor, params }) => {
    const one = await readImport(database(), actor.stores, params.id);
    const undone = await undoImport(host(), params.id);
    await audit(database(), actor, "import_undone", one.fileName, { import: params.id, store: one.storeName, ...undone.orders });
    return undone;
  },
});
