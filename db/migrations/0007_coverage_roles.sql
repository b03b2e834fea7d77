-- What a stretch of coverage is about, what a missing rate touches, and which ad campaign a visit names.

-- orders, web, ads, seo, speed: figures of one kind end where that kind's data ends, not where another's does.
alter table ingest.coverage add column role text not null default 'orders' check (role in ('orders', 'web', 'ads', 'seo', 'speed', 'rates'));
-- Days after it, up to through_day, are in but may still be told differently; null: they are settled.
alter table ingest.coverage add column settled_through date;
-- How many days after a day its figures are there at the earliest: less is not late.
alter table ingest.coverage add column lag int not null default 1;
alter table ingest.fx_gap add column role text not null default 'orders';
alter table ingest.fx_gap drop constraint fx_gap_pkey;
alter table ingest.fx_gap add primary key (store_id, currency, target, day, role);

-- A source's own spelling → the family of ad platforms that its paid clicks are bought from. Platforms are
-- named with the family first ("google", "google_ads"), so a new kind of account of a family needs no line.
create table dim.ad_family (
  source text primary key,
  family text not null
);
insert into dim.ad_family (source, family) values
  ('google', 'google'), ('google.com', 'google'), ('adwords', 'google'), ('google ads', 'google'), ('youtube', 'google'), ('youtube.com', 'google'),
  ('facebook', 'meta'), ('facebook.com', 'meta'), ('m.facebook.com', 'meta'), ('l.facebook.com', 'meta'), ('lm.facebook.com', 'meta'), ('fb', 'meta'), ('meta', 'meta'),
  ('instagram', 'meta'), ('instagram.com', 'meta'), ('l.instagram.com', 'meta'), ('ig', 'meta'), ('messenger', 'meta'), ('threads', 'meta'), ('an', 'meta'),
  ('bing', 'microsoft'), ('bing.com', 'microsoft'), ('microsoft', 'microsoft'), ('tiktok', 'tiktok'), ('tiktok.com', 'tiktok'),
  ('pinterest', 'pinterest'), ('pinterest.com', 'pinterest'), ('linkedin', 'linkedin'), ('linkedin.com', 'linkedin');

-- Campaign names as people retype them: case and runs of spaces say nothing.
alter table dim.campaign add column plain_name text generated always as (lower(btrim(regexp_replace(name, '\s+', ' ', 'g')))) stored;
create index campaign_id on dim.campaign (store_id, campaign_id);
create index campaign_name on dim.campaign (store_id, plain_name);

-- Each place that visits come from, with the ad campaign that it names: by id, by an id put where the name goes,
-- then, for bought clicks, by name. A bought click that names none still belongs to its platform, where the
-- store has such an account. campaign is the platform's id, else the name as told.
create view dim.traffic_campaign as
select t.store_id, t.traffic_id, t.channel, t.source, t.medium,
  coalesce(c.campaign_id, nullif(t.campaign, ''), t.campaign_id) as campaign,
  coalesce(c.platform, p.platform, '') as platform
from dim.traffic t
left join dim.ad_family f on f.source = lower(t.source)
cross join lateral (
  select lower(t.medium) ~ '(^|[^a-z])(cpc|ppc|cpm|cpv|cpa|retargeting|paid)' or t.channel ~ '^(Paid|Display$|Cross-network$)' as is_bought,
    lower(btrim(regexp_replace(t.campaign, '\s+', ' ', 'g'))) as plain_name
) w
left join lateral (
  select c.platform, c.campaign_id
  from dim.campaign c
  where c.store_id = t.store_id and t.campaign_id <> '' and c.campaign_id = t.campaign_id
  order by starts_with(c.platform, f.family) desc nulls last, c.channel = t.channel desc, c.platform
  limit 1
) by_id on true
left join lateral (
  select c.platform, c.campaign_id
  from dim.campaign c
  where by_id.platform is null and c.store_id = t.store_id and t.campaign <> '' and c.campaign_id = t.campaign
  order by starts_with(c.platform, f.family) desc nulls last, c.channel = t.channel desc, c.platform
  limit 1
) by_text on true
left join lateral (
  select c.platform, c.campaign_id
  from dim.campaign c
  where by_id.platform is null and by_text.platform is null and w.is_bought and w.plain_name <> ''
    and c.store_id = t.store_id and c.plain_name = w.plain_name and (f.family is null or starts_with(c.platform, f.family))
  order by c.channel = t.channel desc, c.platform, c.campaign_id
  limit 1
) by_name on true
cross join lateral (
  select coalesce(by_id.platform, by_text.platform, by_name.platform) as platform, coalesce(by_id.campaign_id, by_text.campaign_id, by_name.campaign_id) as campaign_id
) c
left join lateral (
  select min(o.platform) as platform
  from dim.campaign o
  where c.platform is null and w.is_bought and o.store_id = t.store_id and starts_with(o.platform, f.family)
) p on true;
