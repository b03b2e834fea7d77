-- The daily figures differ from the sales ledger.
-- $1 store, $2 days. Days on which the headline mart, in the store's own currency, is not the ledger's sum.
-- Days with orders in another currency are left to the conversion's own gap count.
with ledger as (
  select e.event_day as day, sum(e.amount) as amount, bool_or(e.currency <> s.currency) as is_mixed
  from fact.sale_event e
  join dim.store s on s.store_id = e.store_id
  where e.store_id = $1::int and e.event_day = any($2::date[])
  group by e.event_day
),
headline as (
  select d.day, sum(d.gross_sales + d.discounts + d.returns + d.shipping + d.tax + d.fees + d.gift_cards + d.adjustments) as amount
  from mart.sales_total_daily d
  join dim.store s on s.store_id = d.store_id and s.currency = d.currency
  where d.store_id = $1::int and d.day = any($2::date[])
  group by d.day
)
select coalesce(l.day, h.day)::text as day, l.amount::text as ledger, h.amount::text as mart
from ledger l
full join headline h on h.day = l.day
where coalesce(l.amount, 0) <> coalesce(h.amount, 0) and not coalesce(l.is_mixed, false)
order by 1
