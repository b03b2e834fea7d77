import { sql } from "kysely";
import type { Database } from "#db/client.ts";

/**
 * Removes what no longer opens anything: sessions that ended, links that ran out, tries that are forgiven.
 * Safe to repeat; rows that somebody else holds wait for the next time, so two at once never block each other.
 */
export async function sweepAccess(db: Database): Promise<void> {
  await sql`delete from app.session where id in (select id from app.session where expires_at < now() or updated_at < now() - interval '12 hours' for update skip locked)`.execute(db);
  await sql`delete from app.door_link where link_id in (select link_id from app.door_link where expires_at < now() for update skip locked)`.execute(db);
  await sql`delete from app.try where key in (select key from app.try where expire < extract(epoch from now()) * 1000 for update skip locked)`.execute(db);
}
