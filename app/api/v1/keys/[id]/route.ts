import { z } from "zod";
import { revokeKey } from "#lib/access/keys.ts";
import { route } from "#lib/access/route.ts";
import { RowId } from "#lib/access/row-id.ts";
import { database } from "#lib/database.ts";

/** Revokes a key: its next request is refused. */
export const DELETE = route({
  resource: "keys",
  action: "write",
  params: z.strictObject({ id: RowId }),
  out: z.object({ ok: z.literal(true) }),
  handler: async ({ actor, params }) => {
    await revokeKey(database(), actor, params.id);
    return { ok: true as const };
  },
});
