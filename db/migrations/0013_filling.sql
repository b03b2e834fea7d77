-- Whether a connection still brings in its history: the days before its stretch are then unknown, not zero, though
-- another account of the same kind tells them.
alter table ingest.coverage add column is_filling boolean not null default false;
