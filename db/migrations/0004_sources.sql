-- Sources: connections, what each stream has loaded, every run, and the facts that they bring.
-- Tables of schema ingest are local to the coordinator on Citus; facts are distributed by store_id.

-- One account of one vendor, connected to one store.
create table ingest.connection (
  connection_id int generated always as identity primary key,
  store_id int not null,
  source text not null,
  name text not null,
  settings jsonb not null default '{}',
  -- Base and token URLs that stand in for the vendor's; only `npm run connect` writes them.
  endpoint jsonb,
  -- Sealed by lib/secrets; never leaves the server.
  secret jsonb,
  -- What the vendor said of the account when it was last tested: id, name, currency, zone.
  account jsonb,
  state text not null default 'active' check (state in ('active', 'paused', 'stopped')),
  -- Why it is stopped and what to do, as an error of the closed list.
  problem jsonb,
  is_demo boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  tested_at timestamptz,
  unique (store_id, source, name)
);

-- How far a stream of a connection is: [done_from, done_to) is loaded without a gap.
create table ingest.stream (
  connection_id int not null references ingest.connection on delete cascade,
  stream text not null,
  done_from date,
  done_to date,
  -- Where the history ends: earlier days are not asked for.
  history_from date,
  -- For streams that are asked for changes: the watermark, and where a walk was broken off.
  cursor jsonb,
  nightly_at timestamptz,
  weekly_at timestamptz,
  checked_at timestamptz,
  due_at timestamptz,
  failures int not null default 0,
  problem jsonb,
  primary key (connection_id, stream)
);

-- Every run of a stream, kept.
create table ingest.run (
  run_id bigint generated always as identity primary key,
  connection_id int not null references ingest.connection on delete cascade,
  stream text not null,
  reason text not null check (reason in ('first', 'backfill', 'recent', 'nightly', 'weekly', 'poll', 'manual')),
  from_day date,
  to_day date,
  state text not null check (state in ('running', 'done', 'partial', 'failed')),
  requests int not null default 0,
  rows_read int not null default 0,
  rows_written int not null default 0,
  rejected int not null default 0,
  days_changed int not null default 0,
  -- Fields that the vendor sent and we don't know, or that went missing: path → count.
  drift jsonb not null default '{}',
  problem jsonb,
  started_at timestamptz not null,
  finished_at timestamptz
);
create index run_connection on ingest.run (connection_id, run_id desc);
create index run_started on ingest.run (started_at desc);

-- Rows of a payload that could not be read, with where and why; e-mail and secrets are blanked.
create table ingest.run_reject (
  run_id bigint not null references ingest.run on delete cascade,
  reject_no int not null,
  path text not null,
  reason text not null,
  sample text not null,
  primary key (run_id, reject_no)
);

-- What stands for a day of a stream, and what the source itself said the day holds.
create table ingest.source_day (
  connection_id int not null references ingest.connection on delete cascade,
  stream text not null,
  day date not null,
  run_id bigint not null,
  fetched_at timestamptz not null,
  row_count int not null,
  -- Of the day's rows as they were written: equal means unchanged.
  fingerprint text not null,
  -- Sum of the fact's key measure as stored, and the source's own total for it where it tells one.
  ours numeric(24, 6) not null,
  told numeric(24, 6),
  flags text[] not null default '{}',
  primary key (connection_id, stream, day)
);

-- Every time a day that stood was told differently: why yesterday's number changed.
create table ingest.source_day_change (
  connection_id int not null references ingest.connection on delete cascade,
  stream text not null,
  day date not null,
  run_id bigint not null,
  changed_at timestamptz not null,
  rows_before int not null,
  rows_after int not null,
  ours_before numeric(24, 6) not null,
  ours_after numeric(24, 6) not null,
  primary key (connection_id, stream, day, run_id)
);
create index source_day_change_at on ingest.source_day_change (changed_at desc);

-- Payloads as they came, gzip; replayable, kept for a number of days.
create table raw.source_page (
  store_id int not null,
  connection_id int not null,
  stream text not null,
  from_day date not null,
  page_no int not null,
  to_day date not null,
  run_id bigint not null,
  fetched_at timestamptz not null,
  byte_count int not null,
  body bytea not null,
  primary key (store_id, connection_id, stream, from_day, page_no)
);
alter table raw.source_page alter column body set storage external;

-- Where visits come from: one row for each different source, medium, campaign and told channel. The key is a
-- hash of those, so that facts need no look-up; the channel follows from rules and can be made anew.
create table dim.traffic (
  store_id int not null,
  traffic_id bigint not null,
  source text not null,
  medium text not null,
  campaign_id text not null,
  campaign text not null,
  told_channel text not null,
  channel text not null,
  rule text not null,
  primary key (store_id, traffic_id)
);

-- Ad campaigns as last told.
create table dim.campaign (
  store_id int not null,
  platform text not null,
  account_id text not null,
  campaign_id text not null,
  connection_id int not null,
  name text not null,
  status text not null,
  -- The platform's own word for the type, and the channel that its clicks land in.
  kind text not null,
  channel text not null,
  primary key (store_id, platform, account_id, campaign_id)
);

