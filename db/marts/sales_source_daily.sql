-- Grain: store × currency × day × channel × source × medium × campaign × ad platform: own orders by where they came from.
-- Reads: fact.sale_event and fact.sales_order of orders whose touch is known, dim.traffic_campaign, mart.sales_daily.
-- Orders without a known touch are what is left of sales_daily: they stand under '' and are not read again.
-- So every way of adding up gives the headline, and a store without touches pays for no second pass.
-- "paid" columns hold orders that came by a click that an ad platform of the store was paid for.
-- @after sales_daily
-- @create
create table mart.sales_source_daily (
  store_id int not null,
  currency text not null,
  day date not null,
  channel text not null,
  source text not null,
  medium text not null,
  campaign text not null,
  platform text not null,
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
  paid_net_sales numeric(20, 6) not null generated always as (case when platform <> '' then gross_sales + discounts + returns else 0 end) stored,
  paid_orders bigint not null generated always as (case when platform <> '' then orders else 0 end) stored,
  gap_events bigint not null,
  primary key (store_id, day, currency, channel, source, medium, campaign, platform)
);
-- @fill $1 store, $2 days, $3 currencies
insert into mart.sales_source_daily (
  store_id, currency, day, channel, source, medium, campaign, platform,
  gross_sales, discounts, returns, shipping, tax, fees, gift_cards, adjustments,
  units, orders, new_customers, returning_orders, known_orders, gap_events)
-- Nothing is read of the ledger where no order of the store has a touch.
with event as (
  select e.order_id, o.traffic_id, o.customer_id, e.event_day, e.kind, w.currency, e.quantity,
    case when e.currency = w.currency then e.amount else round(e.amount * r.rate, 6) end as amount,
    case when e.currency <> w.currency and r.rate is null then 1 else 0 end as gap_events
  from fact.sale_event e
  join fact.sales_order o on o.store_id = $1::int and o.order_id = e.order_id and o.traffic_id is not null
  cross join unnest($3::text[]) as w (currency)
  left join dim.fx_daily r on r.currency = e.currency and r.target = w.currency and r.day = e.event_day and e.currency <> w.currency
  where e.store_id = $1::int and e.event_day = any($2::date[])
    and (select true from fact.sales_order known where known.store_id = $1::int and known.traffic_id is not null limit 1)
),
cell as (
  select traffic_id, currency, event_day as day,
    coalesce(sum(amount) filter (where kind in ('sale', 'edit')), 0) as gross_sales,
    coalesce(sum(amount) filter (where kind = 'discount'), 0) as discounts,
    coalesce(sum(amount) filter (where kind = 'return'), 0) as returns,
    coalesce(sum(amount) filter (where kind = 'shipping'), 0) as shipping,
    coalesce(sum(amount) filter (where kind = 'tax'), 0) as tax,
    coalesce(sum(amount) filter (where kind = 'fee'), 0) as fees,
    coalesce(sum(amount) filter (where kind = 'gift_card'), 0) as gift_cards,
    coalesce(sum(amount) filter (where kind = 'adjustment'), 0) as adjustments,
    coalesce(sum(quantity) filter (where kind = 'sale'), 0) as units,
    0 as orders, 0 as new_customers, 0 as returning_orders, 0 as known_orders, sum(gap_events) as gap_events
  from event
  group by traffic_id, currency, event_day
  union all
  select o.traffic_id, w.currency, o.order_day, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    count(*), count(*) filter (where c.first_order_id = o.order_id), count(*) filter (where o.customer_id is not null and c.first_order_id is distinct from o.order_id),
    count(*) filter (where o.customer_id is not null), 0
  from fact.sales_order o
  cross join unnest($3::text[]) as w (currency)
  left join dim.customer c on c.store_id = $1::int and c.customer_id = o.customer_id
  where o.store_id = $1::int and o.is_order and o.order_day = any($2::date[]) and o.traffic_id is not null
  group by o.traffic_id, w.currency, o.order_day
),
seen as materialized (
  select v.traffic_id, v.channel, lower(v.source) as source, lower(v.medium) as medium, v.campaign, v.platform
  from dim.traffic_campaign v
  where v.store_id = $1::int and v.traffic_id = any(array(select distinct traffic_id from cell))
),
told as (
  select c.currency, c.day, s.channel, s.source, s.medium, s.campaign, s.platform,
    sum(c.gross_sales) as gross_sales, sum(c.discounts) as discounts, sum(c.returns) as returns, sum(c.shipping) as shipping, sum(c.tax) as tax, sum(c.fees) as fees, sum(c.gift_cards) as gift_cards, sum(c.adjustments) as adjustments, sum(c.units) as units, sum(c.orders) as orders, sum(c.new_customers) as new_customers, sum(c.returning_orders) as returning_orders, sum(c.known_orders) as known_orders, sum(c.gap_events) as gap_events
  from cell c
  join seen s on s.traffic_id = c.traffic_id
  group by c.currency, c.day, s.channel, s.source, s.medium, s.campaign, s.platform
),
-- The headline less what was told: exact, because every event was converted and rounded by itself.
part as (
  select true as is_told, * from told
  union all
  select false, currency, day, channel, '', '', '', '', gross_sales, discounts, returns, shipping, tax, fees, gift_cards, adjustments, units, orders, new_customers, returning_orders, known_orders, gap_events
  from mart.sales_daily
  where store_id = $1::int and day = any($2::date[])
  union all
  select false, currency, day, channel, '', '', '', '', -gross_sales, -discounts, -returns, -shipping, -tax, -fees, -gift_cards, -adjustments, -units, -orders, -new_customers, -returning_orders, -known_orders, -gap_events
  from told
)
select $1::int, currency, day, channel, source, medium, campaign, platform,
  sum(gross_sales), sum(discounts), sum(returns), sum(shipping), sum(tax), sum(fees), sum(gift_cards), sum(adjustments),
  sum(units), sum(orders), sum(new_customers), sum(returning_orders), sum(known_orders), sum(gap_events)
from part
group by currency, day, channel, source, medium, campaign, platform
having bool_or(is_told) or sum(gross_sales) <> 0 or sum(discounts) <> 0 or sum(returns) <> 0 or sum(shipping) <> 0 or sum(tax) <> 0 or sum(fees) <> 0 or sum(gift_cards) <> 0 or sum(adjustments) <> 0 or sum(units) <> 0 or sum(orders) <> 0 or sum(new_customers) <> 0 or sum(returning_orders) <> 0 or sum(known_orders) <> 0 or sum(gap_events) <> 0;
