import { z } from "zod";
import { route } from "#lib/access/route.ts";
import { signIn, signOut } from "#lib/access/sign-in.ts";
import { database, pool } from "#lib/database.ts";

/** Signs in: sets the session's cookie. */
export const POST = route({
  resource: "door",
  action: "write",
  body: z.strictObject({ email: z.string().trim().min(1).max(254), password: z.string().min(1).max(1000) }),
  out: z.object({ ok: z.literal(true) }),
  handler: async ({ body, request, answer }) => {
    for (const cookie of await signIn(database(), pool(), body, request.headers)) answer.append("Set-Cookie", cookie);
    return { ok: true as const };
  },
});

/** Signs out: ends this session and makes the browser forget what it kept. */
export const DELETE = route({
  resource: "account",
  action: "write",
  out: z.object({ ok: z.literal(true) }),
  handler: async ({ actor, answer }) => {
    (await signOut(database(), actor)).forEach((value, name) => answer.append(name, value));
    return { ok: true as const };
  },
});
