// What a page's address says: one MetricQuery, and addresses for what is one step away from it.
import { printable } from "#app/address-text.ts";
import { addDays } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { isAppError } from "#lib/core/errors.ts";
import { defaultQuery, parseQuery, queryToSearch, type MetricQuery } from "#lib/metrics/query.ts";

/** Pages open on the month so far, beside the same stretch of the month before. */
export const viewDefaults: MetricQuery = { ...defaultQuery, period: { preset: "mtd" }, compare: { kind: "previous" } };

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

export interface View {
  query: MetricQuery;
  /** What the address asked for that can't be: the parameter, and what is wrong with it. */
  problem: { parameter: string; why: string } | null;
  search: URLSearchParams;
}

/** Reads an address. One that can't be read shows the defaults and says why. `own` names the page's other parameters. */
export async function readView(params: SearchParams, own: readonly string[] = [], defaults: MetricQuery = viewDefaults): Promise<View> {
  const search = toSearch(await params);
  try {
    const query = parseQuery(printable(search), defaults, own);
    // Pages show a store's own currency, or the one of the settings; only the API takes another.
    return query.currency === null ? { query, problem: null, search } : { query: { ...query, currency: null }, problem: { parameter: "currency", why: "is chosen in the settings" }, search };
  } catch (error) {
    if (!isAppError(error) || error.kind !== "invalid") throw error;
    return { query: defaults, problem: { parameter: String(error.details.parameter ?? ""), why: String(error.details.why ?? "") }, search };
  }
}

/** The address of a page for a query, with the page's own parameters behind it. */
export function addressOf(path: string, query: MetricQuery, own: Record<string, string | undefined> = {}, defaults: MetricQuery = viewDefaults): string {
  const search = queryToSearch(query, defaults);
  for (const [name, value] of Object.entries(own)) if (value) search.set(name, value);
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/** The scope of a query alone: which stores and days; metrics, cuts and filters back to the defaults. */
export function scopeOnly(query: MetricQuery): MetricQuery {
  return { ...viewDefaults, stores: query.stores, period: query.period, compare: query.compare };
}

/** The query with its windows written out, so that parts of a page that ask different kinds of data show the same days. */
export function withWindows(query: MetricQuery, { period, comparePeriod }: { period: Period; comparePeriod: Period | null }): MetricQuery {
  const ends = (window: Period) => ({ from: window.from, through: addDays(window.to, -1) });
  return { ...query, period: ends(period), compare: comparePeriod ? { kind: "custom", ...ends(comparePeriod) } : { kind: "none" } };
}

function toSearch(params: Record<string, string | string[] | undefined>): URLSearchParams {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) search.append(name, one);
  return search;
}
