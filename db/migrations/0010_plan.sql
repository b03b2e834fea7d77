-- What people set: the marketing calendar, the holidays that a shop goes by, and goals. Keys begin with store_id;
-- schema plan stays on the coordinator on Citus.

-- One entry of the marketing calendar, in days of its store's zone, half-open.
create table plan.event (
  store_id int not null,
  event_id bigint generated always as identity,
  type text not null check (type in ('promotion', 'launch', 'holiday', 'mailing', 'price_change', 'outage', 'stock_out', 'other')),
  name text not null,
  from_day date not null,
  to_day date not null,
  -- How deep: a discount of 20 % is 0.2. Null when nobody said.
  size numeric(5, 4) check (size > 0 and size <= 1),
  note text not null default '',
  -- Its days say nothing about ordinary ones: left out of what projections learn from.
  is_ignored boolean not null,
  source text not null check (source in ('own', 'ics', 'stock', 'demo')),
  -- For entries of a file: the calendar they came in, and the file's own id of them, with the day for one of a series.
  calendar text not null default '',
  uid text,
  made_by text not null,
  made_at timestamptz not null,
  changed_at timestamptz not null,
  check (to_day > from_day),
  primary key (store_id, event_id),
  unique (store_id, source, calendar, uid)
);
create index event_days on plan.event (store_id, from_day, to_day);

-- Which country's holidays a shop goes by and which of them matter to it. Their days are reckoned, never stored.
create table plan.holidays (
  store_id int primary key,
  country text not null,
  region text not null default '',
  chosen text[] not null,
  made_by text not null,
  made_at timestamptz not null
);

-- What a metric shall come to in [from_day, to_day). Nothing is overwritten: a new amount replaces the one that stood.
create table plan.goal (
  store_id int not null,
  goal_id bigint generated always as identity,
  metric text not null,
  from_day date not null,
  to_day date not null,
  amount numeric(20, 6) not null,
  -- Money goals are in their store's currency of that time; null for counts and ratios.
  currency text,
  made_by text not null,
  made_at timestamptz not null,
  replaced_by text,
  replaced_at timestamptz,
  check (to_day > from_day),
  primary key (store_id, goal_id)
);
create unique index goal_standing on plan.goal (store_id, metric, from_day, to_day) where replaced_at is null;
