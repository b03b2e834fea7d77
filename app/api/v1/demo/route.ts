// DELETE: the demo's stores go with everything that was brought in for them, and it doesn't come back.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { database } from "#lib/database.ts";
import { removeDemo } from "#lib/ingest/remove-demo.ts";

export const DELETE = route({
  resource: "demo",
  action: "write",
  out: z.object({ stores: z.array(z.string()), kept: z.array(z.string()) }),
  handler: async ({ actor }) => {
    const removed = await removeDemo(database());
    await audit(database(), actor, "demo_removed", "demo", { ...removed });
    return removed;
  },
});
