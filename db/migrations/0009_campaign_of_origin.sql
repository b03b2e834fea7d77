-- Only an ad account knows where a campaign's clicks land (Performance Max is tagged like a search ad). What it says
-- of the campaign that an order's origin names stands here, as web analytics' own word stands in told_channel.
alter table dim.traffic add column campaign_channel text not null default '';
