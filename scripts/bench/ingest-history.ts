// One day that a source told otherwise, made into marts: beside one month of history, and beside 26.
import { sql } from "kysely";
import { openDatabase, type Database } from "#db/client.ts";
import { addDays } from "#lib/core/day.ts";
import { markDirty, refreshStore } from "#lib/refresh/refresh.ts";
import type { Store } from "#lib/stores/stores.ts";
import type { Place } from "#scripts/bench/place.ts";
import type { Line } from "#scripts/bench/report.ts";
import { makeWorld, worldEnd } from "#scripts/bench/world.ts";

const ordersADay = 60;
const rounds = 15;

export async function benchHistory(place: Place): Promise<Line[]> {
  const db = openDatabase(await place.fresh("bench_history"), { max: 4 });
  try {
    const short = await shop(db, 30);
    const long = await shop(db, 790);
    await sql`analyze`.execute(db);
    const best = new Map([[short.id, Infinity], [long.id, Infinity]]);
    // By turns: what else the machine does then touches both.
    for (let round = 0; round < rounds; round++) for (const { id } of [short, long]) best.set(id, Math.min(best.get(id)!, await oneDay(db, id)));
    const ratio = best.get(long.id)! / best.get(short.id)!;
    return [
      { name: "one day, 1 month of history", value: `${best.get(short.id)!.toFixed(1)} ms` },
      { name: "one day, 26 months of history", value: `${best.get(long.id)!.toFixed(1)} ms` },
      { name: "26 months : 1 month", value: `${ratio.toFixed(2)} ×`, goal: "≤ 1.2 ×", ok: ratio <= 1.2 },
    ];
  } finally {
    await db.destroy();
  }
}

async function oneDay(db: Database, storeId: number): Promise<number> {
  const day = addDays(worldEnd, -3);
  await sql`update fact.web_traffic_day set sessions = sessions + 1 where store_id = ${storeId} and day = ${day}`.execute(db);
  await markDirty(db, storeId, [day], "bench");
  const started = performance.now();
  await refreshStore(db, storeId);
  return performance.now() - started;
}

/** A made shop with orders, visits, searches and ads of so many days; its marts made. */
async function shop(db: Database, days: number): Promise<Store> {
  const store = await makeWorld(db, ordersADay * days, days);
  const each = sql`generate_series(${addDays(worldEnd, -days)}::date, ${addDays(worldEnd, -1)}::date, interval '1 day') d(day)`;
  await sql`insert into dim.traffic (store_id, traffic_id, source, medium, campaign_id, campaign, told_channel, channel, rule)
    select ${store.id}::int, n, 'source ' || n, 'cpc', '', 'campaign ' || n, '', 'Paid Search', 'bench' from generate_series(1, 100) n`.execute(db);
  await sql`insert into fact.web_traffic_day select ${store.id}::int, d.day::date, 1, n, 50 + n, 30, 10, 150, 9, 5, 2, 99.5, 'EUR', 3 from ${each}, generate_series(1, 100) n`.execute(db);
  await sql`insert into dim.campaign (store_id, platform, account_id, campaign_id, connection_id, name, status, kind, told_channel, channel)
    select ${store.id}::int, 'google_ads', '1', n::text, 1, 'Campaign ' || n, 'enabled', 'SEARCH', 'Paid Search', 'Paid Search' from generate_series(1, 30) n`.execute(db);
  await sql`insert into fact.ad_day select ${store.id}::int, d.day::date, 1, 'google_ads', '1', n::text, 1000, 50, 12.34, 'EUR', 2, 99, null, null, false from ${each}, generate_series(1, 30) n`.execute(db);
  await sql`insert into fact.seo_total_day select ${store.id}::int, d.day::date, 1, 'web', 70, 2100, 25200, true from ${each}`.execute(db);
  await sql`insert into fact.seo_query_day select ${store.id}::int, d.day::date, 1, 'web', 'query ' || n, 3, 40, 300, true from ${each}, generate_series(1, 100) n`.execute(db);
  await sql`insert into ingest.dirty_day (store_id, day, reason) select ${store.id}::int, d.day::date, 'bench' from ${each}`.execute(db);
  await refreshStore(db, store.id);
  return store;
}
