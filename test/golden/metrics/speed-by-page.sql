with cell as (
  select "page", case when count(*) = 1 then max("lcp_p75") end as "lcp_p75", case when count(*) = 1 then max("cls_p75") end as "cls_p75", 0::numeric as "gap_events"
  from (
    select m."page" as "page", m."lcp_p75", m."cls_p75", row_number() over (partition by m.store_id, m."device", m."page" order by m.day desc) as age
    from "mart"."vitals_daily" m
  where m.store_id = any($1::int[])
    and m.day >= $2::date and m.day < $3::date
    and m."device" = $4
  ) newest
  where age = 1
  group by "page"
)
select null::date as bucket, "page", false as is_other,
  case when count("lcp_p75") = 1 then sum("lcp_p75") end as "lcp_p75",
  case when count("cls_p75") = 1 then sum("cls_p75") end as "cls_p75",
  sum("gap_events") as "gap_events"
from cell
group by "page"
order by "page"
-- [[1],"2026-11-01","2026-11-21","all"]
