-- The shop's own channel rules and sources, every version kept; the newest stands. Local to the coordinator on Citus.
create table app.channel_rules (
  version int primary key,
  -- {rules, sources} as lib/channels/own-rules.ts has them.
  rule_set jsonb not null,
  made_by text not null,
  made_at timestamptz not null
);
