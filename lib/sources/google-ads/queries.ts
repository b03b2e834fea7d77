// What is asked of Google Ads, in its query language. Cost and conversions by action can't share a query, nor can
// the impression share and segments that split it.
import { addDays, type Day } from "#lib/core/day.ts";

/** Days [from, to) as the language has them: both ends included. */
function between(from: Day, to: Day): string {
  return `segments.date BETWEEN '${from}' AND '${addDays(to, -1)}'`;
}

export const queries = {
  account: () => "SELECT customer.id, customer.descriptive_name, customer.currency_code, customer.time_zone, customer.manager, customer.status FROM customer LIMIT 1",
  currency: () => "SELECT customer.id, customer.currency_code FROM customer LIMIT 1",
  total: (from: Day, to: Day) => `SELECT segments.date, metrics.cost_micros, metrics.conversions_value FROM customer WHERE ${between(from, to)}`,
  campaigns: (from: Day, to: Day) => `SELECT customer.id, customer.currency_code, campaign.id, campaign.name, campaign.status, campaign.advertising_channel_type, segments.date, segments.device, segments.ad_network_type, metrics.impressions, metrics.clicks, metrics.cost_micros, metrics.conversions, metrics.conversions_value FROM campaign WHERE ${between(from, to)}`,
  shares: (from: Day, to: Day) => `SELECT campaign.id, segments.date, metrics.search_impression_share FROM campaign WHERE ${between(from, to)}`,
  conversions: (from: Day, to: Day) => `SELECT customer.id, customer.currency_code, campaign.id, segments.date, segments.conversion_action, segments.conversion_action_name, segments.conversion_action_category, metrics.conversions, metrics.conversions_value FROM campaign WHERE ${between(from, to)}`,
  // A term's name says its campaign and ad group; what else is asked for comes with a name of its own in every row, and doubles the answer.
  terms: (from: Day, to: Day) => `SELECT search_term_view.resource_name, search_term_view.search_term, segments.date, metrics.impressions, metrics.clicks, metrics.cost_micros, metrics.conversions, metrics.conversions_value FROM search_term_view WHERE ${between(from, to)}`,
};
