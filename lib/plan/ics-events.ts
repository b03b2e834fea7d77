// A calendar file as events of a store's calendar.
import { addMonths, dayAt } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { ignoredByNature, type EventType } from "#lib/plan/event.ts";
import { guessSize, guessType } from "#lib/plan/guess-event.ts";
import type { FileEvent } from "#lib/plan/import-events.ts";
import { readCalendar, type ReadCalendar } from "#lib/plan/ics/read.ts";

/** Five years back, which projections can learn from, to two years ahead, which is as far as they go. */
export function importWindow(now: Date, zone: string): Period {
  const today = dayAt(now, zone);
  return { from: addMonths(today, -60), to: addMonths(today, 24) };
}

/** @param type one kind for all entries, or null: by each entry's own words */
export function icsEvents(text: string, zone: string, window: Period, type: EventType | null): Omit<ReadCalendar, "events"> & { events: FileEvent[] } {
  const read = readCalendar(text, zone, window);
  return { ...read, events: read.events.map(({ uid, name, note, categories, from, to }) => {
    const kind = type ?? guessType(name, categories);
    return { uid, name, note, from, to, type: kind, size: kind === "promotion" ? guessSize(name) : null, isIgnored: ignoredByNature.includes(kind) };
  }) };
}
