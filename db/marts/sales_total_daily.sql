-- Grain: store × currency × day: the headline figures without cuts, for long periods.
-- Reads: mart.sales_daily of the same days.
-- @after sales_daily
-- @create
create table mart.sales_total_daily (
  store_id int not null,
  currency text not null,
  day date not null,
  gross_sales numeric(20, 6) not null,
  discounts numeric(20, 6) not null,
  returns numeric(20, 6) not null,
  shipping numeric(20, 6) not null,
  tax numeric(20, 6) not null,
  fees numeric(20, 6) not null,
  gift_cards numeric(20, 6) not null,
  adjustments numeric(20, 6) not null,
  net_sales numeric(20, 6) not null generated always as (gross_sales + discounts + returns) stored,
  total_sales numeric(20, 6) not null generated always as (gross_sales + discounts + returns + shipping + tax + fees) stored,
  units numeric(20, 6) not null,
  orders bigint not null,
  new_customers bigint not null,
  returning_orders bigint not null,
  known_orders bigint not null,
  gap_events bigint not null,
  primary key (store_id, day, currency)
);
-- @fill $1 store, $2 days
insert into mart.sales_total_daily (
  store_id, currency, day,
  gross_sales, discounts, returns, shipping, tax, fees, gift_cards, adjustments,
  units, orders, new_customers, returning_orders, known_orders, gap_events)
select store_id, currency, day,
  sum(gross_sales), sum(discounts), sum(returns), sum(shipping), sum(tax), sum(fees), sum(gift_cards), sum(adjustments),
  sum(units), sum(orders), sum(new_customers), sum(returning_orders), sum(known_orders), sum(gap_events)
from mart.sales_daily
where store_id = $1::int and day = any($2::date[])
group by store_id, currency, day;
