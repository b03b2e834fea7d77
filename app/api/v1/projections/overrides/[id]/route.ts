// DELETE /api/v1/projections/overrides/ID: withdraws a figure by a row of its own. It stays on record.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { withdrawOverride } from "#lib/projections/overrides.ts";
import { OverrideId, OverrideShape } from "#lib/projections/shapes.ts";
import { storesAsked } from "#lib/projections/stores-asked.ts";

export const dynamic = "force-dynamic";

export const DELETE = route({
  resource: "projections",
  action: "write",
  params: OverrideId,
  query: z.strictObject({ store: z.coerce.number().int().positive().max(2_147_483_647), reason: z.string().max(500).default("") }),
  out: OverrideShape,
  handler: async ({ actor, params, query }) => {
    const [store] = await storesAsked(database(), actor.stores, query.store);
    return database().transaction().execute(async (trx) => {
      const gone = await withdrawOverride(trx, store!.id, params.id, query.reason, actor, now());
      await audit(trx, actor, "override_withdrawn", `${store!.name}: ${gone.metric} ${gone.from}`, { value: gone.value, reason: query.reason });
      return gone;
    });
  },
});
