with cell as (
  select sum(m."net_sales") as "net_sales", sum(m."orders") as "orders", sum(m."gap_events") as "gap_events"
  from "mart"."sales_total_daily" m
  where m.store_id = any($1::int[])
    and m.currency = $2
    and m.day >= $3::date and m.day < $4::date
)
select null::date as bucket, false as is_other,
  sum("net_sales") as "net_sales",
  sum("orders") as "orders",
  round(sum("net_sales") / nullif(sum("orders"), 0), 10) as "aov",
  sum("gap_events") as "gap_events"
from cell
-- [[1],"EUR","2026-11-01","2026-11-21"]
