import { z } from "zod";
import { listPeople } from "#lib/access/people.ts";
import { roles } from "#lib/access/policy.ts";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";

const Person = z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.enum(roles), isDisabled: z.boolean(), createdAt: z.string(), lastSeenAt: z.string().nullable() });

/** Everyone who can or could sign in. */
export const GET = route({
  resource: "people",
  action: "read",
  out: z.object({ people: z.array(Person) }),
  handler: async () => ({ people: await listPeople(database()) }),
});
