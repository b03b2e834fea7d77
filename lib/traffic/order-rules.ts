// Rules that look at an order's visit or coupon. Such an order doesn't stand under its touch's row of dim.traffic but
// under a row of its own that names the rule; the touch itself stays as it was told, so that this can be undone.
import { hostOf } from "#lib/channels/derive-order.ts";
import { judge, ownTold, readsOrders, type Judge, type OrderClue, type RuleSet } from "#lib/channels/own-rules.ts";
import { Dims, type TrafficTuple } from "#lib/facts/dims.ts";
import { toldOf } from "#lib/traffic/campaign-channels.ts";
import type { Query } from "#lib/traffic/query.ts";

interface Row extends TrafficTuple { order_id: string; standing: string | null; counted: string; landing_page: string | null; referrer: string | null; coupon: string | null }

/** Orders looked at in one go. */
const batchSize = 20_000;

/**
 * Lets the rules decide which row of dim.traffic each order stands under: all of a store's, or those that were just
 * written. Call it in the transaction that holds the store's import lock. Returns the orders that moved; where no rule
 * reads visits and none did before, nothing is read but one look.
 */
export async function assignOrders(query: Query, storeId: number, set: RuleSet, orderIds?: readonly string[]): Promise<string[]> {
  if (!set.rules.some(readsOrders) && (orderIds !== undefined || !(await anyAssigned(query, storeId)))) return [];
  const decide = judge(set);
  const moved: string[] = [];
  let after = "";
  for (;;) {
    const rows = await query<Row>(
      `select o.order_id, o.traffic_id::text as standing, p.traffic_id::text as counted, p.landing_page, p.referrer, p.coupon,
         t.source, t.medium, t.campaign_id as "campaignId", t.campaign, ${toldOf} as "toldChannel"
       from fact.sales_order o
       join fact.order_touch p on p.store_id = $1::int and p.order_id = o.order_id and p.is_counted
       join dim.traffic t on t.store_id = $1::int and t.traffic_id = p.traffic_id
       where o.store_id = $1::int and o.order_id > $2 and ($3::text[] is null or o.order_id = any($3::text[]))
       order by o.order_id limit ${batchSize}`, [storeId, after, orderIds ?? null]);
    moved.push(...await assignBatch(query, storeId, rows, decide, set));
    if (rows.length < batchSize) return moved;
    after = rows.at(-1)!.order_id;
  }
}

/** What is known of an order's visit, as rules read it. */
export function clueOf(row: { landing_page: string | null; referrer: string | null; coupon: string | null }): OrderClue {
  return { landingPage: row.landing_page, referrerHost: hostOf(row.referrer), coupons: row.coupon?.split(",") ?? [] };
}

async function anyAssigned(query: Query, storeId: number): Promise<boolean> {
  return (await query("select 1 from dim.traffic where store_id = $1::int and starts_with(told_channel, $2) limit 1", [storeId, ownTold])).length > 0;
}

async function assignBatch(query: Query, storeId: number, rows: Row[], decide: Judge, set: RuleSet): Promise<string[]> {
  const dims = new Dims();
  const byId = new Map(set.rules.map((rule) => [ownTold + rule.id, rule]));
  const moves: { id: string; traffic: string }[] = [];
  for (const row of rows) {
    const { rule } = decide(row, clueOf(row));
    const own = byId.get(rule);
    const traffic = own && readsOrders(own) ? dims.trafficId({ source: row.source, medium: row.medium, campaignId: row.campaignId, campaign: row.campaign, toldChannel: rule }) : row.counted;
    if (traffic !== row.standing) moves.push({ id: row.order_id, traffic });
  }
  if (moves.length === 0) return [];
  const tuples = [...dims.traffic].map(([id, tuple]) => ({ id, ...tuple, ...decide(tuple) })).sort((a, b) => (a.id < b.id ? -1 : 1));
  await query(
    `insert into dim.traffic (store_id, traffic_id, source, medium, campaign_id, campaign, told_channel, channel, rule)
     select $1::int, id::bigint, source, medium, "campaignId", campaign, "toldChannel", channel, rule
     from jsonb_to_recordset($2::jsonb) as t (id text, source text, medium text, "campaignId" text, campaign text, "toldChannel" text, channel text, rule text)
     on conflict (store_id, traffic_id) do nothing`, [storeId, JSON.stringify(tuples)]);
  await query(
    `update fact.sales_order o set traffic_id = m.traffic::bigint
     from jsonb_to_recordset($2::jsonb) as m (id text, traffic text)
     where o.store_id = $1::int and o.order_id = m.id`, [storeId, JSON.stringify(moves)]);
  return moves.map(({ id }) => id);
}
