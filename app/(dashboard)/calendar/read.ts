// What the calendar's address asks for, and the events that it shows.
import { notFound } from "next/navigation";
import { seenOf } from "#lib/access/sees.ts";
import type { Actor } from "#lib/access/actor.ts";
import { addMonths, dayAt, isDay, monthStart, now, type Day } from "#lib/core/day.ts";
import { database } from "#lib/database.ts";
import { eventTypes, type EventType, type PlanEvent } from "#lib/plan/event.ts";
import { listEvents } from "#lib/plan/events.ts";
import { listStores, type Store } from "#lib/stores/stores.ts";
import { gridOf } from "#app/(dashboard)/calendar/weeks.ts";

export interface CalendarView {
  /** All that the reader may see, and those that the page is about. */
  all: Store[];
  stores: Store[];
  today: Day;
  /** First day of the month. */
  month: Day;
  view: "month" | "list";
  type: EventType | null;
  /** An event of the address ("12" or a holiday's key) that stands open. */
  open: string | null;
  events: PlanEvent[];
}

/** Months that a list holds. */
export const listMonths = 3;

/** Parameters that make no sense are left aside; a store that isn't the reader's is a page that isn't there. */
export async function readCalendarView(actor: Actor, params: Record<string, string | string[] | undefined>): Promise<CalendarView> {
  const one = (name: string) => (typeof params[name] === "string" ? params[name] : undefined);
  const all = seenOf(actor, await listStores(database()));
  const wanted = one("store");
  const stores = wanted === undefined || wanted === "all" ? all : all.filter(({ id }) => wanted.split(",").includes(String(id)));
  if (stores.length === 0 && all.length > 0) notFound();
  const today = dayAt(now(), stores[0]?.zone ?? "UTC");
  const asked = `${one("month") ?? ""}-01`;
  const month = isDay(asked) && asked > "1990-01-01" && asked < "2100-01-01" ? asked : monthStart(today);
  const view = one("view") === "list" ? "list" : "month";
  const type = eventTypes.find((each) => each === one("type")) ?? null;
  const window = view === "list" ? { from: month, to: addMonths(month, listMonths) } : gridOf(month);
  const events = await listEvents(database(), stores.map(({ id }) => id), window.from, window.to);
  return { all, stores, today, month, view, type, open: one("event") ?? null, events: type ? events.filter((event) => event.type === type) : events };
}

/** The name of an event in an address; a holiday has no id of its own. */
export function keyOf(event: Pick<PlanEvent, "id" | "uid" | "from" | "storeId">): string {
  return event.id === null ? `${event.uid}.${event.from}.${event.storeId}` : String(event.id);
}

export function calendarAddress({ stores, all, month, view, type, today }: CalendarView, next: { month?: Day; view?: "month" | "list"; type?: EventType | null } = {}): string {
  const search = new URLSearchParams();
  if (stores.length < all.length) search.set("store", stores.map(({ id }) => id).join(","));
  const at = { month, view, type, ...next };
  if (at.month !== monthStart(today)) search.set("month", at.month.slice(0, 7));
  if (at.view === "list") search.set("view", "list");
  if (at.type) search.set("type", at.type);
  const text = search.toString();
  return text ? `/calendar?${text}` : "/calendar";
}
