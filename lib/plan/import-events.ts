// Entries of a file put into the calendar: told apart by their id in it, shown before they are written.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { now, type Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { checkedEvent, type EventType, type PlanEvent } from "#lib/plan/event.ts";
import { eventOf } from "#lib/plan/events.ts";

/** An event as a file tells it. Kind, depth and learning are proposals: what a person set later stays. */
export interface FileEvent { uid: string; type: EventType; name: string; note: string; from: Day; to: Day; size: number | null; isIgnored: boolean }

/** Where entries of a file go: a store's calendar of this name, told by this kind of file. */
export interface FilePlace { storeId: number; source: "ics" | "stock" | "demo"; calendar: string }

export interface EventChanges {
  added: FileEvent[];
  changed: { before: PlanEvent; now: FileEvent }[];
  unchanged: number;
  /** Events that an earlier file of this calendar brought and this one lacks. */
  removed: PlanEvent[];
}

/**
 * What a file would change. An event is changed when its name, note or days differ. One that is missing is removed only
 * where the file could have told it: between the file's first and last day, inside `window` — many programs leave out
 * what is over.
 */
export async function eventChanges(db: Database, place: FilePlace, events: readonly FileEvent[], window: Period): Promise<EventChanges> {
  const rows = await db.selectFrom("plan.event").selectAll()
    .where("store_id", "=", place.storeId).where("source", "=", place.source).where("calendar", "=", place.calendar).orderBy("from_day").execute();
  const standing = new Map(rows.map((row) => [row.uid, eventOf(row)]));
  const told = new Set(events.map((event) => event.uid));
  const first = events.reduce((day, event) => (event.from < day ? event.from : day), window.to);
  const begin = first > window.from ? first : window.from;
  const added = events.filter((event) => !standing.has(event.uid));
  const known = events.flatMap((event) => (standing.has(event.uid) ? [{ before: standing.get(event.uid)!, now: event }] : []));
  const changed = known.filter(({ before, now: event }) => before.name !== event.name || before.note !== event.note || before.from !== event.from || before.to !== event.to);
  const removed = [...standing.values()].filter((event) => event.uid !== null && !told.has(event.uid) && event.from >= begin && event.from < window.to);
  return { added, changed, unchanged: known.length - changed.length, removed };
}

/** Writes what `eventChanges` says at this moment, in one transaction, and answers it. The same file again changes nothing. */
export async function applyEvents(db: Database, place: FilePlace, events: readonly FileEvent[], window: Period, by: string): Promise<EventChanges> {
  const write = async (trx: Database): Promise<EventChanges> => {
    await sql`select pg_advisory_xact_lock(hashtext('storecast.events'), ${place.storeId}::int)`.execute(trx);
    const changes = await eventChanges(trx, place, events, window);
    const at = now();
    const rows = changes.added.map((event) => {
      const { name, note, from, to, size, type, isIgnored } = checkedEvent({ ...event, storeId: place.storeId });
      return {
        store_id: place.storeId, type, name, note, from_day: from, to_day: to, size: size === null ? null : String(size), is_ignored: isIgnored,
        source: place.source, calendar: place.calendar, uid: event.uid, made_by: by, made_at: at, changed_at: at,
      };
    });
    // A statement holds 65,535 values at most.
    for (let start = 0; start < rows.length; start += 1000) await trx.insertInto("plan.event").values(rows.slice(start, start + 1000)).execute();
    for (const { before, now: event } of changes.changed) {
      await trx.updateTable("plan.event").set({ name: event.name, note: event.note, from_day: event.from, to_day: event.to, changed_at: at })
        .where("store_id", "=", place.storeId).where("event_id", "=", String(before.id)).execute();
    }
    const gone = changes.removed.map((event) => String(event.id));
    if (gone.length > 0) await trx.deleteFrom("plan.event").where("store_id", "=", place.storeId).where("event_id", "in", gone).execute();
    return changes;
  };
  return db.isTransaction ? write(db) : db.transaction().execute(write);
}

/** Calendars that files brought to a store, by name, with how many events each has. */
export async function listCalendars(db: Database, storeIds: readonly number[]): Promise<{ storeId: number; name: string; events: number }[]> {
  if (storeIds.length === 0) return [];
  const rows = await db.selectFrom("plan.event").select(["store_id", "calendar"]).select((eb) => eb.fn.countAll<string>().as("events"))
    .where("store_id", "in", storeIds).where("source", "=", "ics").groupBy(["store_id", "calendar"]).orderBy("store_id").orderBy("calendar").execute();
  return rows.map((row) => ({ storeId: row.store_id, name: row.calendar, events: Number(row.events) }));
}