-- Web analytics. Days are the property's own. Users never add up, so they stand by the day alone.
create table fact.web_traffic_day (
  store_id int not null, day date not null, connection_id int not null, traffic_id bigint not null,
  sessions bigint not null, engaged_sessions bigint not null, new_users bigint not null, views bigint not null,
  carts bigint not null, checkouts bigint not null, purchases bigint not null,
  revenue numeric(20, 6) not null, currency text not null, key_events numeric(20, 6) not null,
  primary key (store_id, day, connection_id, traffic_id)
);
create table fact.web_audience_day (
  store_id int not null, day date not null, connection_id int not null, country text not null, device text not null,
  sessions bigint not null, engaged_sessions bigint not null, carts bigint not null, checkouts bigint not null,
  purchases bigint not null, revenue numeric(20, 6) not null, currency text not null,
  primary key (store_id, day, connection_id, country, device)
);
create table fact.web_landing_day (
  store_id int not null, day date not null, connection_id int not null, page text not null, told_channel text not null,
  sessions bigint not null, engaged_sessions bigint not null, purchases bigint not null,
  revenue numeric(20, 6) not null, currency text not null,
  primary key (store_id, day, connection_id, page, told_channel)
);
create table fact.web_users_day (
  store_id int not null, day date not null, connection_id int not null,
  total_users bigint not null, new_users bigint not null, active_users bigint not null,
  primary key (store_id, day, connection_id)
);
-- The web analytics' view of an order: joined to orders, never summed with them.
create table fact.web_order (
  store_id int not null, day date not null, connection_id int not null, transaction_id text not null, traffic_id bigint not null,
  purchases bigint not null, revenue numeric(20, 6) not null, refunds numeric(20, 6) not null, currency text not null,
  primary key (store_id, day, connection_id, transaction_id, traffic_id)
);

-- Search results. position_sum is position × impressions, so that averages weigh impressions.
create table fact.seo_total_day (
  store_id int not null, day date not null, connection_id int not null, search_type text not null,
  clicks bigint not null, impressions bigint not null, position_sum numeric(24, 6) not null, is_final boolean not null,
  primary key (store_id, day, connection_id, search_type)
);
create table fact.seo_audience_day (
  store_id int not null, day date not null, connection_id int not null, search_type text not null, country text not null, device text not null,
  clicks bigint not null, impressions bigint not null, position_sum numeric(24, 6) not null, is_final boolean not null,
  primary key (store_id, day, connection_id, search_type, country, device)
);
create table fact.seo_page_day (
  store_id int not null, day date not null, connection_id int not null, search_type text not null, page text not null,
  clicks bigint not null, impressions bigint not null, position_sum numeric(24, 6) not null, is_final boolean not null,
  primary key (store_id, day, connection_id, search_type, page)
);
create table fact.seo_query_day (
  store_id int not null, day date not null, connection_id int not null, search_type text not null, query text not null,
  clicks bigint not null, impressions bigint not null, position_sum numeric(24, 6) not null, is_final boolean not null,
  primary key (store_id, day, connection_id, search_type, query)
);

-- Paid media at the grain where money is true: campaign and day, in the account's currency and day.
-- eligible_impressions is impressions ÷ impression share; is_share_censored: the share was told as "under 10 %".
create table fact.ad_day (
  store_id int not null, day date not null, connection_id int not null, platform text not null, account_id text not null, campaign_id text not null,
  impressions bigint not null, clicks bigint not null, spend numeric(20, 6) not null, currency text not null,
  conversions numeric(20, 6) not null, conversions_value numeric(20, 6) not null,
  share_impressions bigint, eligible_impressions numeric(24, 6), is_share_censored boolean not null,
  primary key (store_id, day, connection_id, platform, account_id, campaign_id)
);
create table fact.ad_conversion_day (
  store_id int not null, day date not null, connection_id int not null, platform text not null, account_id text not null, campaign_id text not null,
  action text not null, category text not null,
  conversions numeric(20, 6) not null, conversions_value numeric(20, 6) not null, currency text not null,
  primary key (store_id, day, connection_id, platform, account_id, campaign_id, action)
);
create table fact.ad_term_day (
  store_id int not null, day date not null, connection_id int not null, campaign_id text not null, term text not null,
  impressions bigint not null, clicks bigint not null, spend numeric(20, 6) not null, currency text not null,
  conversions numeric(20, 6) not null, conversions_value numeric(20, 6) not null,
  primary key (store_id, day, connection_id, campaign_id, term)
);

-- Speed as visitors had it: the 75th percentile of 28 days to `day`. Never summed; null is "too little traffic".
create table fact.vitals_period (
  store_id int not null, day date not null, connection_id int not null, subject text not null, form_factor text not null,
  lcp_p75_ms numeric(12, 3), inp_p75_ms numeric(12, 3), cls_p75 numeric(12, 6),
  lcp_good numeric(9, 6), inp_good numeric(9, 6), cls_good numeric(9, 6),
  primary key (store_id, day, connection_id, subject, form_factor)
);
create table fact.lab_run (
  store_id int not null, day date not null, connection_id int not null, subject text not null, form_factor text not null,
  score numeric(6, 4), lcp_ms numeric(12, 3), cls numeric(12, 6), tbt_ms numeric(12, 3),
  primary key (store_id, day, connection_id, subject, form_factor)
);

-- What goods cost, from a day on.
create table fact.product_cost (
  store_id int not null, product_id text not null, from_day date not null, cost numeric(20, 6) not null, currency text not null,
  primary key (store_id, product_id, from_day)
);

-- How an order came: its touches in order, the one that counts first, with how that was found and how sure.
create table fact.order_touch (
  store_id int not null, order_id text not null, touch_no int not null,
  touched_at timestamptz, landing_page text, referrer text,
  traffic_id bigint not null, click_kind text, coupon text, method text not null, confidence text not null, is_counted boolean not null,
  primary key (store_id, order_id, touch_no)
);

-- An order that a connection told: which one, where it came from, when the shop last changed it.
alter table fact.sales_order add column connection_id int;
alter table fact.sales_order add column traffic_id bigint;
alter table fact.sales_order add column changed_at timestamptz;
create index sales_order_traffic on fact.sales_order (store_id, traffic_id) where traffic_id is not null;
