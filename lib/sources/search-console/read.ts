// Search results of some days. Totals and the parts that must add up to them are asked for several days at once,
// and a day that doesn't add up is asked again by itself. Searches are asked day by day always: Google tells only
// the top rows of a range, and withholds rare searches, so that no sum could show what is missing.
import { addDays, dayAt, daysBetween, daysIn, type Day } from "#lib/core/day.ts";
import type { Fact } from "#lib/facts/fact.ts";
import { seoAudience, seoPage, seoQuery, seoTotal, type SeoTotal } from "#lib/facts/seo.ts";
import type { Ask, Batch, Context } from "#lib/sources/source.ts";
import { askSearch, type SearchAnswer } from "#lib/sources/search-console/client.ts";
import { audienceRow, pageRow, queryRow, totalRow, type Conform } from "#lib/sources/search-console/conform.ts";
import type { Settings } from "#lib/sources/search-console/source.ts";

export interface StreamAsked {
  name: string;
  fact: Fact;
  dimensions: readonly string[];
  conform: Conform;
  chunk: number;
  /** How Google counts the total that the rows add up to; null where nothing tells one. */
  total: "auto" | "byPage" | null;
  isByDay: boolean;
}

export const streams: readonly StreamAsked[] = [
  { name: "totals", fact: seoTotal, dimensions: ["date"], conform: totalRow, chunk: 90, total: null, isByDay: false },
  { name: "audience", fact: seoAudience, dimensions: ["date", "country", "device"], conform: audienceRow, chunk: 28, total: "auto", isByDay: false },
  // A result page that lists two of the shop's pages counts for both: their sum ties with the total by page alone.
  { name: "pages", fact: seoPage, dimensions: ["date", "page"], conform: pageRow, chunk: 14, total: "byPage", isByDay: false },
  { name: "queries", fact: seoQuery, dimensions: ["date", "query"], conform: queryRow, chunk: 14, total: null, isByDay: true },
];

/** "web, image" is both. */
function searchTypes(settings: Settings): string[] {
  return [...new Set(settings.searchTypes.split(",").map((type) => type.trim()))];
}

/** Where Google names no first unfinished day, days of the last three may still change. */
const settlingDays = 3;
/** Kinds of results that have no searches. */
const withoutQueries = new Set(["discover"]);

export async function* readSearchDays(context: Context<Settings>, ask: Ask, asked: StreamAsked): AsyncGenerator<Batch<SeoTotal>> {
  const today = dayAt(context.now, "America/Los_Angeles");
  for (const type of searchTypes(context.settings)) {
    if (asked.dimensions.includes("query") && withoutQueries.has(type)) continue;
    const one = (from: Day, to: Day) => askSearch(context, { from, lastDay: addDays(to, -1), dimensions: asked.dimensions, type });
    if (asked.isByDay) {
      for (const day of daysIn(ask.from, ask.to)) yield batchOf(await one(day, addDays(day, 1)), { from: day, to: addDays(day, 1) }, asked, type, today);
      continue;
    }
    const told = asked.total && await askTotals(context, ask, type, asked.total);
    const whole = await one(ask.from, ask.to);
    const short = told && daysBetween(ask.from, ask.to) > 1 ? daysIn(ask.from, ask.to).filter((day) => clicksOf(whole, day) !== told[day]) : [];
    const kept = { ...whole, rows: whole.rows.filter((row) => !short.includes(row.keys[0])) };
    yield batchOf(kept, ask, asked, type, today, told || undefined);
    for (const day of short) yield batchOf(await one(day, addDays(day, 1)), { from: day, to: addDays(day, 1) }, asked, type, today);
  }
}

/** Clicks of each day as Google itself counts them; days without any as 0. */
async function askTotals(context: Context<Settings>, ask: Ask, type: string, aggregation: "auto" | "byPage"): Promise<Record<Day, number>> {
  const { rows } = await askSearch(context, { from: ask.from, lastDay: addDays(ask.to, -1), dimensions: ["date"], type, aggregation });
  return { ...Object.fromEntries(daysIn(ask.from, ask.to).map((day) => [day, 0])), ...Object.fromEntries(rows.map((row) => [row.keys[0], row.clicks])) };
}

function clicksOf(answer: SearchAnswer, day: Day): number {
  return answer.rows.reduce((sum, row) => sum + (row.keys[0] === day ? row.clicks : 0), 0);
}

function batchOf(answer: SearchAnswer, window: { from: Day; to: Day }, asked: StreamAsked, type: string, today: Day, told?: Record<Day, number>): Batch<SeoTotal> {
  const isFinal = (day: Day) => (answer.firstIncomplete ? day < answer.firstIncomplete : daysBetween(day, today) > settlingDays);
  return {
    raw: answer.raws.length === 1 ? answer.raws[0]! : `[${answer.raws.join(",")}]`,
    rows: answer.rows.map((row) => asked.conform(row, type, isFinal(row.keys[0]))),
    read: answer.read, rejects: answer.rejects,
    told: told && Object.fromEntries(Object.entries(told).map(([day, clicks]) => [day, String(clicks)])),
    flags: Object.fromEntries(daysIn(window.from, window.to).filter((day) => !isFinal(day)).map((day) => [day, ["not_final"]])),
  };
}
