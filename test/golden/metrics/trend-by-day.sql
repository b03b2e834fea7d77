with cell as (
  select m.day as bucket, sum(m."net_sales") as "net_sales", sum(m."gap_events") as "gap_events"
  from "mart"."sales_total_daily" m
  where m.store_id = any($1::int[])
    and m.currency = $2
    and m.day >= $3::date and m.day < $4::date
  group by m.day
)
select bucket, false as is_other,
  sum("net_sales") as "net_sales",
  sum("gap_events") as "gap_events"
from cell
group by bucket
order by bucket
-- [[1],"EUR","2026-11-01","2026-11-21"]
