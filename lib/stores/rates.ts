// Exchange rates: loaded as published, carried to the days between, never invented. A day that no rate
// of the last seven days covers is a gap with a name.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Day } from "#lib/core/day.ts";
import { readReportingCurrency } from "#lib/stores/settings.ts";

/** One unit of `base` is worth `rate` of `quote` on `day`. */
export interface Rate {
  base: string;
  quote: string;
  day: Day;
  rate: string;
}

/** How many days a published rate stands for those after it: a long weekend with holidays. */
export const carryDays = 7;

/**
 * Keeps rates (a known one is replaced) and marks the days dirty whose conversion they change.
 * Returns how many rates were new or different.
 */
export async function loadRates(db: Database, rates: readonly Rate[], source: string): Promise<number> {
  if (rates.length === 0) return 0;
  const json = JSON.stringify(rates);
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('storecast.rates'))`.execute(trx);
    const changed = await sql`
      insert into dim.fx_rate as known (base, quote, day, rate, source, loaded_at)
      select distinct on (base, quote, day) base, quote, day, rate, ${source}, now()
      from jsonb_to_recordset(${json}::jsonb) as row (base text, quote text, day date, rate numeric)
      order by base, quote, day
      on conflict (base, quote, day) do update set rate = excluded.rate, source = excluded.source, loaded_at = excluded.loaded_at
      where known.rate is distinct from excluded.rate
      returning known.day`.execute(trx);
    if (changed.rows.length > 0) await carryRates(trx);
    return changed.rows.length;
  });
}

/**
 * Writes dim.fx_daily again, into the stores' currencies and the reporting one: direct rates, else inverse, else over one common currency; each carried
 * until the next published day, at most `carryDays`. Marks the days of foreign events,
 * visits and spend dirty where the rate moved.
 */
export async function carryRates(trx: Database): Promise<void> {
  const reporting = await readReportingCurrency(trx);
  await sql`create temp table fx_before on commit drop as select * from dim.fx_daily`.execute(trx);
  await sql`delete from dim.fx_daily`.execute(trx);
  await sql`
    insert into dim.fx_daily (currency, target, day, rate)
    with needed as (
      select currency from dim.store union select ${reporting}
    ),
    leg as (
      select base as currency, quote as target, day, rate, 0 as detour from dim.fx_rate
      union all
      select quote, base, day, 1 / rate, 1 from dim.fx_rate
    ),
    pair as (
      select currency, target, day, rate, detour from leg where target in (select currency from needed)
      union all
      select a.currency, b.target, a.day, a.rate * b.rate, 2
      from leg a
      join leg b on b.currency = a.target and b.day = a.day
      where a.currency <> b.target and b.target in (select currency from needed)
    ),
    best as (
      select distinct on (currency, target, day) currency, target, day, round(rate, 12) as rate
      from pair
      order by currency, target, day, detour, rate
    ),
    until as (
      select best.*, lead(day) over (partition by currency, target order by day) as next_day from best
    )
    select currency, target, carried::date, rate
    from until
    cross join lateral generate_series(day, least(coalesce(next_day - 1, day + ${carryDays}::int), day + ${carryDays}::int), interval '1 day') as carried`.execute(trx);
  await sql`
    insert into ingest.dirty_day (store_id, day, reason)
    select distinct e.store_id, e.day, 'exchange rate'
    from (
      select store_id, event_day as day, currency from fact.sale_event
      union all
      select store_id, day, currency from fact.web_traffic_day
      union all
      select store_id, day, currency from fact.web_audience_day
      union all
      select store_id, day, currency from fact.ad_day
    ) e
    join (
      select coalesce(a.currency, b.currency) as currency, coalesce(a.day, b.day) as day
      from dim.fx_daily a
      full join fx_before b on b.currency = a.currency and b.target = a.target and b.day = a.day
      where a.rate is distinct from b.rate
      group by 1, 2
    ) moved on moved.currency = e.currency and moved.day = e.day
    order by e.store_id, e.day
    on conflict (store_id, day) do update set reason = excluded.reason, marked_at = excluded.marked_at`.execute(trx);
}
