// A calendar file cut into its entries, so that one that can't be read doesn't take the others with it (RFC 5545 §3.1, §3.4).
import ICAL from "ical.js";
import { AppError } from "#lib/core/errors.ts";

/** Ten thousand entries with notes; calendars of teams are a tenth of that. */
export const mostBytes = 5_000_000;
export const mostEntries = 5_000;

/** One property as RFC 7265 has it: name, parameters, type, values. Dates read "2026-02-03", "2026-02-03T10:00:00", "…Z". */
export interface Property { name: string; tzid: string | null; values: string[]; raw: string }

/** An entry's own properties, alarms inside it left out. `broken` are those that can't be read, by name. */
export interface Block { properties: Property[]; broken: string[] }

export interface CalendarFile {
  /** What the calendar calls itself, "" when it doesn't. */
  name: string;
  events: Block[];
  /** Texts of its own time zones. */
  zones: string[];
}

/** @throws AppError "invalid" for what is no calendar file, "too_large" for too many entries */
export function readBlocks(text: string): CalendarFile {
  // Long lines are folded: a line that begins with a blank goes on with the one before.
  const lines = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n").replace(/\n[ \t]/g, "").split("\n");
  if (!/^BEGIN:VCALENDAR\s*$/i.test(lines.find((line) => line.trim() !== "") ?? "")) throw new AppError("invalid", "calendar.no_calendar", "This is no calendar file. It begins with BEGIN:VCALENDAR.");
  const file: CalendarFile = { name: "", events: [], zones: [] };
  const open: string[] = [];
  let event: string[] = [];
  let zone: string[] = [];
  for (const line of lines) {
    const [, edge, kind] = /^(BEGIN|END):([\w-]+)\s*$/i.exec(line)?.map((part) => part.toUpperCase()) ?? [];
    if (edge === "BEGIN") {
      open.push(kind!);
      if (kind === "VEVENT") event = [];
      if (kind === "VTIMEZONE") zone = [];
    }
    if (open.includes("VTIMEZONE")) zone.push(line);
    else if (!edge && open.at(-1) === "VEVENT") event.push(line);
    else if (!edge && open.length === 1 && /^X-WR-CALNAME[;:]/i.test(line)) file.name = properties([line]).properties[0]?.values[0] ?? "";
    if (edge !== "END") continue;
    if (kind === "VEVENT" && open.at(-1) === "VEVENT") file.events.push(properties(event));
    if (kind === "VTIMEZONE") file.zones.push(zone.join("\r\n"));
    if (open.at(-1) === kind) open.pop();
    if (file.events.length > mostEntries) throw new AppError("too_large", "calendar.too_many", `A calendar has at most ${mostEntries} entries.`, { most: mostEntries });
  }
  return file;
}

const wanted = new Set(["UID", "SUMMARY", "DESCRIPTION", "CATEGORIES", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS", "SEQUENCE"]);

function properties(lines: readonly string[]): Block {
  const block: Block = { properties: [], broken: [] };
  for (const raw of lines) {
    const name = /^[\w-]+/.exec(raw)?.[0].toUpperCase() ?? "";
    if (!wanted.has(name) && name !== "X-WR-CALNAME") continue;
    // A rule is read where it is expanded: the parser's own expansion isn't used.
    if (name === "RRULE") { block.properties.push({ name, tzid: null, values: [raw.slice(raw.indexOf(":") + 1).trim()], raw }); continue; }
    try {
      const [, parameters, , ...values] = ICAL.parse.property(raw) as [string, { tzid?: string }, string, ...unknown[]];
      block.properties.push({ name, tzid: parameters.tzid ?? null, values: values.map((value) => String(Array.isArray(value) ? value[0] : value)), raw });
    } catch {
      block.broken.push(name);
    }
  }
  return block;
}
