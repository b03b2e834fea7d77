with cell as (
  select m.product_id as "product", sum(m."net_sales") as "net_sales", sum(m."gap_events") as "gap_events"
  from "mart"."product_daily" m
  where m.store_id = any($1::int[])
    and m.currency = $2
    and m.day >= $3::date and m.day < $4::date
  group by m.product_id
  union all
  select m.product_id as "product", sum(m."net_sales") as "net_sales", sum(m."gap_events") as "gap_events"
  from "mart"."product_weekly" m
  where m.store_id = any($5::int[])
    and m.currency = $6
    and m.day >= $7::date and m.day < $8::date
  group by m.product_id
  union all
  select m.product_id as "product", sum(m."net_sales") as "net_sales", sum(m."gap_events") as "gap_events"
  from "mart"."product_daily" m
  where m.store_id = any($9::int[])
    and m.currency = $10
    and m.day >= $11::date and m.day < $12::date
  group by m.product_id
),
ranked as (
  select "product", sum("net_sales") as "net_sales", sum("gap_events") as "gap_events", case when "product" = any($13::text[]) then 0 else 1 end as is_other
  from cell
  group by "product"
)
select null::date as bucket, case when is_other = 0 then "product" end as "product", is_other = 1 as is_other,
  sum("net_sales") as "net_sales",
  sum("gap_events") as "gap_events"
from ranked
group by is_other, case when is_other = 0 then "product" end
order by is_other, 2
-- [[1],"EUR","2026-11-01","2026-11-02",[1],"EUR","2026-11-02","2026-11-16",[1],"EUR","2026-11-16","2026-11-21",["A-1","B-2"]]
