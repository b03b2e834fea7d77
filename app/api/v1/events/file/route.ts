// GET: the marketing calendar as a calendar file, two years back and two ahead, for Google Calendar, Outlook and their like.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { assertSees, seenOf } from "#lib/access/sees.ts";
import { addMonths, dayAt, now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { listEvents } from "#lib/plan/events.ts";
import { writeCalendar } from "#lib/plan/ics/write.ts";
import { listStores } from "#lib/stores/stores.ts";
import { readerFrom, translator } from "#lib/words/words.ts";

export const dynamic = "force-dynamic";

export const GET = route({
  resource: "calendar",
  action: "read",
  query: z.strictObject({ store: z.coerce.number().int().positive().optional() }),
  out: "stream",
  handler: async ({ actor, query: { store }, request }) => {
    if (store !== undefined) assertSees(actor, store);
    const stores = seenOf(actor, await listStores(database())).filter(({ id }) => store === undefined || id === store);
    const t = translator(readerFrom(request.headers.get("accept-language")), "calendar");
    const at = now();
    const today = dayAt(at, stores[0]?.zone ?? "UTC");
    const events = await listEvents(database(), stores.map(({ id }) => id), addMonths(today, -24), addMonths(today, 24));
    await audit(database(), actor, "exported", t("title"), { format: "ics", rows: events.length });
    const text = writeCalendar(events, { name: stores.length === 1 ? stores[0]!.name : t("title"), words: (type) => t(`types.${type}`), stamp: at });
    return new Response(text, { headers: { "Content-Type": "text/calendar; charset=utf-8", "Content-Disposition": 'attachment; filename="marketing-calendar.ics"' } });
  },
});
