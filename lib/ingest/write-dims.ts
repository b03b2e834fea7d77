// Where traffic came from, which campaigns there are and what products are called: kept once each, written only where
// something is new.
import type pg from "pg";
import type { Day } from "#lib/core/day.ts";
import { campaignTuple } from "#lib/channels/campaign-tuple.ts";
import type { Campaign, Dims, Product, TrafficTuple } from "#lib/facts/dims.ts";

/** Which channel a tuple belongs to, and the rule that says so. */
export type Classify = (tuple: TrafficTuple) => { channel: string; rule: string };

/**
 * A tuple keeps the channel that it was given until rules are applied anew (lib/traffic). Returns the days whose marts
 * campaigns move: the caller marks them together with its own, since a transaction that takes days twice can wait for
 * one that waits for it.
 */
export async function writeDims(client: pg.ClientBase, storeId: number, connectionId: number, dims: Dims, classify: Classify): Promise<Day[]> {
  const { traffic, campaigns, products } = dims.take();
  if (traffic.size > 0) {
    const rows = [...traffic].map(([id, tuple]) => ({ id, ...tuple, ...classify(tuple) })).sort((a, b) => (a.id < b.id ? -1 : 1));
    await client.query(
      `insert into dim.traffic (store_id, traffic_id, source, medium, campaign_id, campaign, told_channel, channel, rule)
       select $1::int, id::bigint, source, medium, "campaignId", campaign, "toldChannel", channel, rule
       from jsonb_to_recordset($2::jsonb) as t (id text, source text, medium text, "campaignId" text, campaign text, "toldChannel" text, channel text, rule text)
       order by id::bigint
       on conflict (store_id, traffic_id) do nothing`, [storeId, JSON.stringify(rows)]);
  }
  if (products.size > 0) await writeProducts(client, storeId, [...products.values()]);
  return campaigns.size > 0 ? writeCampaigns(client, storeId, connectionId, [...campaigns.values()], classify) : [];
}

/** Products as last told; what a telling leaves out stays as it was. */
async function writeProducts(client: pg.ClientBase, storeId: number, products: readonly Product[]): Promise<void> {
  const column = (texts: (string | null)[]): (string | null)[] => texts.map((text) => text?.replaceAll("\u0000", "") ?? null);
  await client.query(`insert into dim.product as known (store_id, product_id, name, category)
    select $1::int, told.product_id, told.name, told.category
    from unnest($2::text[], $3::text[], $4::text[]) as told (product_id, name, category)
    left join dim.product stands on stands.store_id = $1 and stands.product_id = told.product_id
    where stands.product_id is null or stands.name is distinct from coalesce(told.name, stands.name) or stands.category is distinct from coalesce(told.category, stands.category)
    on conflict (store_id, product_id) do update set name = coalesce(excluded.name, known.name), category = coalesce(excluded.category, known.category)`,
  [storeId, column(products.map((one) => one.productId)), column(products.map((one) => one.name)), column(products.map((one) => one.category))]);
}

/** The last telling stands. A campaign that becomes known, or that it gives another name or channel, takes its days along: those are returned. */
async function writeCampaigns(client: pg.ClientBase, storeId: number, connectionId: number, told: readonly Campaign[], classify: Classify): Promise<Day[]> {
  const campaigns = told.map((one) => ({ ...one, told: one.channel, channel: classify(campaignTuple(one.platform, one.campaignId, one.name, one.channel)).channel }));
  const moved = await movedCampaigns(client, storeId, campaigns);
  await client.query(
    `insert into dim.campaign as known (store_id, platform, account_id, campaign_id, connection_id, name, status, kind, told_channel, channel)
     select $1::int, platform, "accountId", "campaignId", $3::int, name, status, kind, told, channel
     from jsonb_to_recordset($2::jsonb) as t (platform text, "accountId" text, "campaignId" text, name text, status text, kind text, told text, channel text)
     order by platform, "accountId", "campaignId"
     on conflict (store_id, platform, account_id, campaign_id) do update set name = excluded.name, status = excluded.status, kind = excluded.kind, told_channel = excluded.told_channel, channel = excluded.channel
     where (known.name, known.status, known.kind, known.told_channel, known.channel) is distinct from (excluded.name, excluded.status, excluded.kind, excluded.told_channel, excluded.channel)`,
    [storeId, JSON.stringify(campaigns), connectionId]);
  return moved.length > 0 ? daysNamed(client, storeId, moved) : [];
}

/** Ids of campaigns that are new, or have another name or channel: what visits and orders name may mean them now. */
async function movedCampaigns(client: pg.ClientBase, storeId: number, campaigns: readonly Campaign[]): Promise<string[]> {
  const { rows } = await client.query<{ platform: string; account_id: string; campaign_id: string; name: string; channel: string }>(
    "select platform, account_id, campaign_id, name, channel from dim.campaign where store_id = $1::int and campaign_id = any($2::text[])", [storeId, campaigns.map((one) => one.campaignId)]);
  const known = new Set(rows.map((row) => JSON.stringify([row.platform, row.account_id, row.campaign_id, row.name, row.channel])));
  return campaigns.filter((one) => !known.has(JSON.stringify([one.platform, one.accountId, one.campaignId, one.name, one.channel]))).map((one) => one.campaignId);
}

/** The days whose figures stand under these campaigns: of visits and orders that name them, and of their own spend. */
async function daysNamed(client: pg.ClientBase, storeId: number, ids: readonly string[]): Promise<Day[]> {
  const { rows } = await client.query<{ day: Day }>(
    `with named as materialized (
       select traffic_id from dim.traffic_campaign where store_id = $1::int and campaign = any($2::text[])
     ),
     placed as materialized (
       select order_id, order_day, first_event_day, last_event_day from fact.sales_order where store_id = $1::int and traffic_id = any(array(select traffic_id from named))
     )
     select day::text from (
       select day from fact.web_traffic_day where store_id = $1::int and traffic_id = any(array(select traffic_id from named))
       union
       select order_day from placed
       union
       select e.event_day from placed p
       join fact.sale_event e on e.store_id = $1::int and e.order_id = p.order_id and e.event_day between p.first_event_day and p.last_event_day
       union
       select day from fact.ad_day where store_id = $1::int and campaign_id = any($2::text[])
     ) moved`, [storeId, ids]);
  return rows.map(({ day }) => day);
}
