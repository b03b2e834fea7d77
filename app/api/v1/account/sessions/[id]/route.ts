import { z } from "zod";
import { endSession } from "#lib/access/account.ts";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";

/** Ends one of my own sessions. */
export const DELETE = route({
  resource: "account",
  action: "write",
  params: z.strictObject({ id: z.string().max(64) }),
  out: z.object({ ok: z.literal(true) }),
  handler: async ({ actor, params }) => {
    await endSession(database(), actor, params.id);
    return { ok: true as const };
  },
});
