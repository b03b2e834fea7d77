// History under the rules that stand: channels of known origins and campaigns, orders that a rule of their visit decides, and
// exactly the days whose figures that moves.
import type { Database } from "#db/client.ts";
import type { Day } from "#lib/core/day.ts";
import { campaignTuple } from "#lib/channels/campaign-tuple.ts";
import { judge, type Judge, type RuleSet } from "#lib/channels/own-rules.ts";
import { noteCampaignChannels, toldOf } from "#lib/traffic/campaign-channels.ts";
import { assignOrders } from "#lib/traffic/order-rules.ts";
import { queryOf, type Query } from "#lib/traffic/query.ts";
import { markDirty } from "#lib/refresh/refresh.ts";

/** Stands in ingest.dirty_day for days that new rules moved. */
export const rulesReason = "channel rules";

export interface Reclassified {
  storeId: number;
  /** Origins whose channel changed. */
  origins: number;
  /** Ad campaigns whose spend changed its channel. */
  campaigns: number;
  /** Orders that stand under another row than before. */
  orders: number;
  /** Days that were marked to be worked out again. */
  days: Day[];
}

interface Known { id: string; source: string; medium: string; campaignId: string; campaign: string; toldChannel: string; channel: string; rule: string }

/** Brings one store's origins to what `set` says, in the caller's transaction. A repeat changes nothing and marks no day. */
export async function reclassify(trx: Database, storeId: number, set: RuleSet): Promise<Reclassified> {
  const query = queryOf(trx);
  const decide = judge(set);
  const origins = await reclassifyOrigins(query, storeId, decide);
  const orders = await assignOrders(query, storeId, set);
  const campaigns = await reclassifyCampaigns(query, storeId, decide);
  return mark(trx, storeId, { origins, orders, campaigns });
}

/** What a run of ad campaigns teaches about orders that are there, and of orders about campaigns: origins alone, so that it can follow every run. */
export async function settleOrigins(trx: Database, storeId: number, set: RuleSet): Promise<Reclassified> {
  const origins = await reclassifyOrigins(queryOf(trx), storeId, judge(set), true);
  return mark(trx, storeId, { origins, orders: [], campaigns: { count: 0, days: [] } });
}

async function mark(trx: Database, storeId: number, moved: { origins: string[]; orders: string[]; campaigns: { count: number; days: Day[] } }): Promise<Reclassified> {
  const days = [...new Set([...(await daysOf(queryOf(trx), storeId, moved.origins, moved.orders)), ...moved.campaigns.days])].sort();
  await markDirty(trx, storeId, days, rulesReason);
  return { storeId, origins: moved.origins.length, campaigns: moved.campaigns.count, orders: moved.orders.length, days };
}

/** Returns the origins whose channel moved. `isUntold`: only those of which web analytics says nothing. */
async function reclassifyOrigins(query: Query, storeId: number, decide: Judge, isUntold = false): Promise<string[]> {
  await noteCampaignChannels(query, storeId);
  const known = await query<Known>(
    `select t.traffic_id::text as id, t.source, t.medium, t.campaign_id as "campaignId", t.campaign, ${toldOf} as "toldChannel", t.channel, t.rule
     from dim.traffic t where t.store_id = $1::int and (not $2::bool or t.told_channel = '') order by t.traffic_id`, [storeId, isUntold]);
  const differing = known.flatMap((row) => {
    const now = decide(row);
    return now.channel === row.channel && now.rule === row.rule ? [] : [{ id: row.id, ...now, isMoved: now.channel !== row.channel }];
  });
  if (differing.length > 0) {
    await query(
      `update dim.traffic t set channel = n.channel, rule = n.rule from jsonb_to_recordset($2::jsonb) as n (id text, channel text, rule text)
       where t.store_id = $1::int and t.traffic_id = n.id::bigint`, [storeId, JSON.stringify(differing)]);
  }
  return differing.filter(({ isMoved }) => isMoved).map(({ id }) => id);
}

/** Spend goes where visits and orders of the campaign go. */
async function reclassifyCampaigns(query: Query, storeId: number, decide: Judge): Promise<{ count: number; days: Day[] }> {
  const known = await query<{ platform: string; account: string; id: string; name: string; told: string; channel: string }>(
    `select platform, account_id as account, campaign_id as id, name, told_channel as told, channel from dim.campaign where store_id = $1::int order by platform, account_id, campaign_id`, [storeId]);
  const moved = known.flatMap(({ platform, account, id, name, told, channel }) => {
    const now = decide(campaignTuple(platform, id, name, told)).channel;
    return now === channel ? [] : [{ platform, account, id, channel: now }];
  });
  if (moved.length === 0) return { count: 0, days: [] };
  const rows = `jsonb_to_recordset($2::jsonb) as n (platform text, account text, id text, channel text)`;
  await query(
    `update dim.campaign c set channel = n.channel from ${rows}
     where c.store_id = $1::int and c.platform = n.platform and c.account_id = n.account and c.campaign_id = n.id`, [storeId, JSON.stringify(moved)]);
  const days = await query<{ day: Day }>(
    `select distinct f.day from fact.ad_day f join ${rows} on f.platform = n.platform and f.account_id = n.account and f.campaign_id = n.id
     where f.store_id = $1::int`, [storeId, JSON.stringify(moved)]);
  return { count: moved.length, days: days.map(({ day }) => day) };
}

/** Days with sessions from these origins, and days on which orders from them, or these orders, were placed or moved money. */
async function daysOf(query: Query, storeId: number, origins: string[], orderIds: string[]): Promise<Day[]> {
  if (origins.length === 0 && orderIds.length === 0) return [];
  const rows = await query<{ day: Day }>(
    `with moved as materialized (
       select order_id, order_day, first_event_day, last_event_day from fact.sales_order where store_id = $1::int and traffic_id = any($2::bigint[])
       union
       select order_id, order_day, first_event_day, last_event_day from fact.sales_order where store_id = $1::int and order_id = any($3::text[])
     )
     select day from fact.web_traffic_day where store_id = $1::int and traffic_id = any($2::bigint[])
     union
     select order_day from moved
     union
     select e.event_day from moved m
     join fact.sale_event e on e.store_id = $1::int and e.order_id = m.order_id and e.event_day between m.first_event_day and m.last_event_day
     order by day`, [storeId, origins, orderIds]);
  return rows.map(({ day }) => day);
}
