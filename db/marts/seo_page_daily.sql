-- Grain: store × day × page: searches by the page that was shown. One search can show several
-- pages, so these can add up to more than seo_total_daily: the difference is shown as a row of its own.
-- Reads: fact.seo_page_day, Google's web results only (pictures and Discover count otherwise). position_sum is position × impressions.
-- @create
create table mart.seo_page_daily (
  store_id int not null,
  day date not null,
  page text not null,
  search_clicks bigint not null,
  search_impressions bigint not null,
  position_sum numeric(24, 6) not null,
  primary key (store_id, day, page)
);
-- @fill $1 store, $2 days
insert into mart.seo_page_daily (store_id, day, page, search_clicks, search_impressions, position_sum)
select store_id, day, page, sum(clicks), sum(impressions), sum(position_sum)
from fact.seo_page_day
where store_id = $1::int and day = any($2::date[]) and search_type = 'web'
group by store_id, day, page
order by day, page;
