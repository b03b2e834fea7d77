with cell as (
  select d."week_start" as bucket, m."device" as "device", sum(m."sessions") as "sessions", sum(m."web_purchases") as "web_purchases", 0::numeric as "gap_events", sum(m."gap_web") as "gap_web"
  from "mart"."web_audience_daily" m
  join dim.day d on d.day = m.day
  where m.store_id = any($1::int[])
    and m.currency = $2
    and m.day >= $3::date and m.day < $4::date
  group by d."week_start", m."device"
  union all
  select d."week_start" as bucket, $5::text as "device", sum(m."sessions") as "sessions", sum(m."web_purchases") as "web_purchases", 0::numeric as "gap_events", sum(m."gap_web") as "gap_web"
  from "mart"."web_daily" m
  join dim.day d on d.day = m.day
  where m.store_id = any($6::int[])
    and m.currency = $7
    and m.day >= $8::date and m.day < $9::date
  group by d."week_start"
  union all
  select d."week_start" as bucket, $10::text as "device", -sum(m."sessions") as "sessions", -sum(m."web_purchases") as "web_purchases", 0::numeric as "gap_events", -sum(m."gap_web") as "gap_web"
  from "mart"."web_audience_daily" m
  join dim.day d on d.day = m.day
  where m.store_id = any($11::int[])
    and m.currency = $12
    and m.day >= $13::date and m.day < $14::date
  group by d."week_start"
)
select bucket, "device", false as is_other,
  sum("sessions") as "sessions",
  round(sum("web_purchases") / nullif(greatest(sum("sessions"), 0), 0), 10) as "ga4_conversion_rate",
  sum("gap_events") as "gap_events",
  sum("gap_web") as "gap_web"
from cell
group by bucket, "device"
having not ("device" = $15) or sum("sessions") <> 0 or sum("web_purchases") <> 0
order by bucket, "device"
-- [[1],"EUR","2026-11-01","2026-11-21","\u0001",[1],"EUR","2026-11-01","2026-11-21","\u0001",[1],"EUR","2026-11-01","2026-11-21","\u0001"]
