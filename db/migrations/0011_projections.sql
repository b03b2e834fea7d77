-- Projections, kept by the day they were made and never overwritten; figures that people set instead of them.

-- One making of a store's projections. The same day with other inputs is a further version; the newest that is
-- finished is shown. A backcast is made later for a past day and graded apart.
create table plan.projection_run (
  store_id int not null,
  as_of date not null,
  kind text not null check (kind in ('live', 'backcast')),
  version int not null,
  -- Which forecaster, and a hash of all that it was fed: the same again changes nothing.
  method text not null,
  inputs_hash text not null,
  -- The last day of orders that it knew.
  data_through date not null,
  currency text not null,
  started_at timestamptz not null,
  -- Null while it is under way or was cut off: pages don't see it, the next call goes on with it.
  finished_at timestamptz,
  seconds real not null default 0,
  primary key (store_id, as_of, kind, version)
);

-- One series of a run. cut and key are '' for the whole store. Arrays hold one value a day from first_day on.
create table plan.projection (
  store_id int not null,
  as_of date not null,
  kind text not null,
  version int not null,
  metric text not null,
  cut text not null,
  key text not null,
  -- What people call the key, as it was then.
  name text not null,
  place int not null,
  series_from date not null,
  -- The last day that the series knew: days ahead are counted from here.
  data_through date not null,
  first_day date not null,
  -- [{id, weight, mase}], how it did on its own past, what there is to say, what it learned of events.
  models jsonb not null,
  backtest jsonb,
  notes jsonb not null,
  effects jsonb not null,
  -- {hash, days, events}: what it was fed.
  inputs jsonb not null,
  -- The last season's values: the seasonal naive of that day repeats them.
  naive real[] not null,
  -- Mean step of that naive over the series' own past: errors are divided by it. Null when the past never moved.
  scale real,
  mean double precision[] not null,
  p10 real[] not null,
  p50 real[] not null,
  p90 real[] not null,
  lo95 real[] not null,
  hi95 real[] not null,
  -- [{grain, from, to, known, mean, p10, p50, p90, lo95, hi95}] of each month, quarter and year that it reaches the end of.
  totals jsonb not null,
  primary key (store_id, as_of, kind, version, metric, cut, key)
);
create index projection_metric on plan.projection (store_id, metric, cut, key, as_of);

-- Joint futures of the newest run, for the range of any period and the chance to reach any goal. Those before are dropped.
create table plan.projection_paths (
  store_id int not null,
  as_of date not null,
  version int not null,
  metric text not null,
  cut text not null,
  key text not null,
  first_day date not null,
  steps int not null,
  -- float32, little-endian, path after path.
  paths bytea not null,
  primary key (store_id, as_of, version, metric, cut, key)
);
alter table plan.projection_paths alter column paths set storage external;

-- A figure that somebody set for a period. Rows are added, never changed: a withdrawal is a row that names another.
create table plan.projection_override (
  store_id int not null,
  override_id bigint generated always as identity,
  metric text not null,
  from_day date not null,
  to_day date not null check (to_day > from_day),
  -- Null: this row withdraws another.
  value numeric(20, 6),
  withdraws bigint,
  reason text not null,
  author_id text not null,
  author_name text not null,
  made_at timestamptz not null,
  -- What the model said at that moment, {asOf, dataThrough, known, p10, p50, p90}; null when there was no projection.
  was jsonb,
  check ((value is null) = (withdraws is not null)),
  primary key (store_id, override_id)
);
create index projection_override_period on plan.projection_override (store_id, metric, from_day, to_day);
