-- Grain: store × day × page × device: how fast visitors had the pages in the 28 days that end on `day`. Never summed.
-- Reads: fact.vitals_period. page '' is the whole shop; device 'all' is all of them together.
-- @create
create table mart.vitals_daily (
  store_id int not null,
  day date not null,
  page text not null,
  device text not null,
  lcp_p75 numeric(12, 3),
  inp_p75 numeric(12, 3),
  cls_p75 numeric(12, 6),
  primary key (store_id, day, page, device)
);
-- @fill $1 store, $2 days
insert into mart.vitals_daily (store_id, day, page, device, lcp_p75, inp_p75, cls_p75)
select distinct on (f.day, k.page, k.device) f.store_id, f.day, k.page, k.device, f.lcp_p75_ms, f.inp_p75_ms, f.cls_p75
from fact.vitals_period f
cross join lateral (
  select case when f.subject ~ '^https?://[^/]+$' then '' else f.subject end as page, case f.form_factor when 'phone' then 'mobile' else f.form_factor end as device
) k
where f.store_id = $1::int and f.day = any($2::date[])
order by f.day, k.page, k.device, f.connection_id;
