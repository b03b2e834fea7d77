// PATCH /api/v1/stores/:id: renames a store. Its currency and zone never change: its days rest on them.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";
import { readStore, renameStore } from "#lib/stores/stores.ts";

const Store = z.object({ id: z.number(), name: z.string(), currency: z.string(), zone: z.string() });

export const PATCH = route({
  resource: "stores",
  action: "write",
  params: z.object({ id: z.coerce.number().int().positive() }),
  body: z.strictObject({ name: z.string().max(200) }),
  out: Store,
  handler: async ({ actor, params, body }) =>
    database().transaction().execute(async (trx) => {
      const before = await readStore(trx, params.id);
      await renameStore(trx, params.id, body.name);
      const after = await readStore(trx, params.id);
      if (after.name !== before.name) await audit(trx, actor, "store_changed", after.name, { before: before.name, after: after.name });
      return after;
    }),
});
