-- Grain: store × day × country × device: searches by who made them. Rare rows may be withheld.
-- Reads: fact.seo_audience_day, Google's web results only (pictures and Discover count otherwise). position_sum is position × impressions.
-- @create
create table mart.seo_audience_daily (
  store_id int not null,
  day date not null,
  country text not null,
  device text not null,
  search_clicks bigint not null,
  search_impressions bigint not null,
  position_sum numeric(24, 6) not null,
  primary key (store_id, day, country, device)
);
-- @fill $1 store, $2 days
insert into mart.seo_audience_daily (store_id, day, country, device, search_clicks, search_impressions, position_sum)
select store_id, day, country, device, sum(clicks), sum(impressions), sum(position_sum)
from fact.seo_audience_day
where store_id = $1::int and day = any($2::date[]) and search_type = 'web'
group by store_id, day, country, device
order by day, country, device;
