with cell as (
  select m."platform" as "platform", sum(m."share_impressions") as "share_impressions", sum(m."eligible_impressions") as "eligible_impressions", sum(m."share_bounds") as "share_bounds", 0::numeric as "gap_events", sum(m."gap_ads") as "gap_ads"
  from "mart"."ads_daily" m
  where m.store_id = any($1::int[])
    and m.currency = $2
    and m.day >= $3::date and m.day < $4::date
  group by m."platform"
)
select null::date as bucket, "platform", false as is_other,
  round(sum("share_impressions") / nullif(sum("eligible_impressions"), 0), 10) as "impression_share",
  sum("share_bounds") as "bound_impression_share",
  sum("gap_events") as "gap_events",
  sum("gap_ads") as "gap_ads"
from cell
group by "platform"
order by "platform"
-- [[1],"EUR","2026-11-01","2026-11-21"]
