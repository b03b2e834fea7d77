-- Grain: store × currency × day × product. Money that names no product (order discounts) stands under ''.
-- Reads: fact.sale_event, each event converted and rounded by itself as in sales_daily.
-- No orders here: an order with two products would count twice.
-- net_sales is written, not generated: a generated column forms every row twice.
-- @create
create table mart.product_daily (
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
-- @fill $1 store, $2 days, $3 currencies, $4 whether any event has to be converted
insert into mart.product_daily (store_id, currency, day, product_id, gross_sales, discounts, returns, net_sales, units, gap_events)
-- An event in a currency that is asked needs no rate: nothing is joined for it.
with event as (
  select e.currency, e.event_day, coalesce(e.product_id, '') as product_id, e.kind, e.amount, e.quantity, 0 as gap_events
  from fact.sale_event e
  where e.store_id = $1::int and e.event_day = any($2::date[]) and e.kind in ('sale', 'edit', 'discount', 'return')
    and e.currency = any($3::text[])
  union all
  select t.currency, e.event_day, coalesce(e.product_id, ''), e.kind, round(e.amount * r.rate, 6), e.quantity, case when r.rate is null then 1 else 0 end
  from fact.sale_event e
  join unnest($3::text[]) as t (currency) on t.currency <> e.currency
  left join dim.fx_daily r on r.currency = e.currency and r.target = t.currency and r.day = e.event_day
  where e.store_id = $1::int and e.event_day = any($2::date[]) and e.kind in ('sale', 'edit', 'discount', 'return')
    and $4::bool
)
select $1::int, currency, event_day, product_id,
  coalesce(sum(amount) filter (where kind in ('sale', 'edit')), 0),
  coalesce(sum(amount) filter (where kind = 'discount'), 0),
  coalesce(sum(amount) filter (where kind = 'return'), 0),
  coalesce(sum(amount), 0),
  coalesce(sum(quantity) filter (where kind = 'sale'), 0),
  sum(gap_events)
-- In the order of the key: groups need no hash table, and an index grows by appending several times faster.
from (select * from event order by event_day, product_id, currency) sorted
group by event_day, product_id, currency;
