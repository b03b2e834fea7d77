with cell as (
  select m."query" as "query", sum(m."search_clicks") as "search_clicks", sum(m."position_sum") as "position_sum", sum(m."search_impressions") as "search_impressions", 0::numeric as "gap_events"
  from "mart"."seo_query_daily" m
  where m.store_id = any($1::int[])
    and m.day >= $2::date and m.day < $3::date
  group by m."query"
  union all
  select $4::text as "query", sum(m."search_clicks") as "search_clicks", sum(m."position_sum") as "position_sum", sum(m."search_impressions") as "search_impressions", 0::numeric as "gap_events"
  from "mart"."seo_total_daily" m
  where m.store_id = any($5::int[])
    and m.day >= $6::date and m.day < $7::date
  union all
  select $8::text as "query", -sum(m."search_clicks") as "search_clicks", -sum(m."position_sum") as "position_sum", -sum(m."search_impressions") as "search_impressions", 0::numeric as "gap_events"
  from "mart"."seo_query_daily" m
  where m.store_id = any($9::int[])
    and m.day >= $10::date and m.day < $11::date
),
ranked as (
  select "query", sum("search_clicks") as "search_clicks", sum("position_sum") as "position_sum", sum("search_impressions") as "search_impressions", sum("gap_events") as "gap_events", case when "query" = $12 or row_number() over (order by "query" = $13, sum("search_clicks") desc nulls last, "query") <= $14 then 0 else 1 end as is_other
  from cell
  group by "query"
having not ("query" = $15) or sum("search_clicks") <> 0 or sum("position_sum") <> 0 or sum("search_impressions") <> 0
)
select null::date as bucket, case when is_other = 0 then "query" end as "query", is_other = 1 as is_other,
  sum("search_clicks") as "search_clicks",
  round(sum("position_sum") / nullif(greatest(sum("search_impressions"), 0), 0), 10) as "search_position",
  sum("gap_events") as "gap_events"
from ranked
group by is_other, case when is_other = 0 then "query" end
order by is_other, sum("search_clicks") desc nulls last, 2
-- [[1],"2026-11-01","2026-11-21","\u0001",[1],"2026-11-01","2026-11-21","\u0001",[1],"2026-11-01","2026-11-21","\u0001","\u0001",10,"\u0001"]
