-- Grain: store × currency × day × hour of the store's own day; the last ten weeks only, because only "today so far"
-- reads it: how much of a day is usually in by some hour. Days that grow older stay until a rebuild.
-- Reads: fact.sale_event (net sales by the hour they moved), fact.sales_order (orders by the hour placed), dim.store.
-- @create
create table mart.sales_hourly (
  store_id int not null,
  currency text not null,
  day date not null,
  hour int not null,
  net_sales numeric(20, 6) not null,
  orders bigint not null,
  gap_events bigint not null,
  primary key (store_id, day, currency, hour)
);
-- @fill $1 store, $2 days, $3 currencies
insert into mart.sales_hourly (store_id, currency, day, hour, net_sales, orders, gap_events)
with recent as (
  select day from unnest($2::date[]) as day where day > current_date - 71
),
place as (
  select zone from dim.store where store_id = $1::int
),
cell as (
  select t.currency, e.event_day as day, extract(hour from e.event_at at time zone p.zone)::int as hour,
    case when t.currency = e.currency then e.amount else round(e.amount * r.rate, 6) end as amount, 0 as orders,
    case when t.currency <> e.currency and r.rate is null then 1 else 0 end as gap_events
  from fact.sale_event e
  cross join place p
  cross join unnest($3::text[]) as t (currency)
  left join dim.fx_daily r on r.currency = e.currency and r.target = t.currency and r.day = e.event_day
  where e.store_id = $1::int and e.event_day = any(array(select day from recent)) and e.kind in ('sale', 'edit', 'discount', 'return')
  union all
  select t.currency, o.order_day, extract(hour from o.placed_at at time zone p.zone)::int, 0, 1, 0
  from fact.sales_order o
  cross join place p
  cross join unnest($3::text[]) as t (currency)
  where o.store_id = $1::int and o.is_order and o.order_day = any(array(select day from recent))
)
select $1::int, currency, day, hour, coalesce(sum(amount), 0), sum(orders), sum(gap_events)
from cell
group by currency, day, hour;
