// Days whose figures will move within the minute.
import type { Database } from "#db/client.ts";
import type { Period } from "#lib/core/period.ts";
import { sql } from "kysely";

/** How many days of a window wait for their marts, over these stores. */
export async function pendingDays(db: Database, storeIds: readonly number[], period: Period): Promise<number> {
  const found = await sql<{ days: string }>`
    select count(distinct day) as days from ingest.dirty_day
    where store_id = any(${[...storeIds]}::int[]) and day >= ${period.from}::date and day < ${period.to}::date`.execute(db);
  return Number(found.rows[0]!.days);
}
