// The days of one chunk while its pages come in: rows as COPY text, by day, each key once. Pure.
import { addDays, type Day } from "#lib/core/day.ts";
import type { Dims } from "#lib/facts/dims.ts";
import type { Cell, Fact } from "#lib/facts/fact.ts";
import { Fingerprint } from "#lib/imports/fingerprint.ts";

export interface GatheredDay {
  day: Day;
  lines: string[];
  /** Equal for equal rows in any order. */
  fingerprint: string;
}

/** Raised when what a row's columns mean changes, so that days are written again. */
export const daysVersion = "2";

export class Gathered {
  readonly flags = new Map<Day, Set<string>>();
  readonly told = new Map<Day, string>();
  /** Rows whose key came twice: a page told again, or figures that moved between two pages. */
  duplicates = 0;
  private readonly days = new Map<Day, Map<string, string>>();

  constructor(private readonly fact: Fact, private readonly window: { from: Day; to: Day }, private readonly dims: Dims) {}

  /** Rows outside the window are refused: writing them would leave their day half replaced. */
  add(row: { day: Day }): boolean {
    if (row.day < this.window.from || row.day >= this.window.to) return false;
    const cells = this.fact.cells(row, this.dims);
    let key = "";
    for (let at = 0; at < this.fact.keys; at++) key += `${cellText(cells[at]!)}\t`;
    let line = key;
    for (let at = this.fact.keys; at < cells.length; at++) line += at === this.fact.keys ? cellText(cells[at]!) : `\t${cellText(cells[at]!)}`;
    let day = this.days.get(row.day);
    if (!day) this.days.set(row.day, (day = new Map()));
    if (day.has(key)) this.duplicates++;
    day.set(key, line);
    return true;
  }

  /** Every day of the window, in order; one without rows is a day that the source says is empty. */
  all(): GatheredDay[] {
    const all: GatheredDay[] = [];
    for (let day = this.window.from; day < this.window.to; day = addDays(day, 1)) {
      const lines = [...(this.days.get(day)?.values() ?? [])];
      all.push({ day, lines, fingerprint: lines.length === 0 ? "empty" : fingerprintOf(lines) });
    }
    return all;
  }
}

/** The sum of the rows' hashes, so that their order doesn't matter, and how many there are. */
function fingerprintOf(lines: readonly string[]): string {
  const print = new Fingerprint();
  for (const line of lines) print.add(line, "");
  return `${daysVersion}:${lines.length}:${print.toString()}`;
}

const special = /[\t\n\r\\\0]/;
const escapes: Record<string, string> = { "\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\", "\0": "" };

/** One cell in COPY's text format; a zero letter, which Postgres keeps nowhere, is left out. */
export function cellText(cell: Cell): string {
  if (cell === null) return "\\N";
  if (typeof cell !== "string") return typeof cell === "boolean" ? (cell ? "t" : "f") : String(cell);
  return special.test(cell) ? cell.replace(/[\t\n\r\\\0]/g, (letter) => escapes[letter]!) : cell;
}
