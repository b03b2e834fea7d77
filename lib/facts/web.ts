// Web analytics by the property's own day. Amounts are decimal text in `currency`.
import { fact, type DayRow } from "#lib/facts/fact.ts";
import type { TrafficTuple } from "#lib/facts/dims.ts";

export interface WebTraffic extends DayRow, TrafficTuple {
  sessions: number; engagedSessions: number; newUsers: number; views: number; carts: number; checkouts: number; purchases: number;
  revenue: string; currency: string; keyEvents: string;
}
export const webTraffic = fact<WebTraffic>("web_traffic_day", ["traffic_id"], ["sessions", "engaged_sessions", "new_users", "views", "carts", "checkouts", "purchases", "revenue", "currency", "key_events"],
  "sessions",
  (row, dims) => [dims.trafficId(row), row.sessions, row.engagedSessions, row.newUsers, row.views, row.carts, row.checkouts, row.purchases, row.revenue, row.currency, row.keyEvents]);

export interface WebAudience extends DayRow {
  /** ISO 3166 alpha-2 where known. */
  country: string;
  device: string;
  sessions: number; engagedSessions: number; carts: number; checkouts: number; purchases: number; revenue: string; currency: string;
}
export const webAudience = fact<WebAudience>("web_audience_day", ["country", "device"], ["sessions", "engaged_sessions", "carts", "checkouts", "purchases", "revenue", "currency"],
  "sessions",
  (row) => [row.country, row.device, row.sessions, row.engagedSessions, row.carts, row.checkouts, row.purchases, row.revenue, row.currency]);

export interface WebLanding extends DayRow {
  page: string;
  toldChannel: string;
  sessions: number; engagedSessions: number; purchases: number; revenue: string; currency: string;
}
export const webLanding = fact<WebLanding>("web_landing_day", ["page", "told_channel"], ["sessions", "engaged_sessions", "purchases", "revenue", "currency"],
  "sessions",
  (row) => [row.page, row.toldChannel, row.sessions, row.engagedSessions, row.purchases, row.revenue, row.currency]);

/** Users of a day never add up over days or rows, so they stand alone. */
export interface WebUsers extends DayRow { totalUsers: number; newUsers: number; activeUsers: number }
export const webUsers = fact<WebUsers>("web_users_day", [], ["total_users", "new_users", "active_users"],
  "total_users", (row) => [row.totalUsers, row.newUsers, row.activeUsers]);

/** Web analytics' view of an order: joined to orders, never summed with them. */
export interface WebOrder extends DayRow, TrafficTuple { transactionId: string; purchases: number; revenue: string; refunds: string; currency: string }
export const webOrder = fact<WebOrder>("web_order", ["transaction_id", "traffic_id"], ["purchases", "revenue", "refunds", "currency"],
  "revenue", (row, dims) => [row.transactionId, dims.trafficId(row), row.purchases, row.revenue, row.refunds, row.currency]);
