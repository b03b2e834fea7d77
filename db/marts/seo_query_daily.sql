-- Grain: store × day × query: searches by what was typed. Rare queries are withheld, so these
-- add up to less than seo_total_daily: what they lack is shown as a row of its own.
-- Reads: fact.seo_query_day, Google's web results only (pictures and Discover count otherwise). position_sum is position × impressions.
-- @create
create table mart.seo_query_daily (
  store_id int not null,
  day date not null,
  query text not null,
  search_clicks bigint not null,
  search_impressions bigint not null,
  position_sum numeric(24, 6) not null,
  primary key (store_id, day, query)
);
-- @fill $1 store, $2 days
insert into mart.seo_query_daily (store_id, day, query, search_clicks, search_impressions, position_sum)
select store_id, day, query, sum(clicks), sum(impressions), sum(position_sum)
from fact.seo_query_day
where store_id = $1::int and day = any($2::date[]) and search_type = 'web'
group by store_id, day, query
order by day, query;
