with cell as (
  select bucket, count(*)::numeric as "customers", 0::numeric as "orders", 0::numeric as "gap_events"
  from (
    select distinct d."month_start" as bucket, m.store_id as counted_store, m."customer_id" as counted
    from "mart"."customer_daily" m
  join dim.day d on d.day = m.day
  where m.store_id = any($1::int[])
    and m.day >= $2::date and m.day < $3::date
  ) once
  group by bucket
  union all
  select d."month_start" as bucket, 0::numeric as "customers", sum(m."orders") as "orders", sum(m."gap_events") as "gap_events"
  from "mart"."sales_total_daily" m
  join dim.day d on d.day = m.day
  where m.store_id = any($4::int[])
    and m.currency = $5
    and m.day >= $6::date and m.day < $7::date
  group by d."month_start"
)
select bucket, false as is_other,
  sum("customers") as "customers",
  sum("orders") as "orders",
  sum("gap_events") as "gap_events"
from cell
group by bucket
order by bucket
-- [[1],"2026-11-01","2026-11-21",[1],"EUR","2026-11-01","2026-11-21"]
