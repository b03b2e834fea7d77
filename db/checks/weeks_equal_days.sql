-- Weekly figures by product don't add up from their days.
-- @grain week
-- $1 store, $2 days. Weeks that hold one of the days, where the weekly sum is not the daily one.
with week as (
  select distinct date_trunc('week', day)::date as monday from unnest($2::date[]) as day
),
weekly as (
  select p.day, p.currency, sum(p.net_sales) as net_sales
  from week
  join mart.product_weekly p on p.store_id = $1::int and p.day = week.monday
  group by p.day, p.currency
),
daily as (
  select p.day - (extract(isodow from p.day)::int - 1) as day, p.currency, sum(p.net_sales) as net_sales
  from mart.product_daily p
  where p.store_id = $1::int and p.day = any(array(select monday + weekday from week cross join generate_series(0, 6) as weekday))
  group by 1, p.currency
)
select coalesce(w.day, d.day)::text as day, coalesce(w.currency, d.currency) as currency, w.net_sales::text as week, d.net_sales::text as days
from weekly w
full join daily d on d.day = w.day and d.currency = w.currency
where coalesce(w.net_sales, 0) <> coalesce(d.net_sales, 0)
order by 1
