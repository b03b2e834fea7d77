import { z } from "zod";
import { changePerson } from "#lib/access/people.ts";
import { givenRoles } from "#lib/access/policy.ts";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";

/** Gives another role, shuts out (ends all sessions) or lets in again. */
export const PATCH = route({
  resource: "people",
  action: "write",
  params: z.strictObject({ id: z.string().max(64) }),
  body: z.strictObject({ role: z.enum(givenRoles).optional(), isDisabled: z.boolean().optional() }),
  out: z.object({ ok: z.literal(true) }),
  handler: async ({ actor, params, body }) => {
    await changePerson(database(), actor, params.id, body);
    return { ok: true as const };
  },
});
