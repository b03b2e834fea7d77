// Time buckets of a window, and words for keys.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, daysIn, type Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import type { SliceRow } from "#lib/metrics/compile.ts";
import { grainColumn, type Cut, type Grain } from "#lib/metrics/marts.ts";

/** First days of the buckets that a window touches, in order; the first may begin before the window. */
async function bucketsIn(db: Database, grain: Grain, period: Period): Promise<Day[]> {
  if (grain === "day") return daysIn(period.from, period.to);
  const column = sql.ref(grainColumn[grain]);
  const found = await sql<{ bucket: Day }>`
    select distinct ${column} as bucket from dim.day where day >= ${period.from}::date and day < ${period.to}::date order by 1`.execute(db);
  return found.rows.map((row) => row.bucket);
}

/** The part of a time bucket that a window holds: [from, to). */
export interface Bucket extends Period {
  /** First day of the bucket itself: its name. */
  first: Day;
  isWhole: boolean;
}

/** The buckets that a window touches, in order. */
export async function bucketsWithin(db: Database, grain: Grain, period: Period): Promise<Bucket[]> {
  // One day more shows whether the window ends where a bucket begins.
  const firsts = await bucketsIn(db, grain, { from: period.from, to: addDays(period.to, 1) });
  const endsWhole = firsts.at(-1) === period.to;
  const inside = endsWhole ? firsts.slice(0, -1) : firsts;
  return inside.map((first, index) => ({
    first, from: first < period.from ? period.from : first, to: inside[index + 1] ?? period.to,
    isWhole: first >= period.from && (index < inside.length - 1 || endsWhole),
  }));
}

/** A function from a row to the names of its keys: stores, products and campaigns have some, other cuts are their own words. */
export async function keyLabels(db: Database, by: readonly Cut[], stores: readonly { id: number; name: string }[], rows: readonly SliceRow[]): Promise<(row: SliceRow) => Partial<Record<Cut, string>>> {
  const storeNames = new Map(stores.map((store) => [String(store.id), store.name]));
  const products = by.includes("product") ? await productNames(db, stores.map((store) => store.id), [...new Set(rows.map((row) => String(row.product ?? "")))]) : new Map<string, string>();
  const campaigns = by.includes("campaign") ? await campaignNames(db, stores.map((store) => store.id), [...new Set(rows.map((row) => String(row.campaign ?? "")))]) : new Map<string, string>();
  return (row) => {
    const labels: Partial<Record<Cut, string>> = {};
    const store = by.includes("store") ? storeNames.get(String(row.store)) : undefined;
    const product = by.includes("product") ? products.get(String(row.product ?? "")) : undefined;
    const campaign = by.includes("campaign") ? campaigns.get(String(row.campaign ?? "")) : undefined;
    if (campaign) labels.campaign = campaign;
    if (store) labels.store = store;
    if (product) labels.product = product;
    return labels;
  };
}

async function productNames(db: Database, storeIds: number[], ids: string[]): Promise<Map<string, string>> {
  const found = await sql<{ product_id: string; name: string | null }>`
    select product_id, max(name) as name from dim.product
    where store_id = any(${storeIds}::int[]) and product_id = any(${ids}::text[]) group by product_id`.execute(db);
  return new Map(found.rows.flatMap((row) => (row.name ? [[row.product_id, row.name] as const] : [])));
}

/** Campaigns of ad platforms go by id; those that visits name are their own words. */
export async function campaignNames(db: Database, storeIds: number[], ids: string[]): Promise<Map<string, string>> {
  const found = await sql<{ campaign_id: string; name: string }>`
    select campaign_id, max(name) as name from dim.campaign
    where store_id = any(${storeIds}::int[]) and campaign_id = any(${ids}::text[]) group by campaign_id`.execute(db);
  return new Map(found.rows.map((row) => [row.campaign_id, row.name]));
}
