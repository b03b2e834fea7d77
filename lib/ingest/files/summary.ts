// What a hand-made export holds and what became of it, for the script and the page. Pure.
import type { Day } from "#lib/core/day.ts";
import { add, compare } from "#lib/core/money.ts";
import type { AdDay } from "#lib/facts/ads.ts";
import type { WebTraffic } from "#lib/facts/web.ts";
import type { SeoTotal } from "#lib/facts/seo.ts";
import { stretchesOf, type FileKind, type FileKindId } from "#lib/ingest/files/kinds.ts";
import type { Rejected } from "#lib/sources/source.ts";

/** One table of the file, written. */
export interface Part {
  preset: string;
  runId: string;
  read: number;
  /** Those that count: without what connections tell. */
  rows: readonly unknown[];
  rejects: readonly Rejected[];
  written: number;
  days: readonly Day[];
  changed: readonly Day[];
  /** Of the changed: those that an earlier file had told. */
  replaced: readonly Day[];
  /** Days that a connection tells. */
  leftOut: readonly Day[];
  told: string | null;
  products?: number;
}

export interface DataSum { measure: "spend" | "sessions" | "clicks" | "products"; currency: string | null; sum: string }

export interface DataSummary {
  kind: FileKindId;
  label: string;
  /** Where it stands on the Sources page; null for a rehearsal. */
  connectionId: number | null;
  runIds: string[];
  firstDay: Day | null;
  lastDay: Day | null;
  days: number;
  /** Lines of the file, and of those the ones that could not be read; totals that it draws are not among them. */
  read: number;
  rejected: number;
  /** The first of them, to look at. */
  rejects: { path: string; reason: string }[];
  /** Rows that are new or different, of so many days. */
  written: number;
  daysChanged: number;
  daysReplaced: number;
  /** Stretches of days that a connection tells already, last day included. */
  leftOut: { from: Day; through: Day }[];
  sums: DataSum[];
  /** The file's own total where it draws one and differs from ours. */
  toldOtherwise: string | null;
  isDryRun: boolean;
  figuresPending: boolean;
}

export function summarise(kind: FileKind, connectionId: number | null, parts: readonly Part[], isDryRun: boolean, figuresPending: boolean): DataSummary {
  // The first table is what the others only divide further.
  const main = parts[0]!;
  const count = (of: (part: Part) => number) => parts.reduce((total, part) => total + of(part), 0);
  const sums = sumsOf(main);
  const rejects = parts.flatMap((part) => part.rejects);
  const isWhole = rejects.length === 0 && main.leftOut.length === 0 && sums.length === 1;
  return {
    kind: kind.id, label: kind.preset.label, connectionId, runIds: isDryRun ? [] : parts.map((part) => part.runId),
    firstDay: main.days[0] ?? null, lastDay: main.days.at(-1) ?? null, days: main.days.length,
    read: count((part) => part.read), rejected: rejects.length, rejects: rejects.slice(0, 5).map(({ path, reason }) => ({ path, reason })),
    written: count((part) => part.written), daysChanged: main.changed.length, daysReplaced: main.replaced.length,
    leftOut: stretchesOf(main.leftOut).map(({ from, to }) => ({ from, through: main.leftOut.filter((day) => day >= from && day < to).at(-1)! })),
    sums, toldOtherwise: isWhole && main.told !== null && compare(main.told, sums[0]!.sum) !== 0 ? main.told : null, isDryRun, figuresPending,
  };
}

function sumsOf(part: Part): DataSum[] {
  if (part.products !== undefined) return [{ measure: "products", currency: null, sum: String(part.products) }];
  const all = new Map<string, DataSum>();
  for (const row of part.rows) {
    const one = measured(row as AdDay | WebTraffic | SeoTotal);
    const key = one.currency ?? "";
    const before = all.get(key);
    all.set(key, before ? { ...before, sum: add(before.sum, one.sum) } : one);
  }
  return [...all.values()].sort((a, b) => ((a.currency ?? "") < (b.currency ?? "") ? -1 : 1));
}

function measured(row: AdDay | WebTraffic | SeoTotal): DataSum {
  if ("campaign" in row && typeof row.campaign === "object") return { measure: "spend", currency: (row as AdDay).currency, sum: (row as AdDay).spend };
  return "sessions" in row ? { measure: "sessions", currency: null, sum: String(row.sessions) } : { measure: "clicks", currency: null, sum: String((row as SeoTotal).clicks) };
}
