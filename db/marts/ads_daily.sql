-- Grain: store × currency × day × platform × campaign × channel: what advertising cost and what its platform claims.
-- Reads: fact.ad_day, dim.campaign (the channel that its clicks land in). Money is converted row by row; a missing rate
-- leaves its rows out of the money and counts them in gap_ads.
-- Shares don't add up, so their two parts are kept: share_impressions of the rows that told a share, and the
-- impressions that they could have had. A share told as "under 10 %" makes the sum an upper bound: share_bounds counts those.
-- @create
create table mart.ads_daily (
  store_id int not null,
  currency text not null,
  day date not null,
  channel text not null,
  platform text not null,
  campaign text not null,
  impressions bigint not null,
  clicks bigint not null,
  spend numeric(20, 6) not null,
  claimed_conversions numeric(20, 6) not null,
  claimed_value numeric(20, 6) not null,
  share_impressions bigint not null,
  eligible_impressions numeric(24, 6) not null,
  share_bounds bigint not null,
  gap_ads bigint not null,
  primary key (store_id, day, currency, channel, platform, campaign)
);
-- @fill $1 store, $2 days, $3 currencies
insert into mart.ads_daily (store_id, currency, day, channel, platform, campaign, impressions, clicks, spend, claimed_conversions, claimed_value, share_impressions, eligible_impressions, share_bounds, gap_ads)
select $1::int, w.currency, f.day, coalesce(c.channel, ''), f.platform, f.campaign_id,
  sum(f.impressions), sum(f.clicks),
  coalesce(sum(case when f.currency = w.currency then f.spend else round(f.spend * r.rate, 6) end), 0),
  sum(f.conversions),
  coalesce(sum(case when f.currency = w.currency then f.conversions_value else round(f.conversions_value * r.rate, 6) end), 0),
  coalesce(sum(f.share_impressions) filter (where f.eligible_impressions is not null), 0), coalesce(sum(f.eligible_impressions) filter (where f.share_impressions is not null), 0),
  count(*) filter (where f.is_share_censored),
  count(*) filter (where f.currency <> w.currency and r.rate is null and (f.spend <> 0 or f.conversions_value <> 0))
from fact.ad_day f
cross join unnest($3::text[]) as w (currency)
left join dim.fx_daily r on r.currency = f.currency and r.target = w.currency and r.day = f.day and f.currency <> w.currency
left join dim.campaign c on c.store_id = $1::int and c.platform = f.platform and c.account_id = f.account_id and c.campaign_id = f.campaign_id
where f.store_id = $1::int and f.day = any($2::date[])
group by w.currency, f.day, coalesce(c.channel, ''), f.platform, f.campaign_id;
