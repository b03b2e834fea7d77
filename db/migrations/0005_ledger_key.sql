-- One index on the ledger instead of two: an import was bound by keeping both. The ledger is read by day all the
-- time (marts, checks, the orders behind a number) and by order sometimes; so its key begins with the day, and an
-- order says between which days its lines stand. A writer that says nothing gets bounds that are always true.
alter table fact.sales_order
  add column first_event_day date not null default '-infinity',
  add column last_event_day date not null default 'infinity';

update fact.sales_order o set first_event_day = e.first_day, last_event_day = e.last_day
from (select store_id, order_id, min(event_day) as first_day, max(event_day) as last_day from fact.sale_event group by store_id, order_id) e
where e.store_id = o.store_id and e.order_id = o.order_id;

-- Kept contents become rows of fact.sales_order again: they need the columns too.
update raw.order_version set header = header || '{"first_event_day": "-infinity", "last_event_day": "infinity"}'::jsonb;

alter table fact.sale_event drop constraint sale_event_pkey;
alter table fact.sale_event add primary key (store_id, event_day, order_id, line_no);
drop index fact.sale_event_day;
