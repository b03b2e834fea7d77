-- Grain: store × currency × day × product. Money that names no product (order discounts) stands under ''.
-- Reads: fact.sale_event, each event converted and rounded by itself as in sales_daily.
-- No orders here: an order with two products would count twice.
-- @create
create table mart.product_daily (
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
-- @fill $1 store, $2 days, $3 reporting currency
insert into mart.product_daily (store_id, currency, day, product_id, gross_sales, discounts, returns, units, gap_events)
with target as (
  select currency from dim.store where store_id = $1::int
  union
  select $3::text
)
select $1::int, t.currency, e.event_day, coalesce(e.product_id, ''),
  coalesce(sum(case when e.currency = t.currency then e.amount else round(e.amount * r.rate, 6) end) filter (where e.kind in ('sale', 'edit')), 0),
  coalesce(sum(case when e.currency = t.currency then e.amount else round(e.amount * r.rate, 6) end) filter (where e.kind = 'discount'), 0),
  coalesce(sum(case when e.currency = t.currency then e.amount else round(e.amount * r.rate, 6) end) filter (where e.kind = 'return'), 0),
  coalesce(sum(e.quantity) filter (where e.kind = 'sale'), 0),
  count(*) filter (where e.currency <> t.currency and r.rate is null)
from fact.sale_event e
cross join target t
left join dim.fx_daily r on r.currency = e.currency and r.target = t.currency and r.day = e.event_day
where e.store_id = $1::int and e.event_day = any($2::date[]) and e.kind in ('sale', 'edit', 'discount', 'return')
group by t.currency, e.event_day, coalesce(e.product_id, '');
