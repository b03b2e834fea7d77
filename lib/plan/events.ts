// The marketing calendar in the database: what people, files and the demo put there, and the holidays beside it.
import type { Selectable } from "kysely";
import type { Database } from "#db/client.ts";
import type { PlanEvent as Row } from "#db/schema.ts";
import { now, type Day } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { checkedEvent, type EventDraft, type EventSource, type EventType, type PlanEvent } from "#lib/plan/event.ts";
import { holidayEvents } from "#lib/plan/store-holidays.ts";

/**
 * Events of these stores that touch [from, to), the holidays that they go by among them, by first day, then name. `to`
 * may lie in the future: projections ask for their horizon too.
 */
export async function listEvents(db: Database, storeIds: readonly number[], from: Day, to: Day): Promise<PlanEvent[]> {
  if (storeIds.length === 0) return [];
  const holidays = await holidayEvents(db, storeIds, from, to);
  const rows = await db.selectFrom("plan.event").selectAll()
    .where("store_id", "in", storeIds).where("from_day", "<", to).where("to_day", ">", from)
    .orderBy("from_day").orderBy("name").orderBy("event_id").execute();
  return [...rows.map(eventOf), ...holidays].sort((a, b) => compare(a.from, b.from) || compare(a.name, b.name) || a.storeId - b.storeId);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** @throws AppError "missing" */
export async function readEvent(db: Database, storeId: number, id: number): Promise<PlanEvent> {
  const row = await db.selectFrom("plan.event").selectAll().where("store_id", "=", storeId).where("event_id", "=", String(id)).executeTakeFirst();
  if (!row) throw new AppError("missing", "calendar.missing", `There is no event ${id}.`);
  return eventOf(row);
}

/**
 * Writes a new event, or over the one that `id` names (its store stays; an event of a file keeps its id there, so the
 * next import may change it again). @throws AppError "invalid" by field, "missing"
 */
export async function saveEvent(db: Database, draft: EventDraft, by: string, id: number | null = null): Promise<PlanEvent> {
  const event = checkedEvent(draft);
  const at = now();
  const fields = {
    type: event.type, name: event.name, from_day: event.from, to_day: event.to, size: event.size === null ? null : String(event.size),
    note: event.note, is_ignored: event.isIgnored, changed_at: at,
  };
  const row = id === null
    ? await db.insertInto("plan.event").values({ store_id: event.storeId, source: "own", made_by: by, made_at: at, ...fields }).returningAll().executeTakeFirstOrThrow()
    : await db.updateTable("plan.event").set(fields).where("store_id", "=", event.storeId).where("event_id", "=", String(id)).returningAll().executeTakeFirst();
  if (!row) throw new AppError("missing", "calendar.missing", `There is no event ${id}.`);
  return eventOf(row);
}

/** What it was, for the audit log. @throws AppError "missing" */
export async function removeEvent(db: Database, storeId: number, id: number): Promise<PlanEvent> {
  const row = await db.deleteFrom("plan.event").where("store_id", "=", storeId).where("event_id", "=", String(id)).returningAll().executeTakeFirst();
  if (!row) throw new AppError("missing", "calendar.missing", `There is no event ${id}.`);
  return eventOf(row);
}

export function eventOf(row: Selectable<Row>): PlanEvent {
  return {
    id: Number(row.event_id), storeId: row.store_id, type: row.type as EventType, name: row.name, from: row.from_day, to: row.to_day,
    size: row.size === null ? null : Number(row.size), note: row.note, isIgnored: row.is_ignored,
    source: row.source as EventSource, calendar: row.calendar, uid: row.uid, madeBy: row.made_by,
  };
}
