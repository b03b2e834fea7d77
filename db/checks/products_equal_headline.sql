-- Net sales by product don't add up to net sales.
-- $1 store, $2 days. The headline mart against the sum over products, per day and currency.
with product as (
  select currency, day, sum(net_sales) as net_sales
  from mart.product_daily
  where store_id = $1::int and day = any($2::date[])
  group by currency, day
),
headline as (
  select currency, day, net_sales
  from mart.sales_total_daily
  where store_id = $1::int and day = any($2::date[])
)
select coalesce(h.day, p.day)::text as day, coalesce(h.currency, p.currency) as currency, h.net_sales::text as headline, p.net_sales::text as products
from headline h
full join product p on p.currency = h.currency and p.day = h.day
where coalesce(h.net_sales, 0) <> coalesce(p.net_sales, 0)
order by 1
