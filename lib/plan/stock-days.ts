// Days on which something was out of stock, from a small CSV: those days sold less than people wanted.
import { parse } from "csv-parse/sync";
import { addDays, daysBetween, isDay, type Day } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { harmless, longestEvent, longestName } from "#lib/plan/event.ts";
import type { FileEvent } from "#lib/plan/import-events.ts";

const mostRows = 20_000;

export interface ReadStock { events: FileEvent[]; rejected: { line: number; reason: "day" | "order" | "long" }[] }

/**
 * Columns: `date` (or `from` and `through`, both days included), and `product` where not the whole shop was out. Days
 * are YYYY-MM-DD. Neighbouring days of one product become one event. A day of the whole shop is left out of what
 * projections learn from; one product's day isn't, since the rest of the shop sold as ever.
 * @throws AppError "invalid" without those columns or without days, "too_large"
 */
export function readStockDays(text: string, name: (product: string) => string): ReadStock {
  const delimiter = (text.split("\n", 1)[0] ?? "").includes(";") ? ";" : ",";
  let rows: string[][];
  try {
    rows = parse(text.replace(/^\uFEFF/, ""), { delimiter, relax_column_count: true, skip_empty_lines: true, trim: true }) as string[][];
  } catch {
    throw new AppError("invalid", "calendar.stock_file", "This is no CSV file that can be read.");
  }
  if (rows.length > mostRows) throw new AppError("too_large", "calendar.stock_rows", `A list of days has at most ${mostRows} lines.`, { most: mostRows });
  const head = (rows[0] ?? []).map((cell) => cell.toLowerCase());
  const at = { date: head.indexOf("date"), from: head.indexOf("from"), through: head.indexOf("through"), product: head.indexOf("product") };
  if (at.date < 0 && (at.from < 0 || at.through < 0)) throw new AppError("invalid", "calendar.stock_columns", "The first line must name a column date, or from and through.");
  const out: ReadStock = { events: [], rejected: [] };
  const spans = new Map<string, [Day, Day][]>();
  for (const [index, row] of rows.slice(1).entries()) {
    const [from, through] = at.date >= 0 ? [row[at.date] ?? "", row[at.date] ?? ""] : [row[at.from] ?? "", row[at.through] ?? ""];
    const reason = !isDay(from) || !isDay(through) ? "day" : through < from ? "order" : daysBetween(from, through) >= longestEvent ? "long" : null;
    if (reason) { out.rejected.push({ line: index + 2, reason }); continue; }
    const product = harmless(at.product >= 0 ? (row[at.product] ?? "") : "", 80);
    spans.set(product, [...(spans.get(product) ?? []), [from, addDays(through, 1)]]);
  }
  for (const [product, list] of spans) {
    for (const [from, to] of joined(list)) out.events.push({ uid: `${product} ${from}`, type: "stock_out", name: harmless(name(product), longestName), note: "", from, to, size: null, isIgnored: product === "" });
  }
  if (out.events.length === 0) throw new AppError("invalid", "calendar.stock_empty", "No line of the file has days that can be read.");
  return { ...out, events: out.events.sort((a, b) => (a.from < b.from ? -1 : 1)) };
}

/** Spans that touch or overlap made one, unless that would be longer than an event may be. */
function joined(list: readonly [Day, Day][]): [Day, Day][] {
  const out: [Day, Day][] = [];
  for (const [from, to] of [...list].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const last = out.at(-1);
    if (last && from <= last[1] && daysBetween(last[0], to) <= longestEvent) last[1] = to > last[1] ? to : last[1];
    else out.push([from, to]);
  }
  return out;
}
