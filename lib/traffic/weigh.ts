// What came from each origin, and what each campaign cost, in a window of days: the weights of a difference between two sets of rules.
import type { Database } from "#db/client.ts";
import type { Day } from "#lib/core/day.ts";
import { campaignTuple } from "#lib/channels/campaign-tuple.ts";
import type { Weighed } from "#lib/channels/diff-rules.ts";
import { toldOf } from "#lib/traffic/campaign-channels.ts";
import { clueOf } from "#lib/traffic/order-rules.ts";
import { queryOf } from "#lib/traffic/query.ts";

export interface Weights {
  rows: Weighed[];
  /** Money moves without a rate to the asked currency: left out of net sales and spend. */
  unconverted: number;
}

interface Row { source: string; medium: string; campaignId: string; campaign: string; toldChannel: string; landing_page: string | null; referrer: string | null; coupon: string | null; sessions: string; orders: string; net: string; unconverted: string }

/** Sessions, orders and net sales in `currency` by origin in the days [from, to). `withVisits`: orders apart by visit and coupon too. */
export async function weigh(db: Database, storeId: number, window: { from: Day; to: Day }, currency: string, withVisits: boolean): Promise<Weights> {
  const visit = withVisits ? "p.landing_page, p.referrer, p.coupon" : "null::text as landing_page, null::text as referrer, null::text as coupon";
  const rows = await queryOf(db)<Row>(
    `with sold as (
       select e.order_id, sum(case when e.currency = $4 then e.amount else round(e.amount * r.rate, 6) end) as net, count(*) filter (where e.currency <> $4 and r.rate is null) as unconverted
       from fact.sale_event e
       left join dim.fx_daily r on r.currency = e.currency and r.target = $4 and r.day = e.event_day and e.currency <> $4
       where e.store_id = $1::int and e.event_day >= $2::date and e.event_day < $3::date and e.kind in ('sale', 'edit', 'discount', 'return')
       group by e.order_id
     ), came as (
       select coalesce(p.traffic_id, o.traffic_id) as traffic_id, ${visit}, 0::bigint as sessions,
         case when o.is_order and o.order_day >= $2::date and o.order_day < $3::date then 1 else 0 end as orders, coalesce(s.net, 0) as net, coalesce(s.unconverted, 0) as unconverted
       from fact.sales_order o
       left join sold s on s.order_id = o.order_id
       left join fact.order_touch p on p.store_id = $1::int and p.order_id = o.order_id and p.is_counted
       where o.store_id = $1::int and o.traffic_id is not null and (s.order_id is not null or (o.order_day >= $2::date and o.order_day < $3::date))
       union all
       select traffic_id, null, null, null, sum(sessions), 0, 0, 0 from fact.web_traffic_day
       where store_id = $1::int and day >= $2::date and day < $3::date group by traffic_id
     )
     select t.source, t.medium, t.campaign_id as "campaignId", t.campaign, ${toldOf} as "toldChannel", c.landing_page, c.referrer, c.coupon,
       sum(c.sessions) as sessions, sum(c.orders) as orders, sum(c.net)::text as net, sum(c.unconverted) as unconverted
     from came c join dim.traffic t on t.store_id = $1::int and t.traffic_id = c.traffic_id
     group by t.source, t.medium, t.campaign_id, t.campaign, t.told_channel, t.campaign_channel, c.landing_page, c.referrer, c.coupon`,
    [storeId, window.from, window.to, currency]);
  const campaigns = await spendOf(db, storeId, window, currency);
  return {
    rows: [...rows.map((row) => ({
      tuple: { source: row.source, medium: row.medium, campaign: row.campaign, campaignId: row.campaignId, toldChannel: row.toldChannel },
      clue: withVisits && Number(row.sessions) === 0 ? clueOf(row) : null,
      sessions: Number(row.sessions), orders: Number(row.orders), netSales: row.net,
    })), ...campaigns.rows],
    unconverted: rows.reduce((sum, row) => sum + Number(row.unconverted), campaigns.unconverted),
  };
}

/** Campaigns of ad accounts with what they cost. */
async function spendOf(db: Database, storeId: number, window: { from: Day; to: Day }, currency: string): Promise<Weights> {
  const rows = await queryOf(db)<{ platform: string; id: string; name: string; told: string; spend: string; unconverted: string }>(
    `select c.platform, c.campaign_id as id, c.name, c.told_channel as told,
       coalesce(sum(case when f.currency = $4 then f.spend else round(f.spend * r.rate, 6) end), 0)::text as spend, count(*) filter (where f.currency <> $4 and r.rate is null and f.spend <> 0) as unconverted
     from fact.ad_day f
     join dim.campaign c on c.store_id = $1::int and c.platform = f.platform and c.account_id = f.account_id and c.campaign_id = f.campaign_id
     left join dim.fx_daily r on r.currency = f.currency and r.target = $4 and r.day = f.day and f.currency <> $4
     where f.store_id = $1::int and f.day >= $2::date and f.day < $3::date
     group by c.platform, c.account_id, c.campaign_id, c.name, c.told_channel`, [storeId, window.from, window.to, currency]);
  return {
    rows: rows.map((row) => ({ tuple: campaignTuple(row.platform, row.id, row.name, row.told), clue: null, sessions: 0, orders: 0, netSales: "0", spend: row.spend })),
    unconverted: rows.reduce((sum, row) => sum + Number(row.unconverted), 0),
  };
}
