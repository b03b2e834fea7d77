// The events file of npm run forecast: series (blank means all), type, from or ds, to (the day after the last one), size, ignore.
import { fromNumber } from "#lib/core/day.ts";
import { dayOf, valueOf } from "#lib/forecast/long-cells.ts";
import type { Fault } from "#lib/forecast/long-table.ts";
import type { EventSpan } from "#lib/forecast/series.ts";
import { rowsOf } from "#scripts/parts/long-csv.ts";

export interface EventsFile {
  /** Spans of a series: its own and those of all. */
  of(series: string): EventSpan[];
  /** Series named in the file. */
  names: string[];
  faults: Fault[];
  count: number;
}

export const noEvents: EventsFile = { of: () => [], names: [], faults: [], count: 0 };

/** Rows that give a day each (`ds`, no `to`) and follow one another are one span: an effect is learned from its first day on. */
export async function readEvents(file: string): Promise<EventsFile> {
  const spans = new Map<string, EventSpan[]>();
  const faults: Fault[] = [];
  for await (const { row, cell } of rowsOf(file, ["type"])) {
    const said = cell("from") || cell("ds");
    const from = dayOf(said);
    const to = cell("to") === "" ? (from ?? 0) + 1 : dayOf(cell("to"));
    const size = valueOf(cell("size"));
    const ignore = /^(1|true|yes)$/i.test(cell("ignore"));
    if (cell("type") === "") faults.push({ row, column: "type", reason: "is empty" });
    else if (from === null) faults.push({ row, column: "from", reason: `"${said}" is no day such as 2026-11-20` });
    else if (to === null) faults.push({ row, column: "to", reason: `"${cell("to")}" is no day such as 2026-11-20` });
    else if (to <= from) faults.push({ row, column: "to", reason: "must be after from: it is the day after the last one" });
    else if (size === null) faults.push({ row, column: "size", reason: `"${cell("size")}" is no number` });
    else {
      const list = spans.get(cell("series")) ?? [];
      list.push({ type: cell("type"), from: fromNumber(from), to: fromNumber(to), ...(Number.isNaN(size) ? {} : { size }), ...(ignore ? { ignore } : {}) });
      spans.set(cell("series"), list);
    }
  }
  for (const [name, list] of spans) spans.set(name, joined(list));
  return { of: (series) => [...(spans.get("") ?? []), ...(spans.get(series) ?? [])], names: [...spans.keys()].filter((name) => name !== ""), faults, count: [...spans.values()].reduce((sum, list) => sum + list.length, 0) };
}

/** Spans of one type and size where one ends as the next begins become one. */
export function joined(spans: readonly EventSpan[]): EventSpan[] {
  const out: EventSpan[] = [];
  for (const span of [...spans].sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : a.from < b.from ? -1 : 1))) {
    const last = out.at(-1);
    if (last && last.type === span.type && last.to === span.from && last.size === span.size && last.ignore === span.ignore) last.to = span.to;
    else out.push({ ...span });
  }
  return out;
}
