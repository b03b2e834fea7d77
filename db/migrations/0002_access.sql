-- Who may come in: people, their sessions and passwords, one-time links, keys, and what was done.
-- Local tables on Citus. person, session and credential have the columns that better-auth's
-- compileMigrations asks for, in our names; its table of verifications is left out because
-- our one-time links live in app.door_link, hashed.
create table app.person (
  id text primary key,
  name text not null,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  role text not null check (role in ('owner', 'sales_manager', 'marketer', 'executive', 'sales_rep')),
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- token holds the SHA-256 of what the browser keeps; updated_at is when it was last seen.
create table app.session (
  id text primary key,
  token text not null unique,
  user_id text not null references app.person (id) on delete cascade,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  ip_address text,
  user_agent text
);
create index session_of_person on app.session (user_id);

create table app.credential (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references app.person (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (user_id, provider_id)
);

-- One-time links: the first owner, a lost password, an invitation. token_hash is SHA-256.
create table app.door_link (
  link_id bigint generated always as identity primary key,
  token_hash text not null unique,
  kind text not null check (kind in ('setup', 'recover', 'invite')),
  email text,
  role text check (role in ('owner', 'sales_manager', 'marketer', 'executive', 'sales_rep')),
  person_id text references app.person (id) on delete cascade,
  created_by text references app.person (id) on delete set null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

create table app.api_key (
  key_id bigint generated always as identity primary key,
  token_hash text not null unique,
  hint text not null, -- the last four characters, so that a person can tell keys apart
  name text not null,
  person_id text not null references app.person (id) on delete cascade,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- What was done, by whom. The two rules make it append-only for every ordinary statement.
create table app.audit (
  audit_id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_id text,
  actor_name text not null,
  via text not null check (via in ('session', 'key', 'link', 'script', 'none')),
  action text not null,
  target text not null,
  details jsonb not null default '{}',
  ip text
);
create index audit_action on app.audit (action, audit_id);
create index audit_actor on app.audit (actor_id, audit_id);
create rule audit_is_never_changed as on update to app.audit do instead nothing;
create rule audit_is_never_deleted as on delete to app.audit do instead nothing;

-- Failed tries, counted by rate-limiter-flexible; keys are hashes, so no address stands here.
create table app.try (
  key text primary key,
  points int not null default 0,
  expire bigint
);
