with cell as (
  select m."campaign" as "campaign", sum(m."spend") as "spend", 0::numeric as "paid_net_sales", 0::numeric as "sessions", 0::numeric as "gap_events", sum(m."gap_ads") as "gap_ads", 0::numeric as "gap_web"
  from "mart"."ads_daily" m
  where m.store_id = any($1::int[])
    and m.currency = $2
    and m.day >= $3::date and m.day < $4::date
    and m."platform" = any($5::text[])
  group by m."campaign"
  union all
  select m."campaign" as "campaign", 0::numeric as "spend", sum(m."paid_net_sales") as "paid_net_sales", 0::numeric as "sessions", sum(m."gap_events") as "gap_events", 0::numeric as "gap_ads", 0::numeric as "gap_web"
  from "mart"."sales_source_daily" m
  where m.store_id = any($6::int[])
    and m.currency = $7
    and m.day >= $8::date and m.day < $9::date
    and m."platform" = any($10::text[])
  group by m."campaign"
  union all
  select m."campaign" as "campaign", 0::numeric as "spend", 0::numeric as "paid_net_sales", sum(m."sessions") as "sessions", 0::numeric as "gap_events", 0::numeric as "gap_ads", sum(m."gap_web") as "gap_web"
  from "mart"."web_daily" m
  where m.store_id = any($11::int[])
    and m.currency = $12
    and m.day >= $13::date and m.day < $14::date
    and m."platform" = any($15::text[])
  group by m."campaign"
)
select null::date as bucket, "campaign", false as is_other,
  sum("spend") as "spend",
  round(sum("paid_net_sales") / nullif(sum("spend"), 0), 10) as "roas",
  sum("sessions") as "sessions",
  sum("gap_events") as "gap_events",
  sum("gap_ads") as "gap_ads",
  sum("gap_web") as "gap_web"
from cell
group by "campaign"
order by "campaign"
-- [[1],"EUR","2026-11-01","2026-11-21",["meta"],[1],"EUR","2026-11-01","2026-11-21",["meta"],[1],"EUR","2026-11-01","2026-11-21",["meta"]]
