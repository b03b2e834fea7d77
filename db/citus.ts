// Distribution as a rule instead of a list: what a table's key looks like decides where it lives on Citus.
import { sql, type Kysely } from "kysely";

/** Our schemas; nothing outside them is distributed, backed up or replaced. */
export const ours = ["dim", "raw", "fact", "mart", "plan", "app", "ingest"];

/**
 * On a database with the citus extension: distributes every new table whose primary key begins with
 * store_id (raw, fact, mart, dim), makes the other dim tables reference tables, leaves the rest local.
 * On a plain Postgres it does nothing. Safe to repeat.
 */
export async function distribute(db: Kysely<any>): Promise<void> {
  const extension = await sql`select 1 from pg_extension where extname = 'citus'`.execute(db);
  if (extension.rows.length === 0) return;
  const tables = await sql<{ schema: string; name: string; first_key: string | null }>`
    select n.nspname as schema, c.relname as name, a.attname as first_key
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_index i on i.indrelid = c.oid and i.indisprimary
    left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where c.relkind = 'r' and n.nspname = any(${ours})
      and not exists (select 1 from pg_dist_partition p where p.logicalrelid = c.oid)
    order by n.nspname, c.relname`.execute(db);
  for (const { schema, name, first_key } of tables.rows) {
    const table = `${schema}.${name}`;
    const isStoreKeyed = first_key === "store_id" && ["raw", "fact", "mart", "dim"].includes(schema) && table !== "dim.store";
    if (isStoreKeyed) await sql`select create_distributed_table(${table}::regclass, 'store_id', colocate_with => 'default')`.execute(db);
    else if (schema === "dim") await sql`select create_reference_table(${table}::regclass)`.execute(db);
  }
}
