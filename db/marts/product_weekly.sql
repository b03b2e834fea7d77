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
  net_sales numeric(20, 6) not null generated always as (gross_sales + discounts + returns) stored,
  units numeric(20, 6) not null,
  gap_events bigint not null,
  primary key (store_id, day, currency, product_id)
);
-- @fill $1 store, $2 Mondays, $3 reporting currency
insert into mart.product_weekly (store_id, currency, day, product_id, gross_sales, discounts, returns, units, gap_events)
select p.store_id, p.currency, w.monday, p.product_id, sum(p.gross_sales), sum(p.discounts), sum(p.returns), sum(p.units), sum(p.gap_events)
from unnest($2::date[]) as w (monday)
join mart.product_daily p on p.store_id = $1::int and p.day >= w.monday and p.day < w.monday + 7 and $3::text is not null
group by p.store_id, p.currency, w.monday, p.product_id;
