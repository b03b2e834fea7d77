import { z } from "zod";
import { callerAddress } from "#lib/access/address.ts";
import { acceptInvitation } from "#lib/access/invitations.ts";
import { Name, Password } from "#lib/access/person.ts";
import { route } from "#lib/access/route.ts";
import { signInByLink } from "#lib/access/sign-in.ts";
import { database, pool } from "#lib/database.ts";

/** Accepts an invitation: makes the person in the role that was chosen, and signs in. */
export const POST = route({
  resource: "door",
  action: "write",
  params: z.strictObject({ token: z.string().max(100) }),
  body: z.strictObject({ name: Name, password: Password }),
  out: z.object({ ok: z.literal(true) }),
  handler: async ({ params, body, request, answer }) => {
    const email = await acceptInvitation(database(), pool(), params.token, body, callerAddress(request.headers));
    for (const cookie of await signInByLink(database(), pool(), { email, password: body.password }, request.headers)) answer.append("Set-Cookie", cookie);
    return { ok: true as const };
  },
});
