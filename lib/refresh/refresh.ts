// Dirty days → marts. A refresh deletes and re-inserts the days that changed, each in one transaction with
// the note that it was dirty, so that a repeat changes nothing and its cost follows what changed.
import { sql, type Transaction } from "kysely";
import type { Database } from "#db/client.ts";
import { distribute } from "#db/citus.ts";
import type { DB } from "#db/schema.ts";
import { now, weekStart, type Day } from "#lib/core/day.ts";
import { martFiles, type MartFile } from "#lib/refresh/marts.ts";
import { findOffenders, keepChecks, type CheckResult } from "#lib/refresh/checks.ts";
import { readStore } from "#lib/stores/stores.ts";
import { carryRates } from "#lib/stores/rates.ts";
import { ensureDays, readReportingCurrency, writeReportingCurrency } from "#lib/stores/settings.ts";

export interface RefreshResult {
  storeId: number;
  days: Day[];
  /** Rows written per mart. */
  rows: Record<string, number>;
  checks: CheckResult[];
  /** When the last day's marts were there to be read; the checks ran after it. */
  readyAt: Date;
}

/**
 * Notes that the marts of these days no longer follow from the facts. Call it in the transaction that
 * changes the facts: the row stays locked until that commits, so that a refresh can't take the day too early.
 */
export async function markDirty(db: Database | Transaction<DB>, storeId: number, days: Iterable<Day>, reason: string): Promise<void> {
  const list = [...new Set(days)].sort();
  if (list.length === 0) return;
  const { sql: text, parameters } = dirtyStatement(storeId, list, reason);
  await db.executeQuery({ ...sql.raw(text).compile(db), parameters });
}

/** The statement of `markDirty`, for a connection that Kysely doesn't hold. `days` sorted, so that two writers can't wait for each other. */
export function dirtyStatement(storeId: number, days: readonly Day[], reason: string): { sql: string; parameters: unknown[] } {
  return {
    sql: `insert into ingest.dirty_day (store_id, day, reason) select $1::int, day, $3 from unnest($2::date[]) as day order by day
      on conflict (store_id, day) do update set reason = excluded.reason, marked_at = excluded.marked_at`,
    parameters: [storeId, days, reason],
  };
}

/** A refresh of more days than this goes in slices of whole weeks, two at a time: each its own transaction. */
const sliceDays = 120;
const slicesAtOnce = 2;

/**
 * Brings one store's marts up to its facts. Nothing dirty: null, and nothing is written. Two at once
 * wait for each other. Killed anywhere, the days that aren't done stay dirty and the next call does them;
 * a day is always done in all marts or in none.
 */
