import { z } from "zod";
import { listKeys, makeKey } from "#lib/access/keys.ts";
import { Name } from "#lib/access/person.ts";
import { scopeNames } from "#lib/access/policy.ts";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";

const Scopes = z.array(z.enum(scopeNames)).min(1).max(scopeNames.length);
const Key = z.object({
  id: z.string(), name: z.string(), hint: z.string(), madeBy: z.string(), scopes: z.array(z.enum(scopeNames)), state: z.enum(["active", "expired", "revoked"]),
  createdAt: z.string(), expiresAt: z.string().nullable(), lastUsedAt: z.string().nullable(),
});

/** All keys, without what opens anything. */
export const GET = route({
  resource: "keys",
  action: "read",
  out: z.object({ keys: z.array(Key) }),
  handler: async () => ({ keys: await listKeys(database()) }),
});

/** Makes a key; `key` is told only now. `days` null means until it is revoked. */
export const POST = route({
  resource: "keys",
  action: "write",
  body: z.strictObject({ name: Name, scopes: Scopes, days: z.number().int().min(1).max(3660).nullable() }),
  out: z.object({ id: z.string(), key: z.string() }),
  handler: ({ actor, body }) => makeKey(database(), actor, { ...body, scopes: [...new Set(body.scopes)] }),
});
