-- Ad spend differs from what the ad accounts told.
-- $1 store, $2 days. Days on which spend in the store's own currency is not the sum over the accounts' rows.
-- Days with an account in another currency are left to the conversion's own gap count.
with told as (
  select a.day, sum(a.spend) as spend, bool_or(a.currency <> s.currency) as is_mixed
  from fact.ad_day a
  join dim.store s on s.store_id = a.store_id
  where a.store_id = $1::int and a.day = any($2::date[])
  group by a.day
),
shown as (
  select d.day, sum(d.spend) as spend
  from mart.ads_daily d
  join dim.store s on s.store_id = d.store_id and s.currency = d.currency
  where d.store_id = $1::int and d.day = any($2::date[])
  group by d.day
)
select coalesce(t.day, h.day)::text as day, t.spend::text as accounts, h.spend::text as shown
from told t
full join shown h on h.day = t.day
where coalesce(t.spend, 0) <> coalesce(h.spend, 0) and not coalesce(t.is_mixed, false)
order by 1
