-- Grain: store × currency × day × country × channel × customer type.
-- Reads: fact.sale_event (money by the day it moved), fact.sales_order (orders by the day placed), dim.customer, dim.traffic.
-- The channel is that of where the order came from; a file's own word where it tells no more.
-- Currency: one set of rows in the store's own, one in the reporting currency where that differs. Each event
-- is converted and rounded by itself, so that every way of adding them up gives the same total.
-- A rate that is missing leaves its events out of the sums and counts them in gap_events.
-- @create
create table mart.sales_daily (
  store_id int not null,
  currency text not null,
  day date not null,
  country text not null,
  channel text not null,
  customer_type text not null,
  gross_sales numeric(20, 6) not null,
  discounts numeric(20, 6) not null,
  returns numeric(20, 6) not null,
  shipping numeric(20, 6) not null,
  tax numeric(20, 6) not null,
  fees numeric(20, 6) not null,
  gift_cards numeric(20, 6) not null,
  adjustments numeric(20, 6) not null,
  net_sales numeric(20, 6) not null generated always as (gross_sales + discounts + returns) stored,
  total_sales numeric(20, 6) not null generated always as (gross_sales + discounts + returns + shipping + tax + fees) stored,
  units numeric(20, 6) not null,
  orders bigint not null,
  new_customers bigint not null,
  returning_orders bigint not null,
  known_orders bigint not null,
  gap_events bigint not null,
  primary key (store_id, day, currency, country, channel, customer_type)
);
-- @fill $1 store, $2 days, $3 currencies, $4 whether any event has to be converted
insert into mart.sales_daily (
  store_id, currency, day, country, channel, customer_type,
  gross_sales, discounts, returns, shipping, tax, fees, gift_cards, adjustments,
  units, orders, new_customers, returning_orders, known_orders, gap_events)
-- An event in a currency that is asked needs no rate: nothing is joined for it.
with event as (
  select e.order_id, e.event_day, e.kind, e.currency, e.amount, e.quantity, 0 as gap_events
  from fact.sale_event e
  where e.store_id = $1::int and e.event_day = any($2::date[]) and e.currency = any($3::text[])
  union all
  select e.order_id, e.event_day, e.kind, t.currency, round(e.amount * r.rate, 6), e.quantity, case when r.rate is null then 1 else 0 end
  from fact.sale_event e
  join unnest($3::text[]) as t (currency) on t.currency <> e.currency
  left join dim.fx_daily r on r.currency = e.currency and r.target = t.currency and r.day = e.event_day
  where e.store_id = $1::int and e.event_day = any($2::date[])
    and $4::bool
),
-- First to the order and day, then to the cut: the join carries few rows.
order_day as (
  select order_id, event_day, currency,
    sum(amount) filter (where kind in ('sale', 'edit')) as gross_sales,
    sum(amount) filter (where kind = 'discount') as discounts,
    sum(amount) filter (where kind = 'return') as returns,
    sum(amount) filter (where kind = 'shipping') as shipping,
    sum(amount) filter (where kind = 'tax') as tax,
    sum(amount) filter (where kind = 'fee') as fees,
    sum(amount) filter (where kind = 'gift_card') as gift_cards,
    sum(amount) filter (where kind = 'adjustment') as adjustments,
    coalesce(sum(quantity) filter (where kind = 'sale'), 0) as units,
    sum(gap_events) as gap_events
  from event
  group by order_id, event_day, currency
),
cell as (
  select d.currency, d.event_day as day, o.order_id, o.country, coalesce(t.channel, o.channel) as channel, o.customer_id,
    d.gross_sales, d.discounts, d.returns, d.shipping, d.tax, d.fees, d.gift_cards, d.adjustments, d.units, d.gap_events,
    0 as orders
  from order_day d
  join fact.sales_order o on o.store_id = $1::int and o.order_id = d.order_id
  left join dim.traffic t on t.store_id = $1::int and t.traffic_id = o.traffic_id
  union all
  select w.currency, o.order_day, o.order_id, o.country, coalesce(t.channel, o.channel), o.customer_id,
    null, null, null, null, null, null, null, null, 0, 0, 1
  from fact.sales_order o
  cross join unnest($3::text[]) as w (currency)
  left join dim.traffic t on t.store_id = $1::int and t.traffic_id = o.traffic_id
  where o.store_id = $1::int and o.is_order and o.order_day = any($2::date[])
),
typed as (
  select c.*,
    case when c.customer_id is null then 'guest' when f.first_order_id = c.order_id then 'new' else 'returning' end as customer_type
  from cell c
  left join dim.customer f on f.store_id = $1::int and f.customer_id = c.customer_id
)
select $1::int, currency, day, coalesce(country, ''), coalesce(channel, ''), customer_type,
  coalesce(sum(gross_sales), 0), coalesce(sum(discounts), 0), coalesce(sum(returns), 0), coalesce(sum(shipping), 0),
  coalesce(sum(tax), 0), coalesce(sum(fees), 0), coalesce(sum(gift_cards), 0), coalesce(sum(adjustments), 0),
  sum(units), sum(orders),
  coalesce(sum(orders) filter (where customer_type = 'new'), 0),
  coalesce(sum(orders) filter (where customer_type = 'returning'), 0),
  coalesce(sum(orders) filter (where customer_type <> 'guest'), 0),
  sum(gap_events)
from typed
group by currency, day, coalesce(country, ''), coalesce(channel, ''), customer_type;
