-- Net sales by source and campaign don't add up to net sales.
-- $1 store, $2 days. The headline mart against the sum over where orders came from, per day and currency.
with source as (
  select currency, day, sum(net_sales) as net_sales, sum(orders) as orders
  from mart.sales_source_daily
  where store_id = $1::int and day = any($2::date[])
  group by currency, day
),
headline as (
  select currency, day, net_sales, orders
  from mart.sales_total_daily
  where store_id = $1::int and day = any($2::date[])
)
select coalesce(h.day, s.day)::text as day, coalesce(h.currency, s.currency) as currency, h.net_sales::text as headline, s.net_sales::text as sources
from headline h
full join source s on s.currency = h.currency and s.day = h.day
where coalesce(h.net_sales, 0) <> coalesce(s.net_sales, 0) or coalesce(h.orders, 0) <> coalesce(s.orders, 0)
order by 1
