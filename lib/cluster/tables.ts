// Which tables a backup holds, in which order.
import type pg from "pg";
import { ours } from "#db/citus.ts";

export interface StoredTable {
  /** "fact.sale_event" */
  name: string;
  /** Without generated columns: those are computed again. */
  columns: string[];
}

/** Marts are rebuilt from facts, so neither they nor the note of which are built is kept. */
const rebuilt = ["ingest.mart_version"];

/** Tables of our schemas except marts and unlogged ones, referenced before referencing. */
export async function storedTables(client: pg.ClientBase): Promise<StoredTable[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; needs: string[] }>(`
    select n.nspname || '.' || c.relname as name,
      (select coalesce(array_agg(a.attname::text order by a.attnum), '{}') from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
      (select coalesce(array_agg(distinct fn.nspname || '.' || f.relname), '{}') from pg_constraint k
        join pg_class f on f.oid = k.confrelid join pg_namespace fn on fn.oid = f.relnamespace
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as needs
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any($1) and n.nspname <> 'mart' and c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence = 'p'
    order by 1`, [ours]);
  const placed: StoredTable[] = [];
  let left = rows.filter((row) => !rebuilt.includes(row.name));
  while (left.length > 0) {
    const next = left.filter((row) => row.needs.every((need) => !left.some((other) => other.name === need)));
    // A circle of references can't be put in order; the rest then goes as it is and the restore says what is wrong.
    const take = next.length > 0 ? next : left;
    placed.push(...take.map(({ name, columns }) => ({ name, columns })));
    left = left.filter((row) => !take.includes(row));
  }
  return placed;
}

/** Sequences of our schemas with the last value given (null: none yet). */
export async function sequenceValues(client: pg.ClientBase): Promise<Record<string, string | null>> {
  const { rows } = await client.query<{ name: string; last: string | null }>(`
    select schemaname || '.' || sequencename as name, last_value::text as last
    from pg_sequences where schemaname = any($1) order by 1`, [ours]);
  return Object.fromEntries(rows.map((row) => [row.name, row.last]));
}

/** "fact"."sale_event" */
export function quoted(name: string): string {
  return name.split(".").map((part) => `"${part.replaceAll('"', '""')}"`).join(".");
}
