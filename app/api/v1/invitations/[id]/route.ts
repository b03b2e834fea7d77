import { z } from "zod";
import { revokeInvitation } from "#lib/access/invitations.ts";
import { route } from "#lib/access/route.ts";
import { RowId } from "#lib/access/row-id.ts";
import { database } from "#lib/database.ts";

/** Takes an invitation back: its link stops working. */
export const DELETE = route({
  resource: "people",
  action: "write",
  params: z.strictObject({ id: RowId }),
  out: z.object({ ok: z.literal(true) }),
  handler: async ({ actor, params }) => {
    await revokeInvitation(database(), actor, params.id);
    return { ok: true as const };
  },
});
