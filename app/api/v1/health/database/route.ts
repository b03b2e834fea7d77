import { sql } from "kysely";
import { z } from "zod";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";

/** The cheapest signed-in answer that asks the database: what other routes are measured against. */
export const GET = route({
  resource: "health",
  action: "read",
  out: z.object({ ok: z.literal(1) }),
  handler: async () => {
    const { rows } = await sql<{ ok: 1 }>`select 1 as ok`.execute(database());
    return rows[0]!;
  },
});
