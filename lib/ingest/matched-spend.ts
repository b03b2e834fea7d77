// Is every campaign that costs money found again among visits and orders, and does every bought visit name one? Where
// not, the cost per order of a campaign is wrong whatever the arithmetic. Plus what is written wrong in links.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Day } from "#lib/core/day.ts";

/** Both ends included. */
export interface Days { from: Day; through: Day }

export interface SpendCampaign { platform: string; campaign: string; name: string; spend: string; clicks: number; sessions: number; orders: number }
export interface UnknownCampaign { platform: string; source: string; medium: string; campaign: string; sessions: number; orders: number }

export const lintRules = ["unassigned", "case", "spaces", "no_id"] as const;
export type LintRule = (typeof lintRules)[number];
export interface LintFinding { rule: LintRule; places: number; sessions: number; example: { source: string; medium: string; campaign: string } }

export interface MatchedSpend {
  storeId: number;
  /** The store's currency; spend without a rate into it is left out. */
  currency: string;
  spend: string;
  /** Of it, spend of campaigns that a visit or an order names. */
  matched: string;
  /** 0 to 1; null when nothing was spent. */
  share: number | null;
  /** Campaigns that cost money and that no visit and no order names, the dearest first. */
  unmatched: SpendCampaign[];
  /** Bought visits whose campaign no ad account of the store has. */
  unknown: UnknownCampaign[];
  lint: LintFinding[];
}

const most = 10;

/** One store's health over these days; null for a store without ad accounts. */
export async function readMatchedSpend(db: Database, store: { id: number; currency: string }, days: Days): Promise<MatchedSpend | null> {
  const campaigns = await readCampaigns(db, store, days);
  if (campaigns.length === 0 && !(await db.selectFrom("dim.campaign").select("campaign_id").where("store_id", "=", store.id).limit(1).executeTakeFirst())) return null;
  const isMatched = (row: SpendCampaign): boolean => row.sessions > 0 || row.orders > 0;
  const [totals] = (await sql<{ spend: string; matched: string; share: number | null }>`
    select coalesce(sum(spend), 0)::text as spend, coalesce(sum(spend) filter (where is_matched), 0)::text as matched,
      (sum(spend) filter (where is_matched) / nullif(sum(spend), 0))::float8 as share
    from unnest(${campaigns.map((row) => row.spend)}::numeric[], ${campaigns.map(isMatched)}::boolean[]) as t (spend, is_matched)`.execute(db)).rows;
  const spend = totals!.spend;
  return {
    storeId: store.id, currency: store.currency, spend, matched: totals!.matched, share: Number(spend) === 0 ? null : totals!.share ?? 0,
    unmatched: campaigns.filter((row) => !isMatched(row)).slice(0, most),
    unknown: await readUnknown(db, store, days),
    lint: await readLint(db, store.id, days),
  };
}

async function readCampaigns(db: Database, store: { id: number; currency: string }, { from, through }: Days): Promise<SpendCampaign[]> {
  const { rows } = await sql<SpendCampaign>`
    with spent as (
      select platform, campaign, sum(spend) as spend, sum(clicks)::int as clicks from mart.ads_daily
      where store_id = ${store.id} and currency = ${store.currency} and day between ${from}::date and ${through}::date
      group by platform, campaign having sum(spend) > 0
    ), visit as (
      select platform, campaign, sum(sessions)::int as sessions from mart.web_daily
      where store_id = ${store.id} and currency = ${store.currency} and day between ${from}::date and ${through}::date and platform <> '' group by platform, campaign
    ), sale as (
      select platform, campaign, sum(orders)::int as orders from mart.sales_source_daily
      where store_id = ${store.id} and currency = ${store.currency} and day between ${from}::date and ${through}::date and platform <> '' group by platform, campaign
    ), known as (
      select platform, campaign_id, min(name) as name from dim.campaign where store_id = ${store.id} group by platform, campaign_id
    )
    select s.platform, s.campaign, coalesce(nullif(k.name, ''), s.campaign) as name, s.spend::text as spend, s.clicks, coalesce(v.sessions, 0) as sessions, coalesce(o.orders, 0) as orders
    from spent s
    left join known k on k.platform = s.platform and k.campaign_id = s.campaign
    left join visit v on v.platform = s.platform and v.campaign = s.campaign
    left join sale o on o.platform = s.platform and o.campaign = s.campaign
    order by s.spend desc, s.platform, s.campaign`.execute(db);
  return rows;
}

async function readUnknown(db: Database, store: { id: number; currency: string }, { from, through }: Days): Promise<UnknownCampaign[]> {
  const { rows } = await sql<UnknownCampaign>`
    with named as (
      select platform, source, medium, campaign, sum(sessions)::int as sessions, 0 as orders from mart.web_daily
      where store_id = ${store.id} and currency = ${store.currency} and day between ${from}::date and ${through}::date and platform <> '' group by 1, 2, 3, 4
      union all
      select platform, source, medium, campaign, 0, sum(orders)::int from mart.sales_source_daily
      where store_id = ${store.id} and currency = ${store.currency} and day between ${from}::date and ${through}::date and platform <> '' group by 1, 2, 3, 4
    )
    select n.platform, n.source, n.medium, n.campaign, sum(n.sessions)::int as sessions, sum(n.orders)::int as orders
    from named n
    where not exists (select 1 from dim.campaign c where c.store_id = ${store.id} and c.platform = n.platform and c.campaign_id = n.campaign)
    group by 1, 2, 3, 4 having sum(n.sessions) > 0 or sum(n.orders) > 0
    order by sum(n.sessions) desc, sum(n.orders) desc, n.campaign limit ${most}`.execute(db);
  return rows;
}

/** Ids that ad platforms fill in make up for a name that people retype; a tool that tags by itself may write names as it likes. */
async function readLint(db: Database, storeId: number, { from, through }: Days): Promise<LintFinding[]> {
  const { rows } = await sql<{ rule: LintRule; places: number; sessions: number; source: string; medium: string; campaign: string }>`
    with place as (
      select t.traffic_id, t.source, t.medium, t.campaign, t.campaign_id, t.channel, sum(f.sessions)::int as sessions
      from fact.web_traffic_day f
      join dim.traffic t on t.store_id = ${storeId} and t.traffic_id = f.traffic_id
      where f.store_id = ${storeId} and f.day between ${from}::date and ${through}::date
      group by t.traffic_id, t.source, t.medium, t.campaign, t.campaign_id, t.channel having sum(f.sessions) > 0
    ), found as (
      select 'unassigned' as rule, place.* from place where channel = 'Unassigned' and source not in ('', '(direct)', '(not set)')
      union all select 'case', place.* from place where source <> lower(source) or medium <> lower(medium)
      union all select 'spaces', place.* from place where source ~ '\\s' or medium ~ '\\s' or (campaign ~ '\\s' and campaign_id = '')
      union all select 'no_id', place.* from place where channel ~ '^(Paid|Display$|Cross-network$)' and campaign_id = ''
    )
    select distinct on (rule) rule, count(*) over (partition by rule)::int as places, sum(sessions) over (partition by rule)::int as sessions, source, medium, campaign
    from found order by rule, found.sessions desc, source, medium, campaign`.execute(db);
  return lintRules.flatMap((rule) => rows.filter((row) => row.rule === rule).map(({ places, sessions, source, medium, campaign }) => ({ rule, places, sessions, example: { source, medium, campaign } })));
}
