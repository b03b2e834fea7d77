import { z } from "zod";
import { callerAddress } from "#lib/access/address.ts";
import { useOwnerLink } from "#lib/access/owner-link.ts";
import { Email, Name, Password } from "#lib/access/person.ts";
import { route } from "#lib/access/route.ts";
import { signInByLink } from "#lib/access/sign-in.ts";
import { database, pool } from "#lib/database.ts";

/** Uses the owner's one-time link: makes the first owner, or sets an owner's new password; signs in. */
export const POST = route({
  resource: "door",
  action: "write",
  params: z.strictObject({ token: z.string().max(100) }),
  body: z.strictObject({ name: Name.optional(), email: Email.optional(), password: Password }),
  out: z.object({ ok: z.literal(true) }),
  handler: async ({ params, body, request, answer }) => {
    const email = await useOwnerLink(database(), pool(), params.token, body, callerAddress(request.headers));
    for (const cookie of await signInByLink(database(), pool(), { email, password: body.password }, request.headers)) answer.append("Set-Cookie", cookie);
    return { ok: true as const };
  },
});
