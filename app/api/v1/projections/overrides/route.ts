// Figures that people set beside the model's. GET: all of a store, the newest first. POST: a new one, with its reason.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { listOverrides, setOverride } from "#lib/projections/overrides.ts";
import { MetricName, OverrideBody, OverrideShape, periodOf } from "#lib/projections/shapes.ts";
import { storesAsked } from "#lib/projections/stores-asked.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "projections",
  action: "read",
  query: z.strictObject({ store: z.coerce.number().int().positive().max(2_147_483_647), metric: MetricName.optional() }),
  out: z.object({ overrides: z.array(OverrideShape) }),
  handler: async ({ actor, query }) => {
    const [store] = await storesAsked(database(), actor.stores, query.store);
    return { overrides: await listOverrides(database(), store!.id, query.metric) };
  },
});

export const POST = route({
  resource: "projections",
  action: "write",
  body: OverrideBody,
  out: OverrideShape,
  handler: async ({ actor, body: { store: id, metric, value, reason, ...days } }) => {
    const [store] = await storesAsked(database(), actor.stores, id);
    return database().transaction().execute(async (trx) => {
      const made = await setOverride(trx, { storeId: store!.id, metric, value, reason, ...periodOf(days) }, actor, now());
      await audit(trx, actor, "override_set", `${store!.name}: ${metric} ${days.from} to ${days.through}`, { value, reason: made.reason, model: made.was?.p50 ?? null });
      return made;
    });
  },
});
