// What the forecaster has to say beside a projection, in a shop owner's words.
import type { Note } from "#lib/forecast/forecast.ts";
import { addDays, isDay } from "#lib/core/day.ts";
import { dayText } from "#lib/words/dates.ts";
import { messages, translator, type Reader } from "#lib/words/words.ts";

/** Whether a note is meant for readers of the page. */
export function hasWords(reader: Reader, note: Note): boolean {
  return note.code in messages(reader).projections.notes;
}

/** The note with its days and weekdays as people write them. */
export function noteText(reader: Reader, { code, values }: Note): string {
  const told = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, name === "weekdays" ? weekdayNames(String(value), reader) : typeof value === "string" && isDay(value) ? dayText(value, reader.locale) : value]));
  return translator(reader, "projections")(`notes.${code}` as "notes.nothing", told);
}

/** ISO weekdays, "6,7" is Saturday and Sunday. */
function weekdayNames(numbers: string, reader: Reader): string {
  const monday = "2024-01-01";
  const names = numbers.split(",").map((number) => new Intl.DateTimeFormat(reader.locale, { weekday: "long", timeZone: "UTC" }).format(new Date(`${addDays(monday, Number(number) - 1)}T00:00:00Z`)));
  return new Intl.ListFormat(reader.locale).format(names);
}
