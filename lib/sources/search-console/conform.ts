// Search Console's rows as facts. Pure.
import { iso31661Alpha3ToAlpha2 } from "iso-3166";
import { multiply } from "#lib/core/money.ts";
import type { SeoAudience, SeoPage, SeoQuery, SeoTotal } from "#lib/facts/seo.ts";
import type { Row } from "#lib/sources/search-console/payload.ts";

export type Conform<Fact extends SeoTotal = SeoTotal> = (row: Row, searchType: string, isFinal: boolean) => Fact;

export const totalRow: Conform = (row, searchType, isFinal) => figures(row, searchType, isFinal);

export const audienceRow: Conform<SeoAudience> = (row, searchType, isFinal) => ({ ...figures(row, searchType, isFinal), country: countryOf(row.keys[1] ?? ""), device: (row.keys[2] ?? "").toLowerCase() });

export const pageRow: Conform<SeoPage> = (row, searchType, isFinal) => ({ ...figures(row, searchType, isFinal), page: row.keys[1] ?? "" });

export const queryRow: Conform<SeoQuery> = (row, searchType, isFinal) => ({ ...figures(row, searchType, isFinal), query: row.keys[1] ?? "" });

/** An average position of 7.4183 over 612 impressions is a sum of 4540: averages of averages would be wrong. */
function figures(row: Row, searchType: string, isFinal: boolean): SeoTotal {
  return { day: row.keys[0], searchType, clicks: row.clicks, impressions: row.impressions, positionSum: multiply(String(row.position), String(row.impressions)), isFinal };
}

/** "deu" is "DE"; Kosovo has no official code, "zzz" is unknown. */
export function countryOf(alpha3: string): string {
  const code = alpha3.toUpperCase();
  return code === "XKK" ? "XK" : iso31661Alpha3ToAlpha2[code] ?? "";
}
