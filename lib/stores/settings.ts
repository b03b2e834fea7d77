// What holds for the whole workspace: the fiscal calendar and the currency that several stores are shown in.
import { sql } from "kysely";
import { z } from "zod";
import type { Database } from "#db/client.ts";
import { calendarRows, calendarSpan, calendarYear, type FiscalCalendar } from "#lib/core/calendar.ts";

const Pattern = z.enum(["4-4-5", "4-5-4", "5-4-4"]);
const YearLabel = z.enum(["start", "end"]);

export const FiscalCalendarShape: z.ZodType<FiscalCalendar> = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("months"), startMonth: z.int().min(1).max(12), label: YearLabel }),
  z.strictObject({ kind: z.literal("iso"), pattern: Pattern }),
  z.strictObject({ kind: z.literal("weeks"), pattern: Pattern, endMonth: z.int().min(1).max(12), endWeekday: z.int().min(1).max(7), rule: z.enum(["last", "nearest"]), label: YearLabel }),
]);

async function readSetting(db: Database, key: string): Promise<unknown> {
  return (await db.selectFrom("app.setting").select("value").where("key", "=", key).executeTakeFirst())?.value;
}

async function writeSetting(db: Database, key: string, value: unknown): Promise<void> {
  const json = JSON.stringify(value);
  await sql`insert into app.setting (key, value) values (${key}, ${json}::jsonb)
    on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`.execute(db);
}

/** The calendar year until the owner chooses another. */
export async function readFiscalCalendar(db: Database): Promise<FiscalCalendar> {
  const parsed = FiscalCalendarShape.safeParse(await readSetting(db, "fiscal_calendar"));
  return parsed.success ? parsed.data : calendarYear;
}

/** Keeps the calendar and writes dim.day again: marts hold days, so no figure needs a rebuild. */
export async function writeFiscalCalendar(db: Database, calendar: FiscalCalendar): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await writeSetting(trx, "fiscal_calendar", calendar);
    await fillDays(trx, calendar);
  });
}

/** Makes sure that dim.day is filled; cheap when it is. */
export async function ensureDays(db: Database): Promise<void> {
  const any = await db.selectFrom("dim.day").select("day").limit(1).executeTakeFirst();
  if (!any) await db.transaction().execute(async (trx) => fillDays(trx, await readFiscalCalendar(trx)));
}

async function fillDays(trx: Database, calendar: FiscalCalendar): Promise<void> {
  await trx.deleteFrom("dim.day").execute();
  const rows = JSON.stringify(calendarRows(calendar, calendarSpan.from, calendarSpan.to));
  await sql`insert into dim.day
    select day, weekday, iso_year, iso_week, week_start, month_start, quarter_start, year_start,
      fiscal_year, fiscal_quarter, fiscal_period, fiscal_week,
      fiscal_week_start, fiscal_period_start, fiscal_quarter_start, fiscal_year_start
    from jsonb_to_recordset(${rows}::jsonb) as row (
      day date, weekday int, iso_year int, iso_week int, week_start date, month_start date, quarter_start date, year_start date,
      fiscal_year int, fiscal_quarter int, fiscal_period int, fiscal_week int,
      fiscal_week_start date, fiscal_period_start date, fiscal_quarter_start date, fiscal_year_start date)`.execute(trx);
}

/** The currency for several stores together: chosen, else the first store's, else EUR. */
export async function readReportingCurrency(db: Database): Promise<string> {
  const chosen = await readSetting(db, "reporting_currency");
  if (typeof chosen === "string") return chosen;
  const first = await db.selectFrom("dim.store").select("currency").orderBy("store_id").limit(1).executeTakeFirst();
  return first?.currency ?? "EUR";
}

/** Only inside changeReportingCurrency (lib/refresh), which makes the converted amounts with it. */
export async function writeReportingCurrency(db: Database, currency: string): Promise<void> {
  await writeSetting(db, "reporting_currency", currency);
}
