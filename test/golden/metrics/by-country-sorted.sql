with cell as (
  select m."country" as "country", sum(m."net_sales") as "net_sales", sum(m."orders") as "orders", sum(m."gap_events") as "gap_events"
  from "mart"."sales_daily" m
  where m.store_id = any($1::int[])
    and m.currency = $2
    and m.day >= $3::date and m.day < $4::date
  group by m."country"
)
select null::date as bucket, "country", false as is_other,
  sum("net_sales") as "net_sales",
  sum("orders") as "orders",
  round(sum("net_sales") / nullif(sum("orders"), 0), 10) as "aov",
  sum("gap_events") as "gap_events"
from cell
group by "country"
order by sum("net_sales") desc nulls last, "country"
-- [[1],"EUR","2026-11-01","2026-11-21"]
