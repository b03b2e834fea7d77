// The sentence that the calendar opens with: what is on, what is next, how much follows.
import { addDays, daysBetween, type Day } from "#lib/core/day.ts";
import type { PlanEvent } from "#lib/plan/event.ts";
import { weekdayText } from "#lib/words/dates.ts";
import type { translator } from "#lib/words/words.ts";

/** @param events those from long ago to 90 days ahead, by first day */
export function calendarSentence(events: readonly PlanEvent[], today: Day, t: ReturnType<typeof translator<"calendar">>, locale: string): string {
  // A holiday of two stores is one.
  const ahead = [...new Map(events.filter((event) => event.to > today).map((event) => [event.id ?? `${event.uid} ${event.from}`, event])).values()];
  if (events.length === 0) return t("sentence.none");
  if (ahead.length === 0) return t("sentence.past", { count: events.length });
  // What lasts for months is no news; the newest that is on is said.
  const on = ahead.filter((event) => event.from <= today).at(-1);
  const next = ahead.find((event) => event.from > today);
  const said = on
    ? daysBetween(on.from, on.to) === 1 ? t("sentence.today", { name: on.name }) : t("sentence.on", { name: on.name, day: weekdayText(addDays(on.to, -1), locale) })
    : "";
  const coming = next ? t("sentence.next", { name: next.name, day: weekdayText(next.from, locale), days: daysBetween(today, next.from) }) : "";
  const rest = ahead.filter((event) => event.from > today).length - (next ? 1 : 0);
  return [said, coming, next ? t("sentence.rest", { count: rest }) : ""].filter(Boolean).join(" ");
}