export async function refreshStore(db: Database, storeId: number): Promise<RefreshResult | null> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('storecast.refresh'), ${storeId}::int)`.execute(trx);
    const dirty = await trx.selectFrom("ingest.dirty_day").select("day").where("store_id", "=", storeId).orderBy("day").execute();
    const slices = sliced(dirty.map((row) => row.day as unknown as Day));
    if (slices.length === 0) return null;
    const done: { days: Day[]; rows: Record<string, number> }[] = [];
    const work = async (): Promise<void> => {
      for (let slice = slices.shift(); slice; slice = slices.shift()) done.push(await db.transaction().execute((own) => refreshSlice(own, storeId, slice!)));
    };
    // One slice needs no connection but this one: many stores refreshed at once can't wait for each other's.
    if (slices.length === 1) done.push(await refreshSlice(trx, storeId, slices[0]!));
    else await Promise.all(Array.from({ length: slicesAtOnce }, work));
    const days = done.flatMap((slice) => slice.days).sort();
    const rows: Record<string, number> = {};
    for (const slice of done) for (const [mart, count] of Object.entries(slice.rows)) rows[mart] = (rows[mart] ?? 0) + count;
    const readyAt = now();
    const checks = await keepChecks(trx, storeId, days, [await findOffenders(trx, storeId, days)]);
    return { storeId, days, rows, checks, readyAt };
  });
}

/** Whole ISO weeks together (weekly marts are made from their days): more slices than hands, since days differ in size; never over sliceDays. */
export function sliced(days: readonly Day[]): Day[][] {
  const size = days.length <= fewDays ? fewDays : Math.min(sliceDays, Math.max(fewDays, Math.ceil(days.length / (2 * slicesAtOnce))));
  const slices: Day[][] = [];
  for (const day of days) {
    const last = slices.at(-1);
    if (last && (last.length < size || weekStart(last.at(-1)!) === weekStart(day))) last.push(day);
    else slices.push([day]);
  }
  return slices;
}

async function refreshSlice(trx: Transaction<DB>, storeId: number, wanted: readonly Day[]): Promise<{ days: Day[]; rows: Record<string, number> }> {
  const started = now();
  // Waits for whoever is changing facts of these days, then sees what they wrote.
  await sql`select 1 from ingest.dirty_day where store_id = ${storeId}::int and day = any(${[...wanted]}::date[]) order by day for update`.execute(trx);
  const taken = await sql<{ day: Day }>`delete from ingest.dirty_day where store_id = ${storeId}::int and day = any(${[...wanted]}::date[]) returning day`.execute(trx);
  const days = taken.rows.map((row) => row.day).sort();
  const rows = await fillDays(trx, martFiles(), storeId, days);
  await journal(trx, storeId, "days", days, rows, started);
  return { days, rows };
}

/** Up to here a refresh goes by index only; a longer list may scan. */
const fewDays = 31;

async function fillDays(trx: Transaction<DB>, marts: MartFile[], storeId: number, days: Day[]): Promise<Record<string, number>> {
  const { currency } = await readStore(trx, storeId);
  const reporting = await readReportingCurrency(trx);
  const currencies = [...new Set([currency, reporting])];
  // Where nothing is converted the planner drops that branch, and reads in the index's order.
  const isForeign = currencies.length > 1 || (await hasOtherCurrency(trx, storeId, days, currency));
  // Sorting and hashing whole histories in 4 MB spills to disk; the settings end with the transaction.
  await sql`set local work_mem = '64MB'`.execute(trx);
  await sql`set local jit = off`.execute(trx);
  await sql`set local random_page_cost = 1.1`.execute(trx);
  // A few days must cost what they hold: joined key by key, whatever the planner guesses of the rest.
  if (days.length <= fewDays) await sql`set local enable_seqscan = off; set local enable_hashjoin = off; set local enable_mergejoin = off`.execute(trx);
  const rows: Record<string, number> = {};
  for (const mart of marts) {
    const own = mart.grain === "week" ? [...new Set(days.map(weekStart))] : days;
    await sql`delete from ${sql.table(`mart.${mart.name}`)} where store_id = ${storeId}::int and day = any(${own}::date[])`.execute(trx);
    const done = await trx.executeQuery({ ...sql.raw(mart.fill).compile(trx), parameters: [storeId, own, currencies, isForeign].slice(0, mart.parameters) });
    rows[mart.name] = Number(done.numAffectedRows ?? 0n);
  }
  await nameGaps(trx, storeId, days, currencies);
  return rows;
}

async function hasOtherCurrency(trx: Transaction<DB>, storeId: number, days: Day[], currency: string): Promise<boolean> {
  const found = await sql`select 1 from fact.sale_event where store_id = ${storeId}::int and event_day = any(${days}::date[]) and currency <> ${currency} limit 1`.execute(trx);
  return found.rows.length > 0;
}

/** What is converted, by role: where its rows stand, the mart that counts those without a rate, and under which name. */
const converted = [
  { role: "orders", fact: "fact.sale_event", day: "event_day", holds: "true", mart: "mart.sales_total_daily", gap: "gap_events" },
  { role: "web", fact: "fact.web_traffic_day", day: "day", holds: "revenue <> 0", mart: "mart.web_daily", gap: "gap_web" },
  { role: "ads", fact: "fact.ad_day", day: "day", holds: "(spend <> 0 or conversions_value <> 0)", mart: "mart.ads_daily", gap: "gap_ads" },
] as const;

/** Writes down which currencies lack a rate on which days; costs one look when none does. */
async function nameGaps(trx: Transaction<DB>, storeId: number, days: Day[], currencies: string[]): Promise<void> {
  await sql`delete from ingest.fx_gap where store_id = ${storeId}::int and day = any(${days}::date[])`.execute(trx);
  const looks = converted.map(({ role, mart, gap }) => sql`(select ${role}::text as role from ${sql.table(mart)} where store_id = ${storeId}::int and day = any(${days}::date[]) and ${sql.ref(gap)} > 0 limit 1)`);
  const any = await sql<{ role: string }>`${sql.join(looks, sql` union all `)}`.execute(trx);
  for (const { role, fact, day, holds } of converted.filter((each) => any.rows.some((row) => row.role === each.role))) {
    await sql`
      insert into ingest.fx_gap (store_id, currency, target, day, role, events)
      select e.store_id, e.currency, t.currency, e.${sql.ref(day)}, ${role}, count(*)
      from ${sql.table(fact)} e
      cross join unnest(${currencies}::text[]) as t (currency)
      left join dim.fx_daily r on r.currency = e.currency and r.target = t.currency and r.day = e.${sql.ref(day)}
      where e.store_id = ${storeId}::int and e.${sql.ref(day)} = any(${days}::date[]) and ${sql.raw(holds)} and e.currency <> t.currency and r.rate is null
      group by e.store_id, e.currency, t.currency, e.${sql.ref(day)}`.execute(trx);
  }
}

async function journal(trx: Transaction<DB>, storeId: number, kind: "days" | "full", days: Day[], rows: Record<string, number>, started: Date): Promise<void> {
  await trx.insertInto("ingest.refresh").values({ store_id: storeId, kind, days, rows: JSON.stringify(rows), started_at: started, finished_at: now() }).execute();
}

/**
 * Makes every mart table stand as its file says: a new or changed file drops, creates and fills its
 * table from the facts. Call it after migrations. Returns the names of the marts that were rebuilt.
 */
export async function ensureMarts(db: Database, onProgress: (words: string) => void = () => {}): Promise<string[]> {
  await ensureDays(db);
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('storecast.marts'))`.execute(trx);
    const known = new Map((await trx.selectFrom("ingest.mart_version").select(["mart", "file_hash"]).execute()).map((row) => [row.mart, row.file_hash]));
    // In filling order: what rests on a mart that is made again is made again too.
    const stale: MartFile[] = [];
    for (const mart of martFiles()) {
      if (known.get(mart.name) !== mart.hash || mart.after.some((name) => stale.some((other) => other.name === name))) stale.push(mart);
    }
    for (const mart of stale) {
      await sql`drop table if exists ${sql.table(`mart.${mart.name}`)}`.execute(trx);
      await sql.raw(mart.create).execute(trx);
      await distribute(trx);
    }
    if (stale.length === 0) return [];
    await fillAll(trx, stale, onProgress);
    for (const mart of stale) {
      await sql`insert into ingest.mart_version (mart, file_hash) values (${mart.name}, ${mart.hash})
        on conflict (mart) do update set file_hash = excluded.file_hash, built_at = excluded.built_at`.execute(trx);
    }
    return stale.map((mart) => mart.name);
  });
}

