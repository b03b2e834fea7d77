// One entry of the marketing calendar: its kinds, its fields, and what holds for them.
import { daysBetween, isDay, type Day } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";

export const eventTypes = ["promotion", "launch", "holiday", "mailing", "price_change", "outage", "stock_out", "other"] as const;
export type EventType = (typeof eventTypes)[number];

/** Who put it there: a person, a calendar file, a list of days without stock, the demo, or the country's holidays. */
export type EventSource = "own" | "ics" | "stock" | "demo" | "holiday";

/** What a person can say of an event. Days are the store's own, half-open. */
export interface EventDraft {
  storeId: number;
  type: EventType;
  name: string;
  from: Day;
  to: Day;
  /** Depth of a discount, a share over 0 and at most 1; null when unsaid. */
  size: number | null;
  note: string;
  /** True: projections don't learn from its days. */
  isIgnored: boolean;
}

export interface PlanEvent extends EventDraft {
  /** Null for a holiday: it is reckoned, not stored. */
  id: number | null;
  source: EventSource;
  /** The file's calendar that it came in, "" for others. */
  calendar: string;
  /** Its id in that file; for a holiday which one it is ("black-friday"). */
  uid: string | null;
  madeBy: string;
}

/** Types whose days are no guide to ordinary ones, unless a person says otherwise. */
export const ignoredByNature: readonly EventType[] = ["outage", "stock_out"];

export const longestName = 120;
export const longestNote = 2000;
/** An event of more days than two years is a slip of the keyboard. */
export const longestEvent = 731;

/** The draft, trimmed. @throws AppError "invalid" with the field that is wrong */
export function checkedEvent(draft: EventDraft): EventDraft {
  const name = harmless(draft.name.replace(/\s+/g, " "), longestName + 1);
  if (name === "") throw wrong("name", "An event needs a name.");
  if (name.length > longestName) throw wrong("name_long", `A name has at most ${longestName} letters.`, { most: longestName });
  if (!isDay(draft.from) || !isDay(draft.to)) throw wrong("day", "An event needs a first and a last day.");
  const days = daysBetween(draft.from, draft.to);
  if (days < 1) throw wrong("order", "The last day lies before the first.");
  if (days > longestEvent) throw wrong("long", `An event lasts at most ${longestEvent} days.`, { most: longestEvent });
  if (draft.size !== null && !(draft.size > 0 && draft.size <= 1)) throw wrong("size", "A discount lies between 0 and 100 %.");
  if (draft.note.length > longestNote) throw wrong("note_long", `A note has at most ${longestNote} letters.`, { most: longestNote });
  // Four decimals are kept: 12.5 % is 0.125.
  return { ...draft, name, note: harmless(draft.note, longestNote), size: draft.size === null ? null : Math.max(0.0001, Math.round(draft.size * 10_000) / 10_000) };
}

/**
 * A text without what steers a terminal or turns the direction of writing around (Unicode's bidirectional controls
 * hide what a name says), at most `most` letters. HTML in it is text: pages show it as such.
 */
export function harmless(text: string, most: number): string {
  const clean = text.normalize("NFC").replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]|\p{Surrogate}/gu, "");
  return [...clean].slice(0, most).join("").trim();
}

function wrong(code: string, english: string, details: Record<string, number> = {}): AppError {
  return new AppError("invalid", `calendar.${code}`, english, details);
}
