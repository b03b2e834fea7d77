with cell as (
  select m."customer_type" as "customer_type", sum(m."new_customers") as "new_customers", sum(m."gap_events") as "gap_events"
  from "mart"."sales_daily" m
  where m.store_id = any($1::int[])
    and m.currency = $2
    and m.day >= $3::date and m.day < $4::date
    and m."country" = any($5::text[])
  group by m."customer_type"
)
select null::date as bucket, "customer_type", false as is_other,
  sum("new_customers") as "new_customers",
  sum("gap_events") as "gap_events"
from cell
group by "customer_type"
order by "customer_type"
-- [[1],"EUR","2026-11-01","2026-11-21",["DE","Germany"]]
