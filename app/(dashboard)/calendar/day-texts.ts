import { daysIn, type Day } from "#lib/core/day.ts";
import { dayText, weekdayText } from "#lib/words/dates.ts";
import { translator, type Reader } from "#lib/words/words.ts";
import type { DayTexts } from "#app/(dashboard)/calendar/month-grid.tsx";
import { gridOf } from "#app/(dashboard)/calendar/weeks.ts";

/** The days of a month's grid as people read and hear them. */
export function dayTexts(month: Day, reader: Reader): DayTexts {
  const t = translator(reader, "calendar");
  const grid = gridOf(month);
  return Object.fromEntries(daysIn(grid.from, grid.to).map((day) => [day, { number: String(Number(day.slice(8))), long: weekdayText(day, reader.locale), addOn: t("addOn", { day: dayText(day, reader.locale) }) }]));
}
