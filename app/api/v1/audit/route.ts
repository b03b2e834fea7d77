import { z } from "zod";
import { auditGroupNames, readAudit } from "#lib/access/audit-log.ts";
import { auditActions } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { RowId } from "#lib/access/row-id.ts";
import { database } from "#lib/database.ts";

const Entry = z.object({
  id: z.string(), at: z.string(), actor: z.string(), via: z.enum(["session", "key", "link", "script", "none"]), action: z.enum(auditActions),
  target: z.string(), details: z.record(z.string(), z.unknown()), ip: z.string().nullable(),
});

/** What was done, newest first; `next` is the `before` of the following page. */
export const GET = route({
  resource: "audit",
  action: "read",
  query: z.strictObject({ group: z.enum(auditGroupNames).optional(), before: RowId.optional(), limit: z.coerce.number().int().min(1).max(500).default(50) }),
  out: z.object({ entries: z.array(Entry), next: z.string().nullable() }),
  handler: ({ query }) => readAudit(database(), query),
});
