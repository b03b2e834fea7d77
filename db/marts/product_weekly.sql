-- Grain: store × currency × ISO week × product; `day` is the week's Monday. For periods of weeks and longer.
-- Reads: mart.product_daily of the same weeks.
-- @after product_daily
-- @grain week
-- @create
create table mart.product_weekly (
  store_id int not null,
  currency text not null,
  day date not null,
  product_id text not null,
  gross_sales numeric(20, 6) not null,
  discounts numeric(20, 6) not null,
  returns numeric(20, 6) not null,
  net_sales numeric(20, 6) not null,
  units numeric(20, 6) not null,
  gap_events bigint not null,
  primary key (store_id, day, currency, product_id)
);
-- @fill $1 store, $2 Mondays
insert into mart.product_weekly (store_id, currency, day, product_id, gross_sales, discounts, returns, net_sales, units, gap_events)
select store_id, currency, day - (extract(isodow from day)::int - 1), product_id,
  sum(gross_sales), sum(discounts), sum(returns), sum(net_sales), sum(units), sum(gap_events)
from mart.product_daily
where store_id = $1::int and day = any(array(select monday + weekday from unnest($2::date[]) as monday cross join generate_series(0, 6) as weekday))
group by store_id, currency, day - (extract(isodow from day)::int - 1), product_id
order by 3, 2, 4;
