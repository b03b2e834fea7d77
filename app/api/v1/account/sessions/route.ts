import { z } from "zod";
import { ownSessions } from "#lib/access/account.ts";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";

const Session = z.object({ id: z.string(), isThis: z.boolean(), browser: z.string(), address: z.string(), startedAt: z.string(), lastSeenAt: z.string() });

/** Where I am signed in. */
export const GET = route({
  resource: "account",
  action: "read",
  out: z.object({ sessions: z.array(Session) }),
  handler: async ({ actor }) => ({ sessions: await ownSessions(database(), actor) }),
});
