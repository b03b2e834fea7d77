-- Grain: store × currency × day × country × device: visits by who made them.
-- Reads: fact.web_audience_day. The web analytics may withhold rare rows or estimate, so these need not add up to
-- web_daily: what they lack is shown as a row of its own.
-- @create
create table mart.web_audience_daily (
  store_id int not null,
  currency text not null,
  day date not null,
  country text not null,
  device text not null,
  sessions bigint not null,
  engaged_sessions bigint not null,
  carts bigint not null,
  checkouts bigint not null,
  web_purchases bigint not null,
  web_revenue numeric(20, 6) not null,
  gap_web bigint not null,
  primary key (store_id, day, currency, country, device)
);
-- @fill $1 store, $2 days, $3 currencies
insert into mart.web_audience_daily (store_id, currency, day, country, device, sessions, engaged_sessions, carts, checkouts, web_purchases, web_revenue, gap_web)
select $1::int, w.currency, f.day, f.country, f.device,
  sum(f.sessions), sum(f.engaged_sessions), sum(f.carts), sum(f.checkouts), sum(f.purchases),
  coalesce(sum(case when f.currency = w.currency then f.revenue else round(f.revenue * r.rate, 6) end), 0),
  count(*) filter (where f.currency <> w.currency and r.rate is null and f.revenue <> 0)
from fact.web_audience_day f
cross join unnest($3::text[]) as w (currency)
left join dim.fx_daily r on r.currency = f.currency and r.target = w.currency and r.day = f.day and f.currency <> w.currency
where f.store_id = $1::int and f.day = any($2::date[])
group by w.currency, f.day, f.country, f.device;
