import { z } from "zod";
import { changePassword } from "#lib/access/account.ts";
import { Password } from "#lib/access/person.ts";
import { route } from "#lib/access/route.ts";
import { database, pool } from "#lib/database.ts";

/** Changes my password; my other sessions end. */
export const POST = route({
  resource: "account",
  action: "write",
  body: z.strictObject({ current: Password, next: Password }),
  out: z.object({ ok: z.literal(true) }),
  handler: async ({ actor, body, request, answer }) => {
    for (const cookie of await changePassword(database(), pool(), actor, body, request.headers)) answer.append("Set-Cookie", cookie);
    return { ok: true as const };
  },
});
