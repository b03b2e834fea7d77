// Search results by the search engine's day (Google: Pacific). positionSum is position × impressions, so that
// an average over rows weighs impressions; totals and queries differ because rare queries are withheld.
import { fact, type DayRow } from "#lib/facts/fact.ts";

interface SearchFigures extends DayRow {
  /** web, image, video, news, discover. */
  searchType: string;
  clicks: number;
  impressions: number;
  positionSum: string;
  isFinal: boolean;
}
const figures = ["clicks", "impressions", "position_sum", "is_final"] as const;
const values = (row: SearchFigures) => [row.clicks, row.impressions, row.positionSum, row.isFinal];

export type SeoTotal = SearchFigures;
export const seoTotal = fact<SeoTotal>("seo_total_day", ["search_type"], figures, "clicks", (row) => [row.searchType, ...values(row)]);

export interface SeoAudience extends SearchFigures { country: string; device: string }
export const seoAudience = fact<SeoAudience>("seo_audience_day", ["search_type", "country", "device"], figures, "clicks", (row) => [row.searchType, row.country, row.device, ...values(row)]);

export interface SeoPage extends SearchFigures { page: string }
export const seoPage = fact<SeoPage>("seo_page_day", ["search_type", "page"], figures, "clicks", (row) => [row.searchType, row.page, ...values(row)]);

export interface SeoQuery extends SearchFigures { query: string }
export const seoQuery = fact<SeoQuery>("seo_query_day", ["search_type", "query"], figures, "clicks", (row) => [row.searchType, row.query, ...values(row)]);