/**
 * Shows several stores together in another currency from now on: the choice and the marts that hold its
 * amounts commit together, so that no page asks for amounts that aren't there.
 */
export async function changeReportingCurrency(db: Database, currency: string, onProgress: (words: string) => void = () => {}): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('storecast.marts'))`.execute(trx);
    await writeReportingCurrency(trx, currency);
    await carryRates(trx);
    await fillAll(trx, martFiles(), onProgress);
  });
}

/** Fills every mart again for every store: to prove that days add up to the same, or to mend one. */
export async function rebuildMarts(db: Database, onProgress: (words: string) => void = () => {}): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('storecast.marts'))`.execute(trx);
    await fillAll(trx, martFiles(), onProgress);
  });
}

async function fillAll(trx: Transaction<DB>, marts: MartFile[], onProgress: (words: string) => void): Promise<void> {
  const stores = await trx.selectFrom("dim.store").select(["store_id", "name"]).orderBy("store_id").execute();
  for (const store of stores) {
    const started = now();
    await sql`select pg_advisory_xact_lock(hashtext('storecast.refresh'), ${store.store_id}::int)`.execute(trx);
    for (const mart of marts) await sql`delete from ${sql.table(`mart.${mart.name}`)} where store_id = ${store.store_id}::int`.execute(trx);
    const days = await factDays(trx, store.store_id);
    if (days.length === 0) continue;
    onProgress(`${store.name}: ${days.length} days`);
    const rows = await fillDays(trx, marts, store.store_id, days);
    await keepChecks(trx, store.store_id, days, [await findOffenders(trx, store.store_id, days)]);
    await journal(trx, store.store_id, "full", days, rows, started);
  }
}

/** The facts of sources that marts are made of. */
const dailyFacts = ["fact.web_traffic_day", "fact.web_audience_day", "fact.ad_day", "fact.seo_total_day", "fact.seo_audience_day", "fact.seo_query_day", "fact.seo_page_day", "fact.vitals_period"];

async function factDays(trx: Transaction<DB>, storeId: number): Promise<Day[]> {
  const found = await sql<{ day: Day }>`
    select event_day as day from fact.sale_event where store_id = ${storeId}::int group by event_day
    union
    select order_day from fact.sales_order where store_id = ${storeId}::int group by order_day
    ${sql.join(dailyFacts.map((fact) => sql`union select day from ${sql.table(fact)} where store_id = ${storeId}::int group by day`), sql` `)}
    order by 1`.execute(trx);
  return found.rows.map((row) => row.day);
}
