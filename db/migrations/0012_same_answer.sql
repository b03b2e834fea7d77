-- The last answer to each ask of a report that says nothing new when it comes again: applied to what stood after it,
-- it changes nothing. Local to the coordinator on Citus, as all of schema ingest.
create table ingest.same_answer (
  connection_id int not null references ingest.connection on delete cascade,
  stream text not null,
  from_day date not null,
  to_day date not null,
  -- How many answers the ask took, and a hash of them, of what was asked and of how they are read.
  requests int not null,
  answer text not null,
  rows_read int not null,
  -- A hash of the days' lines in ingest.source_day as that answer left them: whatever moves one makes this void.
  standing text not null,
  primary key (connection_id, stream, from_day)
);
