-- Grain: store × currency × day × channel × source × medium × campaign × ad platform: visits and what they did.
-- Reads: fact.web_traffic_day, dim.traffic_campaign. Revenue is the web analytics' own view of sales, converted row by row;
-- a missing rate leaves its rows out of the money and counts them in gap_web. Counts stand beside either currency.
-- Tags are kept as they were written; here case says nothing, so that visits meet orders.
-- @create
create table mart.web_daily (
  store_id int not null,
  currency text not null,
  day date not null,
  channel text not null,
  source text not null,
  medium text not null,
  campaign text not null,
  platform text not null,
  sessions bigint not null,
  engaged_sessions bigint not null,
  carts bigint not null,
  checkouts bigint not null,
  web_purchases bigint not null,
  web_revenue numeric(20, 6) not null,
  web_paid_revenue numeric(20, 6) not null generated always as (case when platform <> '' then web_revenue else 0 end) stored,
  gap_web bigint not null,
  primary key (store_id, day, currency, channel, source, medium, campaign, platform)
);
-- @fill $1 store, $2 days, $3 currencies
insert into mart.web_daily (store_id, currency, day, channel, source, medium, campaign, platform, sessions, engaged_sessions, carts, checkouts, web_purchases, web_revenue, gap_web)
with visit as materialized (
  select day, traffic_id, currency, sessions, engaged_sessions, carts, checkouts, purchases, revenue
  from fact.web_traffic_day
  where store_id = $1::int and day = any($2::date[])
),
seen as materialized (
  select v.traffic_id, v.channel, lower(v.source) as source, lower(v.medium) as medium, v.campaign, v.platform
  from dim.traffic_campaign v
  where v.store_id = $1::int and v.traffic_id = any(array(select distinct traffic_id from visit))
)
select $1::int, w.currency, f.day, coalesce(s.channel, ''), coalesce(s.source, ''), coalesce(s.medium, ''), coalesce(s.campaign, ''), coalesce(s.platform, ''),
  sum(f.sessions), sum(f.engaged_sessions), sum(f.carts), sum(f.checkouts), sum(f.purchases),
  coalesce(sum(case when f.currency = w.currency then f.revenue else round(f.revenue * r.rate, 6) end), 0),
  count(*) filter (where f.currency <> w.currency and r.rate is null and f.revenue <> 0)
from visit f
cross join unnest($3::text[]) as w (currency)
left join dim.fx_daily r on r.currency = f.currency and r.target = w.currency and r.day = f.day and f.currency <> w.currency
left join seen s on s.traffic_id = f.traffic_id
group by w.currency, f.day, coalesce(s.channel, ''), coalesce(s.source, ''), coalesce(s.medium, ''), coalesce(s.campaign, ''), coalesce(s.platform, '');
