// What another set of rules would move, before anybody applies it.
import { add } from "#lib/core/money.ts";
import type { Judge, OrderClue } from "#lib/channels/own-rules.ts";
import type { Tuple } from "#lib/channels/tuple-key.ts";

/** An origin with what came from it: net sales as decimal text in one currency. */
export interface Weighed {
  tuple: Tuple;
  /** Where the row is an order's: what else is known of its visit. */
  clue?: OrderClue | null;
  sessions: number;
  orders: number;
  netSales: string;
  /** What an ad campaign cost; set where the row is a campaign's. */
  spend?: string;
}

/** Everything that would go from one channel to another. */
export interface Move {
  from: string;
  to: string;
  /** How many origins, campaigns of ad accounts aside. */
  origins: number;
  sessions: number;
  orders: number;
  netSales: string;
  spend: string;
  /** The heaviest origins of the move, at most five: "google / cpc", with the campaign where there is one. */
  examples: string[];
}

const exampleCount = 5;

/** Moves by weight, heaviest first; empty when nothing changes. Rows with equal channels before and after don't appear. */
export function diffRules(before: Judge, after: Judge, rows: Iterable<Weighed>): Move[] {
  const moves = new Map<string, Move & { heaviest: { name: string; weight: number }[] }>();
  for (const row of rows) {
    const from = before(row.tuple, row.clue).channel;
    const to = after(row.tuple, row.clue).channel;
    if (from === to) continue;
    const key = `${from}\u0001${to}`;
    let move = moves.get(key);
    if (!move) moves.set(key, move = { from, to, origins: 0, sessions: 0, orders: 0, netSales: "0", spend: "0", examples: [], heaviest: [] });
    if (row.spend === undefined) move.origins += 1;
    else move.spend = add(move.spend, row.spend);
    move.sessions += row.sessions;
    move.orders += row.orders;
    move.netSales = add(move.netSales, row.netSales);
    move.heaviest.push({ name: originName(row.tuple), weight: weightOf(row) });
  }
  return [...moves.values()]
    .sort((a, b) => weightOf(b) - weightOf(a) || a.from.localeCompare(b.from) || a.to.localeCompare(b.to))
    .map(({ heaviest, ...move }) => ({ ...move, examples: [...new Set(heaviest.sort((a, b) => b.weight - a.weight).map(({ name }) => name))].slice(0, exampleCount) }));
}

/** originName({source: "google", medium: "cpc", campaign: "Brand"}) is "google / cpc · Brand"; "?" stands for what isn't told. */
export function originName({ source, medium, campaign }: Pick<Tuple, "source" | "medium" | "campaign">): string {
  return `${source || "?"} / ${medium || "?"}${campaign ? ` · ${campaign}` : ""}`;
}

/** An order weighs like the fifty sessions that it takes on the way. */
function weightOf({ sessions, orders }: { sessions: number; orders: number }): number {
  return sessions + 50 * orders;
}
