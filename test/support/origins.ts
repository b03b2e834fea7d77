// Origins, sessions and touches written straight into the facts, for tests of channels.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { judge, noRules } from "#lib/channels/own-rules.ts";
import type { Day } from "#lib/core/day.ts";
import { Dims, type TrafficTuple } from "#lib/facts/dims.ts";

export const origin = (source: string, medium: string, campaign = "", toldChannel = ""): TrafficTuple => ({ source, medium, campaign, campaignId: "", toldChannel });

/** Rows of dim.traffic as the engine writes them, judged by no own rule; their ids in the order given. */
export async function addOrigins(db: Database, storeId: number, tuples: readonly TrafficTuple[]): Promise<string[]> {
  const dims = new Dims();
  const decide = judge(noRules);
  const ids = tuples.map((tuple) => dims.trafficId(tuple));
  for (const [index, tuple] of tuples.entries()) {
    const { channel, rule } = decide(tuple);
    await sql`insert into dim.traffic (store_id, traffic_id, source, medium, campaign_id, campaign, told_channel, channel, rule)
      values (${storeId}, ${ids[index]}::bigint, ${tuple.source}, ${tuple.medium}, ${tuple.campaignId}, ${tuple.campaign}, ${tuple.toldChannel}, ${channel}, ${rule})`.execute(db);
  }
  return ids;
}

export async function addSessions(db: Database, storeId: number, day: Day, trafficId: string, sessions: number): Promise<void> {
  await sql`insert into fact.web_traffic_day (store_id, day, connection_id, traffic_id, sessions, engaged_sessions, new_users, views, carts, checkouts, purchases, revenue, currency, key_events)
    values (${storeId}, ${day}::date, 1, ${trafficId}::bigint, ${sessions}, 0, 0, 0, 0, 0, 0, 0, 'EUR', 0)`.execute(db);
}

/** The counted touch of an order that is there. */
export async function addTouch(db: Database, storeId: number, orderId: string, trafficId: string, rest: { landing?: string; coupon?: string } = {}): Promise<void> {
  await sql`insert into fact.order_touch (store_id, order_id, touch_no, landing_page, traffic_id, coupon, method, confidence, is_counted)
    values (${storeId}, ${orderId}, 1, ${rest.landing ?? null}, ${trafficId}::bigint, ${rest.coupon ?? null}, 'utm', 'high', true)`.execute(db);
  await sql`update fact.sales_order set traffic_id = ${trafficId}::bigint where store_id = ${storeId} and order_id = ${orderId}`.execute(db);
}

/** A Google Ads campaign as told, with what it cost on a day. */
export async function addSpend(db: Database, storeId: number, campaign: { id: string; name: string; channel: string }, day: Day, spend: string): Promise<void> {
  await sql`insert into dim.campaign (store_id, platform, account_id, campaign_id, connection_id, name, status, kind, told_channel, channel)
    values (${storeId}, 'google_ads', '1', ${campaign.id}, 1, ${campaign.name}, 'enabled', 'SEARCH', ${campaign.channel}, ${campaign.channel}) on conflict do nothing`.execute(db);
  await sql`insert into fact.ad_day (store_id, day, connection_id, platform, account_id, campaign_id, impressions, clicks, spend, currency, conversions, conversions_value, is_share_censored)
    values (${storeId}, ${day}::date, 1, 'google_ads', '1', ${campaign.id}, 100, 10, ${spend}::numeric, 'EUR', 0, 0, false)`.execute(db);
}
