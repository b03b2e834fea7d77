import { z } from "zod";
import { rename } from "#lib/access/account.ts";
import { Name } from "#lib/access/person.ts";
import { roles } from "#lib/access/policy.ts";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";

/** Who I am, as the door sees me. */
export const GET = route({
  resource: "account",
  action: "read",
  out: z.object({ name: z.string(), email: z.string(), role: z.enum(roles) }),
  handler: ({ actor }) => actor,
});

/** Changes my name. */
export const PATCH = route({
  resource: "account",
  action: "write",
  body: z.strictObject({ name: Name }),
  out: z.object({ ok: z.literal(true) }),
  handler: async ({ actor, body }) => {
    await rename(database(), actor, body.name);
    return { ok: true as const };
  },
});
