// GET: events of the marketing calendar, holidays among them. POST: a new one, and the store's
// projection is made anew with it.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { assertSees, seenOf } from "#lib/access/sees.ts";
import { addDays } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { listEvents, saveEvent } from "#lib/plan/events.ts";
import { DayText, draftOf, EventBody, EventShape } from "#lib/plan/shapes.ts";
import { askProjection } from "#lib/projections/due.ts";
import { listStores, readStore } from "#lib/stores/stores.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "calendar",
  action: "read",
  query: z.strictObject({ store: z.coerce.number().int().positive().optional(), from: DayText, through: DayText }),
  out: z.object({ events: z.array(EventShape) }),
  handler: async ({ actor, query: { store, from, through } }) => {
    if (store !== undefined) assertSees(actor, store);
    const ids = store !== undefined ? [store] : seenOf(actor, await listStores(database())).map(({ id }) => id);
    return { events: await listEvents(database(), ids, from, addDays(through, 1)) };
  },
});

export const POST = route({
  resource: "calendar",
  action: "write",
  body: EventBody,
  out: EventShape,
  handler: async ({ actor, body }) => {
    assertSees(actor, body.storeId);
    const store = await readStore(database(), body.storeId);
    return database().transaction().execute(async (trx) => {
      const event = await saveEvent(trx, draftOf(body), actor.name);
      await audit(trx, actor, "event_added", event.name, { store: store.name, from: event.from, to: event.to });
      await askProjection(trx, store.id);
      return event;
    });
  },
});
