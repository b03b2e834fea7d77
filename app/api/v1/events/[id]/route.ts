// PATCH: changes an event. DELETE: takes it out of the calendar. The store's projection is made anew with it.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { assertSees } from "#lib/access/sees.ts";
import { database } from "#lib/database.ts";
import type { PlanEvent } from "#lib/plan/event.ts";
import { readEvent, removeEvent, saveEvent } from "#lib/plan/events.ts";
import { draftOf, EventBody, EventShape } from "#lib/plan/shapes.ts";
import { askProjection } from "#lib/projections/due.ts";
import { readStore } from "#lib/stores/stores.ts";

const Id = z.object({ id: z.coerce.number().int().positive() });
/** What of an event the audit log compares. */
const told = ({ name, type, from, to, size, isIgnored }: PlanEvent) => ({ name, type, from, to, size, isIgnored });

export const PATCH = route({
  resource: "calendar",
  action: "write",
  params: Id,
  body: EventBody,
  out: EventShape,
  handler: async ({ actor, params, body }) => {
    assertSees(actor, body.storeId);
    return database().transaction().execute(async (trx) => {
      const before = await readEvent(trx, body.storeId, params.id);
      const event = await saveEvent(trx, draftOf(body), actor.name, params.id);
      await audit(trx, actor, "event_changed", event.name, { before: told(before), after: told(event) });
      await askProjection(trx, body.storeId);
      return event;
    });
  },
});

export const DELETE = route({
  resource: "calendar",
  action: "write",
  params: Id,
  query: z.strictObject({ store: z.coerce.number().int().positive() }),
  out: z.object({ removed: z.string() }),
  handler: async ({ actor, params, query }) => {
    assertSees(actor, query.store);
    return database().transaction().execute(async (trx) => {
      const event = await removeEvent(trx, query.store, params.id);
      const store = await readStore(trx, query.store);
      await audit(trx, actor, "event_removed", event.name, { store: store.name, from: event.from, to: event.to });
      await askProjection(trx, query.store);
      return { removed: event.name };
    });
  },
});
