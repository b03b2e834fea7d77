-- The ground floor: layers as schemas, stores, days, rates, the sales ledger.
-- Rules that every table keeps (one Postgres and Citus alike): a table whose primary key
-- begins with store_id is distributed by it; a table of schema dim without store_id is a
-- reference table; everything else is local to the coordinator. db/citus.ts applies this.
create schema app;
create schema dim;
create schema raw;
create schema fact;
create schema mart;
create schema plan;
create schema ingest;

-- A shop: its orders' days are cut in `zone`, its figures are in `currency`.
create table dim.store (
  store_id int primary key,
  name text not null unique,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  zone text not null,
  created_at timestamptz not null
);

-- One row a day; every grain is a column, so that fiscal weeks and quarters need no code.
create table dim.day (
  day date primary key,
  weekday int not null check (weekday between 1 and 7), -- ISO: 1 is Monday
  iso_year int not null,
  iso_week int not null,
  week_start date not null,
  month_start date not null,
  quarter_start date not null,
  year_start date not null,
  fiscal_year int not null,
  fiscal_quarter int not null,
  fiscal_period int not null,
  fiscal_week int not null,
  fiscal_week_start date not null,
  fiscal_period_start date not null,
  fiscal_quarter_start date not null,
  fiscal_year_start date not null
);

-- What one unit of `base` is worth in `quote` on `day`. A missing rate is a gap with a name, never 1.
create table dim.fx_rate (
  base text not null,
  quote text not null,
  day date not null,
  rate numeric(24, 12) not null check (rate > 0),
  source text not null,
  loaded_at timestamptz not null,
  primary key (base, quote, day)
);

-- When a customer first ordered: what "new" and "returning" rest on.
create table dim.customer (
  store_id int not null,
  customer_id text not null,
  first_order_id text not null,
  first_order_at timestamptz not null,
  first_order_day date not null,
  primary key (store_id, customer_id)
);

create table dim.product (
  store_id int not null,
  product_id text not null,
  name text,
  category text,
  primary key (store_id, product_id)
);

-- An order as the shop last told it. content_hash says whether a later telling differs.
create table fact.sales_order (
  store_id int not null,
  order_id text not null,
  source text not null,
  import_id bigint,
  placed_at timestamptz not null,
  order_day date not null,
  customer_id text,
  country text,
  channel text,
  currency text not null,
  is_order boolean not null, -- false: a cancellation or adjustment that stands alone
  content_hash numeric not null,
  line_count int not null,
  primary key (store_id, order_id)
);
create index sales_order_customer on fact.sales_order (store_id, customer_id, placed_at);
create index sales_order_day on fact.sales_order (store_id, order_day);

-- The sales ledger: money moves, dated when they happened, signed (a return is negative).
create table fact.sale_event (
  store_id int not null,
  order_id text not null,
  line_no int not null,
  kind text not null check (kind in ('sale', 'edit', 'discount', 'return', 'shipping', 'tax', 'fee', 'gift_card', 'adjustment')),
  event_at timestamptz not null,
  event_day date not null,
  amount numeric(20, 6) not null,
  currency text not null,
  quantity numeric(20, 6) not null,
  product_id text,
  primary key (store_id, order_id, line_no)
);
create index sale_event_day on fact.sale_event (store_id, event_day);

-- Days whose marts must be made again, per store.
create table ingest.dirty_day (
  store_id int not null,
  day date not null,
  reason text not null,
  marked_at timestamptz not null default now(),
  primary key (store_id, day)
);

-- What a refresh did: days and rows per mart, kept so that it can be shown.
create table ingest.refresh (
  refresh_id bigint generated always as identity primary key,
  store_id int not null,
  kind text not null check (kind in ('days', 'full')),
  days date[] not null,
  rows jsonb not null,
  started_at timestamptz not null,
  finished_at timestamptz not null
);

-- The stretches of days that a source's data covers whole, per store: periods end with the last, and days
-- between two stretches are unknown, not zero.
create table ingest.coverage (
  store_id int not null,
  source text not null,
  from_day date not null,
  through_day date not null,
  updated_at timestamptz not null default now(),
  primary key (store_id, source, from_day)
);

-- Which text of a mart file made the table that stands; another text means a rebuild.
create table ingest.mart_version (
  mart text primary key,
  file_hash text not null,
  built_at timestamptz not null default now()
);

create table app.setting (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);
-- What the checks said when they last ran, per store: a figure is "reconciled" only while its checks pass.
create table ingest.check_result (
  store_id int not null,
  check_id text not null,
  failed int not null,
  offenders jsonb not null,
  checked_at timestamptz not null default now(),
  primary key (store_id, check_id)
);

-- Rates carried to every day that needs one (at most 7 days forward), so that a mart joins and never searches.
create table dim.fx_daily (
  currency text not null,
  target text not null,
  day date not null,
  rate numeric(24, 12) not null,
  primary key (currency, target, day)
);

-- Days whose events could not be converted, by name: what a money figure lacks in that currency.
create table ingest.fx_gap (
  store_id int not null,
  currency text not null,
  target text not null,
  day date not null,
  events int not null,
  primary key (store_id, currency, target, day)
);
