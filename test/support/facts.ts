// Facts of sources written straight into their tables, for tests of what reads them. Marks the days dirty; the caller refreshes.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Day } from "#lib/core/day.ts";
import { Dims, type Campaign, type TrafficTuple } from "#lib/facts/dims.ts";
import type { Role } from "#lib/metrics/marts.ts";
import { markDirty } from "#lib/refresh/refresh.ts";

type Row = Record<string, string | number | boolean | null>;
const connectionId = 1;

/** Where visits come from, with the channel that rules would give it. Returns its id. */
export async function addTraffic(db: Database, storeId: number, channel: string, told: Partial<TrafficTuple>): Promise<string> {
  const tuple: TrafficTuple = { source: "", medium: "", campaignId: "", campaign: "", toldChannel: "", ...told };
  const id = new Dims().trafficId(tuple);
  await insert(db, "dim.traffic", [{ store_id: storeId, traffic_id: id, source: tuple.source, medium: tuple.medium, campaign_id: tuple.campaignId, campaign: tuple.campaign, told_channel: tuple.toldChannel, channel, rule: "test" }]);
  return id;
}

export async function addCampaigns(db: Database, storeId: number, campaigns: readonly (Pick<Campaign, "platform" | "campaignId" | "name" | "channel"> & Partial<Campaign>)[]): Promise<void> {
  await insert(db, "dim.campaign", campaigns.map((one) => ({ store_id: storeId, platform: one.platform, account_id: one.accountId ?? "1", campaign_id: one.campaignId, connection_id: connectionId, name: one.name, status: one.status ?? "ENABLED", kind: one.kind ?? "SEARCH", channel: one.channel })));
}

const defaults: Record<string, Row> = {
  "fact.web_traffic_day": { sessions: 0, engaged_sessions: 0, new_users: 0, views: 0, carts: 0, checkouts: 0, purchases: 0, revenue: "0", currency: "EUR", key_events: "0" },
  "fact.web_audience_day": { sessions: 0, engaged_sessions: 0, carts: 0, checkouts: 0, purchases: 0, revenue: "0", currency: "EUR" },
  "fact.ad_day": { account_id: "1", impressions: 0, clicks: 0, spend: "0", currency: "EUR", conversions: "0", conversions_value: "0", share_impressions: null, eligible_impressions: null, is_share_censored: false },
  "fact.seo_total_day": { search_type: "web", clicks: 0, impressions: 0, position_sum: "0", is_final: true },
  "fact.seo_audience_day": { search_type: "web", clicks: 0, impressions: 0, position_sum: "0", is_final: true },
  "fact.seo_query_day": { search_type: "web", clicks: 0, impressions: 0, position_sum: "0", is_final: true },
  "fact.seo_page_day": { search_type: "web", clicks: 0, impressions: 0, position_sum: "0", is_final: true },
  "fact.vitals_period": { form_factor: "all", lcp_p75_ms: null, inp_p75_ms: null, cls_p75: null, lcp_good: null, inp_good: null, cls_good: null },
};

/** Rows of a fact with what isn't named at zero. */
export async function addFacts(db: Database, storeId: number, fact: keyof typeof defaults & string, rows: readonly ({ day: Day } & Row)[]): Promise<void> {
  await insert(db, fact, rows.map((row) => ({ store_id: storeId, connection_id: connectionId, ...defaults[fact], ...row })));
  await markDirty(db, storeId, rows.map((row) => row.day), "test");
}

/** Says that a kind of data is known for these days, both included. */
export async function cover(db: Database, storeId: number, role: Role, from: Day, through: Day, more: { source?: string; settledThrough?: Day; isFilling?: boolean } = {}): Promise<void> {
  await insert(db, "ingest.coverage", [{ store_id: storeId, source: more.source ?? `${role}:1`, role, from_day: from, through_day: through, settled_through: more.settledThrough ?? null, is_filling: more.isFilling ?? false }]);
}

/** Gives an order its counted touch. */
export async function traceOrder(db: Database, storeId: number, orderId: string, trafficId: string): Promise<void> {
  await sql`update fact.sales_order set traffic_id = ${trafficId}::bigint where store_id = ${storeId} and order_id = ${orderId}`.execute(db);
}

async function insert(db: Database, table: string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const json = JSON.stringify(rows);
  const names = sql.join(columns.map((column) => sql.ref(column)), sql`, `);
  await sql`insert into ${sql.table(table)} (${names}) select ${names} from jsonb_populate_recordset(null::${sql.table(table)}, ${json}::jsonb)`.execute(db);
}
