with cell as (
  select coalesce(p.category, '') as "category", sum(m."gross_sales") as "gross_sales", sum(m."gap_events") as "gap_events"
  from "mart"."product_daily" m
  left join dim.product p on p.store_id = m.store_id and p.product_id = m.product_id
  where m.store_id = any($1::int[])
    and m.currency = $2
    and m.day >= $3::date and m.day < $4::date
    and coalesce(p.category, '') = any($5::text[])
  group by coalesce(p.category, '')
  union all
  select coalesce(p.category, '') as "category", sum(m."gross_sales") as "gross_sales", sum(m."gap_events") as "gap_events"
  from "mart"."product_weekly" m
  left join dim.product p on p.store_id = m.store_id and p.product_id = m.product_id
  where m.store_id = any($6::int[])
    and m.currency = $7
    and m.day >= $8::date and m.day < $9::date
    and coalesce(p.category, '') = any($10::text[])
  group by coalesce(p.category, '')
  union all
  select coalesce(p.category, '') as "category", sum(m."gross_sales") as "gross_sales", sum(m."gap_events") as "gap_events"
  from "mart"."product_daily" m
  left join dim.product p on p.store_id = m.store_id and p.product_id = m.product_id
  where m.store_id = any($11::int[])
    and m.currency = $12
    and m.day >= $13::date and m.day < $14::date
    and coalesce(p.category, '') = any($15::text[])
  group by coalesce(p.category, '')
)
select null::date as bucket, "category", false as is_other,
  sum("gross_sales") as "gross_sales",
  sum("gap_events") as "gap_events"
from cell
group by "category"
order by "category"
-- [[1],"EUR","2026-11-01","2026-11-02",["Socks"],[1],"EUR","2026-11-02","2026-11-16",["Socks"],[1],"EUR","2026-11-16","2026-11-21",["Socks"]]
