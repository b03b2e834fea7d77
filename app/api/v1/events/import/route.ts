// POST: a calendar file (.ics), or a list of days out of stock (.csv), as the request's body. With look=1 the answer says
// what importing it would change, and nothing is written.
import { z } from "zod";
import { audit } from "#lib/access/audit.ts";
import { route } from "#lib/access/route.ts";
import { assertSees } from "#lib/access/sees.ts";
import { AppError } from "#lib/core/errors.ts";
import { now } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { eventTypes, harmless } from "#lib/plan/event.ts";
import { icsEvents, importWindow } from "#lib/plan/ics-events.ts";
import { mostBytes } from "#lib/plan/ics/blocks.ts";
import { applyEvents, eventChanges, type FilePlace } from "#lib/plan/import-events.ts";
import { readStockDays } from "#lib/plan/stock-days.ts";
import { askProjection } from "#lib/projections/due.ts";
import { readStore } from "#lib/stores/stores.ts";
import { readerFrom, translator } from "#lib/words/words.ts";

export const dynamic = "force-dynamic";
/** What a preview shows of each kind; the counts are of all. */
const shown = 50;
const Told = z.object({ name: z.string(), type: z.enum(eventTypes), from: z.string(), to: z.string() });

export const POST = route({
  resource: "calendar",
  action: "write",
  query: z.strictObject({
    store: z.coerce.number().int().positive(), name: z.string().min(1).max(200), look: z.literal("1").optional(),
    calendar: z.string().max(200).optional(), type: z.enum(eventTypes).optional(),
  }),
  body: "stream",
  maxBytes: mostBytes,
  out: z.object({
    /** The calendar that the entries go to; entries of another name are left alone. "" for days out of stock. */
    calendar: z.string(),
    counts: z.object({ added: z.number(), changed: z.number(), unchanged: z.number(), removed: z.number(), rejected: z.number(), outside: z.number() }),
    added: z.array(Told), changed: z.array(z.object({ before: Told, now: Told })), removed: z.array(Told),
    rejected: z.array(z.object({ name: z.string(), reason: z.string() })),
  }),
  handler: async ({ actor, query, body, request }) => {
    assertSees(actor, query.store);
    const store = await readStore(database(), query.store);
    const t = translator(readerFrom(request.headers.get("accept-language")), "calendar");
    const window = importWindow(now(), store.zone);
    const text = await textOf(body as unknown as ReadableStream<Uint8Array>);
    const isStock = /\.csv$/i.test(query.name);
    const read = isStock ? stockOf(text) : icsEvents(text, store.zone, window, query.type ?? null);
    const calendar = isStock ? "" : harmless(query.calendar ?? "", 80) || read.name || harmless(query.name.replace(/\.ics$/i, ""), 80);
    const place: FilePlace = { storeId: store.id, source: isStock ? "stock" : "ics", calendar };
    const changes = query.look === "1" ? await eventChanges(database(), place, read.events, window) : await database().transaction().execute(async (trx) => {
      const done = await applyEvents(trx, place, read.events, window, actor.name);
      await audit(trx, actor, "events_imported", query.name, { store: store.name, calendar, added: done.added.length, changed: done.changed.length, removed: done.removed.length });
      if (done.added.length + done.changed.length + done.removed.length > 0) await askProjection(trx, store.id);
      return done;
    });
    return {
      calendar, counts: { added: changes.added.length, changed: changes.changed.length, unchanged: changes.unchanged, removed: changes.removed.length, rejected: read.rejected.length, outside: read.outside },
      added: changes.added.slice(0, shown), changed: changes.changed.slice(0, shown), removed: changes.removed.slice(0, shown), rejected: read.rejected.slice(0, shown),
    };
    function stockOf(csv: string) {
      const days = readStockDays(csv, (product) => (product ? t("import.stockOf", { product }) : t("import.stockAll")));
      return { name: "", outside: 0, events: days.events, rejected: days.rejected.map(({ line, reason }) => ({ name: t("import.line", { line }), reason: `stock_${reason}` })) };
    }
  },
});

/** UTF-8; bytes that are none are refused, because names would come out as riddles. */
async function textOf(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new AppError("invalid", "calendar.encoding", "The file isn't UTF-8 text.");
  }
}
