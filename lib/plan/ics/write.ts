// The marketing calendar as a calendar file (RFC 5545): whole days, texts escaped, lines folded at 75 bytes.
import ICAL from "ical.js";
import { type Day } from "#lib/core/day.ts";
import type { PlanEvent } from "#lib/plan/event.ts";

/**
 * @param words names of the event types, for CATEGORIES; @param stamp the instant of the export.
 * Ids stay the same in every export, so that a calendar that reads it again knows its entries.
 */
export function writeCalendar(events: readonly PlanEvent[], { name, words, stamp }: { name: string; words: (type: PlanEvent["type"]) => string; stamp: Date }): string {
  const calendar = new ICAL.Component("vcalendar");
  calendar.addPropertyWithValue("version", "2.0");
  calendar.addPropertyWithValue("prodid", "-//Storecast//Marketing calendar//EN");
  calendar.addPropertyWithValue("x-wr-calname", name);
  for (const event of events) {
    const entry = new ICAL.Component("vevent");
    entry.addPropertyWithValue("uid", `${event.id === null ? `${event.uid}-${event.from}` : event.id}-${event.storeId}@storecast`);
    entry.addPropertyWithValue("dtstamp", ICAL.Time.fromJSDate(stamp, true));
    entry.addPropertyWithValue("dtstart", dayTime(event.from));
    entry.addPropertyWithValue("dtend", dayTime(event.to));
    entry.addPropertyWithValue("summary", event.name);
    if (event.note !== "") entry.addPropertyWithValue("description", event.note);
    entry.addPropertyWithValue("categories", words(event.type));
    // A sale doesn't make its owner busy.
    entry.addPropertyWithValue("transp", "TRANSPARENT");
    calendar.addSubcomponent(entry);
  }
  return `${calendar.toString()}\r\n`;
}

function dayTime(day: Day): ICAL.Time {
  return ICAL.Time.fromDateString(day);
}

