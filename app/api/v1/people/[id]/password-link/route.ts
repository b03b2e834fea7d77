import { z } from "zod";
import { passwordLink } from "#lib/access/people.ts";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";

/** A one-time link for a person who lost the password; `path` is told only now. */
export const POST = route({
  resource: "people",
  action: "write",
  params: z.strictObject({ id: z.string().max(64) }),
  out: z.object({ path: z.string() }),
  handler: ({ actor, params }) => passwordLink(database(), actor, params.id),
});
