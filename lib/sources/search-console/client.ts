// Asking Search Console through Google's own client: one call at a time, page by page.
import type { searchconsole_v1 } from "googleapis/build/src/apis/searchconsole/index.js";
import type { Day } from "#lib/core/day.ts";
import { HttpFault, type Context, type Fault, type Rejected } from "#lib/sources/source.ts";
import { clientOptions, signIn } from "#lib/sources/google/access.ts";
import { call, pacificMidnight, paced, type Said } from "#lib/sources/google/faults.ts";
import { readRows } from "#lib/sources/rows.ts";
import { readAnswer, row as rowShape, sites, type Row } from "#lib/sources/search-console/payload.ts";
import type { Settings } from "#lib/sources/search-console/source.ts";

export type Asker = Omit<Context<Settings>, "account">;

export interface SearchAsk {
  /** Both inclusive, Pacific days. */
  from: Day;
  lastDay: Day;
  dimensions: readonly string[];
  type: string;
  /** "byPage" counts each page of a result, "auto" each result once. */
  aggregation?: "auto" | "byPage";
}

export interface SearchAnswer { rows: Row[]; rejects: Rejected[]; read: number; raws: string[]; firstIncomplete: Day | null }

const scope = "https://www.googleapis.com/auth/webmasters.readonly";
/** Search Console's own most. */
export const pageRows = 25_000;
/** Parallel calls and bursts end in refusals for a quarter of an hour: one at a time, with a pause. */
const pauseMs = 250;
const quarterHour = 900_000;

async function api(context: Asker): Promise<searchconsole_v1.Searchconsole> {
  const { searchconsole } = await import("googleapis/build/src/apis/searchconsole/index.js");
  return searchconsole({ version: "v1", auth: await signIn(context, scope), ...clientOptions(context) });
}

/** All rows of an ask: pages until one is not full. */
export async function askSearch(context: Asker, ask: SearchAsk): Promise<SearchAnswer> {
  const all: SearchAnswer = { rows: [], rejects: [], read: 0, raws: [], firstIncomplete: null };
  const seen = new Set<string>();
  for (;;) {
    const body = await call(context, "Search Console", async () => (await api(context)).searchanalytics.query({
      siteUrl: context.settings.siteUrl,
      requestBody: { startDate: ask.from, endDate: ask.lastDay, dimensions: [...ask.dimensions], type: ask.type, dataState: "all", aggregationType: ask.aggregation ?? "auto", rowLimit: pageRows, startRow: all.read },
    }), (said) => quotaFault(said, context.now));
    paced(context.http, context.endpoint.base, pauseMs);
    const page = readAnswer(body, context);
    const { good, rejects } = readRows(rowShape, page.rows, "rows");
    // Rows of another question's cut would pass as this one's, with parts of their key missing.
    if (good.some((row) => row.keys.length !== ask.dimensions.length)) throw new HttpFault({ kind: "vendor", code: "other_answer", message: `Search Console answered ${ask.from} by ${good[0]!.keys.length} dimensions where ${ask.dimensions.length} were asked for.` });
    const fresh = good.filter((row) => { const key = row.keys.join("\u0001"); return seen.has(key) ? (context.drift("rows.repeated"), false) : seen.add(key); });
    if (good.length > 0 && fresh.length === 0) throw new HttpFault({ kind: "vendor", code: "repeated", message: `Search Console told the same page of rows twice for ${ask.from}.` });
    all.rows.push(...fresh);
    all.rejects.push(...rejects);
    all.raws.push(JSON.stringify(body));
    all.read += page.rows.length;
    all.firstIncomplete ??= page.firstIncomplete;
    if (page.rows.length < pageRows) return all;
  }
}

/** The sites that this access may read, and what it may do there. */
export async function askSites(context: Asker): Promise<{ siteUrl: string; permissionLevel: string }[]> {
  const body = await call(context, "Search Console", async () => (await api(context)).sites.list(), (said) => quotaFault(said, context.now));
  const read = sites.safeParse(body);
  if (!read.success) throw new HttpFault({ kind: "shape", message: "Search Console's list of sites is not as documented." });
  return read.data.siteEntry;
}

/** A used-up allowance comes as 403 too: its reason tells it from a lack of rights. */
export function quotaFault(said: Said, now: Date): Fault | null {
  const isQuota = said.status === 429 || (said.status === 403 && (/quota/i.test(said.reason) || /rateLimit/i.test(said.reason) || /quota exceeded/i.test(said.message)));
  if (!isQuota) return null;
  const fault = { status: said.status, code: said.reason || said.code, message: `Search Console: ${said.message}` };
  if (/load quota/i.test(said.message)) return { ...fault, kind: "quota", stopUntil: new Date(now.getTime() + quarterHour) };
  if (/daily|per day/i.test(said.message) || said.reason.startsWith("daily")) return { ...fault, kind: "quota", stopUntil: pacificMidnight(now) };
  return { ...fault, kind: "throttled" };
}
