// The days that a projection is read for: around the first day that isn't known yet, or any others.
import { fiscalPlace, type FiscalCalendar } from "#lib/core/calendar.ts";
import { addDays, addMonths, daysBetween, isDay, monthStart, type Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";

export const windows = ["month", "quarter", "year", "next90"] as const;
export type WindowId = (typeof windows)[number];
/** What the address says: a named window, or from–through, both included. */
export type WindowChoice = { id: WindowId } | { from: Day; through: Day };

/** As long as two years: what was and what is to come, still readable. */
export const longestWindow = 731;

export function parseWindow(search: URLSearchParams): { choice: WindowChoice; problem: { parameter: string; why: string } | null } {
  const [from, through] = [search.get("start"), search.get("end")];
  if (from !== null || through !== null) {
    if (!isDay(from ?? "") || !isDay(through ?? "")) return { choice: { id: "month" }, problem: { parameter: isDay(from ?? "") ? "end" : "start", why: "must be a day such as 2026-11-20" } };
    if (through! < from!) return { choice: { id: "month" }, problem: { parameter: "end", why: `lies before ${from}` } };
    if (daysBetween(from!, through!) >= longestWindow) return { choice: { id: "month" }, problem: { parameter: "start", why: "makes a period of more than two years" } };
    return { choice: { from: from!, through: through! }, problem: null };
  }
  const id = search.get("window") ?? "month";
  const known = windows.find((one) => one === id);
  return known ? { choice: { id: known }, problem: null } : { choice: { id: "month" }, problem: { parameter: "window", why: "must be month, quarter, year or next90" } };
}

/** A window as the address has it. */
export function windowSearch(choice: WindowChoice): Record<string, string | undefined> {
  return "id" in choice ? { window: choice.id === "month" ? undefined : choice.id } : { start: choice.from, end: choice.through };
}

/**
 * The days of a window, seen from `next`: the first day that isn't known. The month is a fiscal period where the business
 * year is cut in weeks; on 1 December with November just over it is December.
 */
export function resolveWindow(choice: WindowChoice, next: Day, fiscal: FiscalCalendar): Period {
  if (!("id" in choice)) return { from: choice.from, to: addDays(choice.through, 1) };
  const place = fiscalPlace(fiscal, next);
  const nextStart = (start: Day, days: number, name: "fiscal_period_start" | "fiscal_quarter_start" | "fiscal_year_start") => fiscalPlace(fiscal, addDays(start, days))[name];
  switch (choice.id) {
    case "month": {
      if (fiscal.kind === "months") return { from: monthStart(next), to: addMonths(monthStart(next), 1) };
      return { from: place.fiscal_period_start, to: nextStart(place.fiscal_period_start, 45, "fiscal_period_start") };
    }
    case "quarter": return { from: place.fiscal_quarter_start, to: nextStart(place.fiscal_quarter_start, 110, "fiscal_quarter_start") };
    case "year": return { from: place.fiscal_year_start, to: nextStart(place.fiscal_year_start, 400, "fiscal_year_start") };
    case "next90": return { from: next, to: addDays(next, 90) };
  }
}
