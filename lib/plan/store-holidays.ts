// Which holidays a store goes by: a country, a region, and those of its days that matter there.
import type { Database } from "#db/client.ts";
import { now, type Day } from "#lib/core/day.ts";
import type { PlanEvent } from "#lib/plan/event.ts";
import { holidaysOf, holidaysWithin } from "#lib/plan/holidays.ts";

export interface HolidayChoice {
  storeId: number;
  /** "DE", and "" or a region's code of it. */
  country: string;
  region: string;
  /** Ids of holidays. */
  chosen: string[];
}

/** Null where nobody has chosen yet. */
export async function readHolidayChoice(db: Database, storeId: number): Promise<HolidayChoice | null> {
  return (await choices(db, [storeId]))[0] ?? null;
}

/** Keeps the choice; ids that the country doesn't have this year or next are dropped. @throws AppError "invalid" for an unknown country */
export async function saveHolidayChoice(db: Database, choice: HolidayChoice, by: string): Promise<HolidayChoice> {
  const year = now().getUTCFullYear();
  const known = new Set((await Promise.all([year - 1, year, year + 1].map((each) => holidaysOf(choice.country, choice.region, each)))).flat().map((holiday) => holiday.id));
  const kept = { ...choice, chosen: [...new Set(choice.chosen)].filter((id) => known.has(id)).sort() };
  const values = { country: kept.country, region: kept.region, chosen: kept.chosen, made_by: by, made_at: now() };
  await db.insertInto("plan.holidays").values({ store_id: kept.storeId, ...values }).onConflict((oc) => oc.column("store_id").doUpdateSet(values)).execute();
  return kept;
}

/** The stores' holidays in [from, to) as events. A holiday is no outage: projections learn it, by its own type. */
export async function holidayEvents(db: Database, storeIds: readonly number[], from: Day, to: Day): Promise<PlanEvent[]> {
  const all = await Promise.all((await choices(db, storeIds)).map(async ({ storeId, country, region, chosen }) =>
    (await holidaysWithin(country, region, chosen, from, to)).map((holiday): PlanEvent => ({
      id: null, storeId, type: "holiday", name: holiday.name, from: holiday.from, to: holiday.to, size: null, note: "", isIgnored: false,
      source: "holiday", calendar: "", uid: holiday.id, madeBy: "",
    }))));
  return all.flat();
}

async function choices(db: Database, storeIds: readonly number[]): Promise<HolidayChoice[]> {
  if (storeIds.length === 0) return [];
  const rows = await db.selectFrom("plan.holidays").select(["store_id", "country", "region", "chosen"]).where("store_id", "in", storeIds).orderBy("store_id").execute();
  return rows.map((row) => ({ storeId: row.store_id, country: row.country, region: row.region, chosen: row.chosen }));
}

/** The country whose zone this is ("DE" for Europe/Berlin), as a first guess; null where the zone tells none. */
export function countryOfZone(zone: string, codes: readonly string[]): string | null {
  return codes.find((code) => zonesOf(code).includes(zone)) ?? null;
}

function zonesOf(code: string): readonly string[] {
  const locale = new Intl.Locale(`und-${code}`) as Intl.Locale & { timeZones?: string[]; getTimeZones?(): string[] };
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}
