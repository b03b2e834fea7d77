-- Order files: the file itself, which orders each told and how, what was refused.

-- One upload. Local to the coordinator on Citus, like every table of schema ingest.
create table ingest.import (
  import_id bigint generated always as identity primary key,
  store_id int not null,
  -- The order in which imports were applied, which is what "later" means when they overlap.
  applied_no bigint,
  file_name text not null,
  file_hash text,
  byte_count bigint not null default 0,
  state text not null check (state in ('receiving', 'received', 'ready', 'loading', 'done', 'failed', 'undone')),
  settings jsonb not null default '{}',
  header_signature text,
  preview jsonb,
  progress jsonb,
  summary jsonb,
  error jsonb,
  from_day date,
  through_day date,
  created_by text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz
);
create index import_store on ingest.import (store_id, import_id desc);
create sequence ingest.applied_no;

-- Source rows that were not imported, with the reason, for download.
create table ingest.reject (
  import_id bigint not null,
  row_no int not null,
  field text,
  reason text not null,
  words text not null,
  line text not null,
  primary key (import_id, row_no)
);

-- The raw layer of an import is the file as received, in pieces of 1 MB: replayable, and in the backup.
create table raw.import_file (
  store_id int not null,
  import_id bigint not null,
  chunk_no int not null,
  bytes bytea not null,
  primary key (store_id, import_id, chunk_no)
);
alter table raw.import_file alter column bytes set storage external;

-- Which import told which order with which content. The telling with the highest applied_no stands in fact;
-- taking an import back leaves the next one below it. applied_no 0 is what stood before any file told the order.
create table raw.order_telling (
  store_id int not null,
  order_id text not null,
  applied_no bigint not null,
  import_id bigint not null,
  content_hash numeric not null,
  primary key (store_id, order_id, applied_no)
);
create index order_telling_import on raw.order_telling (store_id, import_id);

-- Contents that some telling still holds but that do not stand in fact: what undo puts back.
create table raw.order_version (
  store_id int not null,
  order_id text not null,
  content_hash numeric not null,
  header jsonb not null,
  events jsonb not null,
  primary key (store_id, order_id, content_hash)
);
