// A calendar file as events of one store: what is good is kept, what isn't is named.
import type { Period } from "#lib/core/period.ts";
import { harmless } from "#lib/plan/event.ts";
import { readBlocks, type Block } from "#lib/plan/ics/blocks.ts";
import { readEntry, Unreadable, type Entry, type Reason } from "#lib/plan/ics/entry.ts";
import { occurrences, type Occurrence } from "#lib/plan/ics/expand.ts";
import { fileClocks } from "#lib/plan/ics/zone.ts";

export interface ReadCalendar {
  name: string;
  events: Occurrence[];
  /** Entries left out, by their name in the file ("" when it has none). */
  rejected: { name: string; reason: Reason }[];
  /** Entries that were good but lie outside `window` or are called off. */
  outside: number;
}

/**
 * Reads an iCalendar file. Times become days of `zone`; a series becomes one event each time, over `window` only.
 * @throws AppError "invalid" when it is no calendar file, "too_large" beyond the limits of blocks.ts
 */
export function readCalendar(text: string, zone: string, window: Period): ReadCalendar {
  const file = readBlocks(text);
  const clocks = fileClocks(file.zones);
  const out: ReadCalendar = { name: harmless(file.name, 80), events: [], rejected: [], outside: 0 };
  const reject = (name: string, thrown: unknown) => {
    if (!(thrown instanceof Unreadable)) throw thrown;
    out.rejected.push({ name, reason: thrown.reason });
  };
  const byUid = new Map<string, Entry[]>();
  for (const block of file.events) {
    try {
      const entry = readEntry(block, clocks, zone);
      byUid.set(entry.uid, [...(byUid.get(entry.uid) ?? []), entry]);
    } catch (thrown) {
      reject(nameOf(block), thrown);
    }
  }
  for (const entries of byUid.values()) {
    const [main, ...older] = entries.filter((entry) => entry.instead === null).sort((a, b) => b.sequence - a.sequence);
    for (const entry of older) out.rejected.push({ name: entry.name, reason: "double" });
    const single = entries.filter((entry) => entry.instead !== null);
    try {
      // Changed times whose series isn't in the file stand by themselves.
      const found = main ? (main.isCancelled ? [] : occurrences(main, single, window, zone)) : single.filter((entry) => !entry.isCancelled).flatMap((entry) => occurrences({ ...entry, uid: `${entry.uid} ${entry.instead!.day}`, instead: null }, [], window, zone));
      if (found.length === 0) out.outside++;
      out.events.push(...found);
    } catch (thrown) {
      reject((main ?? single[0]!).name, thrown);
    }
  }
  out.events.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.name < b.name ? -1 : 1));
  return out;
}

function nameOf(block: Block): string {
  return harmless(block.properties.find((property) => property.name === "SUMMARY")?.values.join(", ") ?? "", 80);
}
