// Dates and times as exports write them. A time without a zone is the shop's wall clock and stays text until
// Postgres places it in the store's zone; one with an offset is an instant.

import { Memory } from "#lib/core/memory.ts";

/** Which comes first in "03/04/2026". */
export type DateOrder = "mdy" | "dmy";

export interface When {
  /** "2010-12-01 08:26:00": wall clock, or the instant's own wall clock when `offset` is there. */
  local: string;
  /** "+01:00", "Z"; null for a wall clock of the shop. */
  offset: string | null;
}

const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/;
const parts = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:,?\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([AaPp])?\.?(?:[Mm]\.?)?)?$/;
const named = /^(?:(\d{1,2})[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})|([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4}))(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp])?[Mm]?)?$/;
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Reads one date or time; null when it is none. "12/1/2010 8:26" with "mdy" → { local: "2010-12-01 08:26:00", offset: null }. */
export function parseWhen(text: string, order: DateOrder | null): When | null {
  const t = text.trim();
  const i = iso.exec(t);
  if (i) return make(i[1]!, i[2]!, i[3]!, i[4], i[5], i[6], undefined, zone(i[7]));
  const p = parts.exec(t);
  if (p) {
    const year = p[4]!.length === 2 ? `20${p[4]}` : p[4]!;
    // Dots are day.month everywhere they are used; slashes and dashes need to be told.
    const isMonthFirst = p[2] === "." ? false : order === "mdy";
    if (p[2] !== "." && order === null) return null;
    return make(year, isMonthFirst ? p[1]! : p[3]!, isMonthFirst ? p[3]! : p[1]!, p[5], p[6], p[7], p[8], null);
  }
  const n = named.exec(t);
  if (!n) return null;
  const month = months.indexOf((n[2] ?? n[4]!).slice(0, 3).toLowerCase()) + 1;
  if (month === 0) return null;
  return make(n[3] ?? n[6]!, String(month), n[1] ?? n[5]!, n[7], n[8], n[9], n[10], null);
}

function zone(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (text === "Z" || text === "UTC" || text === "GMT") return "Z";
  return text.includes(":") ? text : `${text.slice(0, 3)}:${text.slice(3)}`;
}

function make(y: string, m: string, d: string, hour = "0", minute = "0", second = "0", half: string | undefined, offset: string | null): When | null {
  const [year, month, day] = [Number(y), Number(m), Number(d)];
  let h = Number(hour);
  if (half !== undefined) {
    if (h < 1 || h > 12) return null;
    h = (h % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  }
  if (year < 1990 || year > 2100 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  if (h > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  if (offset !== null && offset !== "Z" && (Number(offset.slice(1, 3)) > 14 || Number(offset.slice(4)) > 59)) return null;
  const two = (n: number | string) => String(n).padStart(2, "0");
  return { local: `${y}-${two(month)}-${two(day)} ${two(h)}:${two(Number(minute))}:${two(Number(second))}`, offset };
}

function daysIn(year: number, month: number): number {
  return month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** A reader that remembers: lines of one order share their time. Answers why where it can't be taken. */
export function whenReader<Outside extends string>(order: DateOrder | null, judge: (when: When) => Outside | null): (text: string) => When | Outside | "not_a_date" {
  const known = new Memory<string, When | Outside | "not_a_date">(20_000);
  const read = (text: string): When | Outside | "not_a_date" => {
    const when = parseWhen(text, order);
    return when === null ? "not_a_date" : judge(when) ?? when;
  };
  return (text) => known.of(text, read);
}

/** Collects what the dates of a file tell about the order of month and day. */
export class DateEvidence {
  private mdy = 0;
  private dmy = 0;
  private unclear = 0;
  add(text: string): void {
    const p = parts.exec(text.trim());
    if (!p || p[2] === ".") return;
    const [first, second] = [Number(p[1]), Number(p[3])];
    if (first > 12 && second <= 12) this.dmy++;
    else if (second > 12 && first <= 12) this.mdy++;
    else this.unclear++;
  }
  /** "none": no date depends on it; "ambiguous": nothing tells, or both are told. */
  verdict(): DateOrder | "none" | "ambiguous" {
    if (this.mdy > 0 && this.dmy === 0) return "mdy";
    if (this.dmy > 0 && this.mdy === 0) return "dmy";
    return this.unclear === 0 && this.mdy === 0 ? "none" : "ambiguous";
  }
}

const quarterHour = 900_000;

/**
 * The day of an instant ("2026-11-12 23:30:00+00:00") in a zone. Asked of Intl once a quarter of an hour that occurs:
 * since 1972 no zone's clock was turned, and no day began, within one.
 */
export function dayReader(zone: string): (instant: string) => string {
  let format: Intl.DateTimeFormat | undefined;
  const known = new Memory<number, string>(20_000);
  const read = (quarter: number): string => {
    format ??= new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
    return format.format(new Date(quarter * quarterHour));
  };
  return (instant) => known.of(Math.floor(instantOf(instant) / quarterHour), read);
}

/**
 * Milliseconds of an instant, as APIs and Postgres write it: "2026-11-12T23:30:00Z", "2026-11-12 23:30:00+00:00". One
 * that names no offset is UTC, never the server's own time. NaN for what is none.
 */
export function instantOf(text: string): number {
  const iso = text.charCodeAt(10) === 32 ? text.replace(" ", "T") : text;
  return Date.parse(iso.endsWith("Z") || /(Z|[+-]\d{2}:?\d{2})$/i.test(iso) ? iso : `${iso}Z`);
}
