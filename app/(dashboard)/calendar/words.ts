// Words that the calendar's browser parts are handed: only theirs.
import { addDays } from "#lib/core/day.ts";
import { eventTypes, ignoredByNature } from "#lib/plan/event.ts";
import type { Store } from "#lib/stores/stores.ts";
import { monthText } from "#lib/words/dates.ts";
import { messages, translator, type Reader } from "#lib/words/words.ts";
import type { EventChoices, EventWords } from "#app/(dashboard)/calendar/event-dialog.tsx";
import type { HolidayWords } from "#app/(dashboard)/calendar/holidays.tsx";
import type { ImportWords } from "#app/(dashboard)/calendar/import-calendar.tsx";
import type { ListWords } from "#app/(dashboard)/calendar/event-list.tsx";
import type { GridWords } from "#app/(dashboard)/calendar/month-grid.tsx";

export function eventWords(reader: Reader): EventWords {
  const { event, close, noAnswer } = messages(reader).calendar;
  return { ...event, close, noAnswer };
}

export function listWords(reader: Reader, label: string, none: string): ListWords {
  return { ...messages(reader).calendar.list, label, none };
}

export function gridWords(reader: Reader, month: string): GridWords {
  const t = translator(reader, "calendar");
  const { goesOn, more } = messages(reader).calendar.month;
  // 1 January 2024 was a Monday.
  const weekdays = Array.from({ length: 7 }, (_, at) => {
    const day = new Date(`${addDays("2024-01-01", at)}T00:00:00Z`);
    const named = (weekday: "short" | "long") => new Intl.DateTimeFormat(reader.locale, { weekday, timeZone: "UTC" }).format(day);
    return { short: named("short"), long: named("long") };
  });
  return { label: t("month.label", { month: monthText(month, reader.locale) }), weekdays, goesOn, more };
}

export function choicesOf(reader: Reader, stores: readonly Store[]): EventChoices {
  const t = translator(reader, "calendar");
  return { stores: stores.map(({ id, name }) => ({ id, name })), types: eventTypes.map((id) => ({ id, name: t(`types.${id}`), isIgnored: ignoredByNature.includes(id) })) };
}

export function holidayWords(reader: Reader): HolidayWords {
  const { holidays, close, noAnswer } = messages(reader).calendar;
  return { ...holidays, close, noAnswer, locale: reader.locale };
}

export function importWords(reader: Reader): ImportWords {
  const { import: words, types, close, noAnswer } = messages(reader).calendar;
  return { ...words, types, close, noAnswer, locale: reader.locale };
}
