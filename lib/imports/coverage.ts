// Which days the files of a store tell whole: stretches, with what lies between them unknown.
import type pg from "pg";
import { addDays, dayAt, now } from "#lib/core/day.ts";

/** Files by week or with a holiday between them still tell one stretch: so many days may lie between. */
const quietDays = 7;

/**
 * Writes the stretches anew from the imports that stand. A day that isn't over in the shop's zone is never
 * complete, whatever a file holds of it.
 */
export async function updateCoverage(client: pg.ClientBase, storeId: number): Promise<void> {
  const { rows } = await client.query<{ zone: string }>("select zone from dim.store where store_id = $1", [storeId]);
  const yesterday = addDays(dayAt(now(), rows[0]!.zone), -1);
  await client.query("delete from ingest.coverage where store_id = $1 and source = 'file'", [storeId]);
  await client.query(`insert into ingest.coverage (store_id, source, from_day, through_day, updated_at)
    with part as (
      select from_day, least(through_day, $3::date) as through_day
      from ingest.import
      where store_id = $1 and applied_no is not null and state <> 'undone' and from_day <= least(through_day, $3::date)
    ),
    opened as (
      select part.*,
        case when from_day <= max(through_day) over (order by from_day, through_day rows between unbounded preceding and 1 preceding) + $4::int + 1 then 0 else 1 end as opens
      from part
    ),
    stretch as (
      select opened.*, sum(opens) over (order by from_day, through_day rows unbounded preceding) as no from opened
    )
    select $1::int, 'file', min(from_day), max(through_day), $2::timestamptz from stretch group by no`, [storeId, now(), yesterday, quietDays]);
}
