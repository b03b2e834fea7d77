-- Grain: store × day × customer: who ordered on a day, so that customers of any period are counted once.
-- Reads: fact.sales_order.
-- @create
create table mart.customer_daily (
  store_id int not null,
  day date not null,
  customer_id text not null,
  primary key (store_id, day, customer_id)
);
-- @fill $1 store, $2 days
insert into mart.customer_daily (store_id, day, customer_id)
select distinct store_id, order_day, customer_id
from fact.sales_order
where store_id = $1::int and order_day = any($2::date[]) and is_order and customer_id is not null;
