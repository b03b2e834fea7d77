import { z } from "zod";
import { invite, openInvitations } from "#lib/access/invitations.ts";
import { Email } from "#lib/access/person.ts";
import { givenRoles, roles } from "#lib/access/policy.ts";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";

const Invitation = z.object({ id: z.string(), email: z.string(), role: z.enum(roles), invitedBy: z.string().nullable(), createdAt: z.string(), expiresAt: z.string() });

/** Invitations that still work; never their links. */
export const GET = route({
  resource: "people",
  action: "read",
  out: z.object({ invitations: z.array(Invitation) }),
  handler: async () => ({ invitations: await openInvitations(database()) }),
});

/** Invites; `path` is the link's path and is told only now. */
export const POST = route({
  resource: "people",
  action: "write",
  body: z.strictObject({ email: Email, role: z.enum(givenRoles) }),
  out: z.object({ id: z.string(), path: z.string() }),
  handler: ({ actor, body }) => invite(database(), actor, body.email, body.role),
});
