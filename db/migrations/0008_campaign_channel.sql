-- Spend follows the shop's own channel rules as visits and orders do: what the source says of a campaign is kept
-- beside the channel that follows from it.
alter table dim.campaign add column told_channel text not null default '';
update dim.campaign set told_channel = channel;
