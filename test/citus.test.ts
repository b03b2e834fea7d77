// Holds the schema to the rules that let it run unchanged on one Postgres and on a Citus cluster. The tables
// are read from a migrated database; the SQL of migrations, marts and checks from PostgreSQL's own parser.
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "libpg-query";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { currentConfig } from "#lib/config.ts";
import { freshDatabase, type FreshDatabase } from "#test/support/database.ts";

let fresh: FreshDatabase;
beforeAll(async () => { fresh = await freshDatabase(); });
afterAll(() => fresh.drop());

/** Like db/citus.ts: keyed by store → distributed; dim without store → reference; else local. */
const kindOf = (table: { schema: string; name: string; key: string[] }): "distributed" | "reference" | "local" =>
  ["raw", "fact", "mart", "dim"].includes(table.schema) && table.key[0] === "store_id" && table.name !== "store" ? "distributed" : table.schema === "dim" ? "reference" : "local";

async function tables() {
  const { rows } = await sql<{ schema: string; name: string; key: string[]; persistence: string; columns: string[] }>`
    select n.nspname as schema, c.relname as name, c.relpersistence as persistence,
      coalesce((select array_agg(a.attname::text order by k.place) from pg_index i cross join unnest(i.indkey::int[]) with ordinality k(attnum, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum where i.indrelid = c.oid and i.indisprimary), '{}') as key,
      (select array_agg(a.attname::text) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname in ('app', 'dim', 'raw', 'fact', 'mart', 'plan', 'ingest')`.execute(fresh.db);
  return rows;
}

describe("the schema", () => {
  test("every lasting table of raw, fact and mart has a primary key that begins with store_id (unlogged staging may stay local)", async () => {
    const all = await tables();
    expect(all.length).toBeGreaterThan(15);
    expect(all.filter((table) => table.persistence !== "u" && ["raw", "fact", "mart"].includes(table.schema) && table.key[0] !== "store_id").map((table) => `${table.schema}.${table.name}`)).toEqual([]);
  });
  test("every unique index of a distributed table contains store_id", async () => {
    const distributed = (await tables()).filter((table) => kindOf(table) === "distributed").map((table) => `${table.schema}.${table.name}`);
    const { rows } = await sql<{ index: string; table_name: string; columns: string[] }>`
      select i.indexrelid::regclass::text as index, i.indrelid::regclass::text as table_name,
        array(select a.attname::text from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any(i.indkey::int[])) as columns
      from pg_index i where i.indisunique`.execute(fresh.db);
    expect(rows.filter((row) => distributed.includes(row.table_name) && !row.columns.includes("store_id")).map((row) => row.index)).toEqual([]);
  });
  test("foreign keys go from distributed to distributed with store_id, to reference tables, or from local to local and reference", async () => {
    const kinds = new Map((await tables()).map((table) => [`${table.schema}.${table.name}`, kindOf(table)]));
    const { rows } = await sql<{ name: string; source: string; target: string; columns: string[] }>`
      select conname as name, conrelid::regclass::text as source, confrelid::regclass::text as target,
        array(select a.attname::text from pg_attribute a where a.attrelid = conrelid and a.attnum = any(conkey)) as columns
      from pg_constraint where contype = 'f'`.execute(fresh.db);
    const wrong = rows.filter(({ source, target, columns }) => {
      const [from, to] = [kinds.get(source), kinds.get(target)];
      if (from === "distributed") return to === "local" || (to === "distributed" && !columns.includes("store_id"));
      return to === "distributed" || (from === "reference" && to === "local");
    });
    expect(wrong.map((row) => row.name)).toEqual([]);
  });
  test("no triggers, no inheritance", async () => {
    const { rows } = await sql<{ name: string }>`select tgname as name from pg_trigger where not tgisinternal union all select inhrelid::regclass::text from pg_inherits`.execute(fresh.db);
    expect(rows).toEqual([]);
  });
});

/** Every node of a parse tree with its type, depth first. */
function* nodes(tree: unknown): Generator<[string, Record<string, unknown>]> {
  if (Array.isArray(tree)) for (const item of tree) yield* nodes(item);
  else if (tree && typeof tree === "object") for (const [key, value] of Object.entries(tree)) {
    if (/^[A-Z]/.test(key) && value && typeof value === "object") yield [key, value as Record<string, unknown>];
    yield* nodes(value);
  }
}

const volatileNames = new Set(["now", "random", "clock_timestamp", "gen_random_uuid", "statement_timestamp", "timeofday"]);

/** What Citus refuses, found in one SQL text. */
export async function faults(text: string): Promise<string[]> {
  const found: string[] = [];
  for (const [kind, node] of nodes((await parse(text)) as unknown)) {
    if (kind === "MergeStmt") found.push("MERGE");
    if (kind === "CreateTrigStmt") found.push("trigger");
    if (kind === "GroupingSet") found.push("GROUPING SETS, ROLLUP or CUBE");
    if (kind === "LockingClause") found.push("SELECT FOR UPDATE");
    if (kind === "OnConflictClause" || (kind === "InsertStmt" && node.onConflictClause)) {
      const clause = (kind === "InsertStmt" ? node.onConflictClause : node) as Record<string, unknown>;
      for (const [inner, call] of nodes(clause)) {
        if (inner === "FuncCall" && volatileNames.has(JSON.stringify(call.funcname).match(/"sval":"(\w+)"\}+\]$/)?.[1] ?? "")) found.push("a volatile function in ON CONFLICT DO UPDATE");
        if (inner === "SubLink") found.push("a subquery in ON CONFLICT DO UPDATE");
      }
    }
    if (kind === "ColumnRef" && JSON.stringify(node).includes('"sval":"ctid"')) found.push("ctid");
  }
  return [...new Set(found)];
}

describe("the SQL", () => {
  const files = ["db/migrations", "db/marts", "db/checks"].flatMap((folder) => readdirSync(folder).filter((name) => name.endsWith(".sql")).map((name) => `${folder}/${name}`));
  test.each(files)("%s has nothing that Citus refuses", async (file) => {
    expect(await faults(readFileSync(file, "utf8"))).toEqual([]);
  });
  test("the lint finds what it looks for", async () => {
    expect(await faults("insert into t (a) values (1) on conflict (a) do update set b = now()")).toEqual(["a volatile function in ON CONFLICT DO UPDATE"]);
    expect(await faults("merge into t using s on t.a = s.a when matched then delete")).toEqual(["MERGE"]);
    expect(await faults("select a, sum(b) from t group by rollup (a)")).toEqual(["GROUPING SETS, ROLLUP or CUBE"]);
    expect(await faults("delete from t where ctid in (select ctid from t limit 1)")).toContain("ctid");
  });
  test("mart files name the store in every read of a distributed table", () => {
    for (const file of files.filter((name) => name.startsWith("db/marts"))) {
      const fill = readFileSync(file, "utf8").split("-- @fill")[1]!;
      const reads = [...fill.matchAll(/\b(?:from|join) (?:fact|mart)\.\w+/g)].length;
      expect([...fill.matchAll(/store_id = \$1|store_id = \w+\.store_id/g)].length, file).toBeGreaterThanOrEqual(Math.min(1, reads));
    }
  });
});

describe.skipIf(!currentConfig().citusUrl)("on a Citus cluster (CITUS_URL names none: skipped)", () => {
  test("migrations and marts run, and a store's figures come out the same", async () => {
    const { openDatabase } = await import("#db/client.ts");
    const { migrate } = await import("#db/migrate.ts");
    const { ensureMarts } = await import("#lib/refresh/refresh.ts");
    const { storeWith } = await import("#test/support/ledger.ts");
    const { readMetrics } = await import("#lib/metrics/read.ts");
    const { defaultQuery } = await import("#lib/metrics/query.ts");
    const cluster = openDatabase(currentConfig().citusUrl!);
    for (const schema of ["mart", "fact", "raw", "ingest", "plan", "app", "dim"]) await sql`drop schema if exists ${sql.id(schema)} cascade`.execute(cluster);
    await sql`drop table if exists public.storecast_migration, public.storecast_migration_lock`.execute(cluster);
    await migrate(cluster, "db/migrations");
    await ensureMarts(cluster);
    const orders = [{ id: "1", day: "2026-11-01", customer: "ann", country: "DE", lines: [{ kind: "sale", amount: "12.50", product: "A" }] }];
    await storeWith(cluster, { through: "2026-11-02" }, orders);
    const { total } = await readMetrics(cluster, "all", { ...defaultQuery, metrics: ["net_sales", "orders", "customers"], period: { preset: "all" } }, new Date("2026-11-03T00:00:00Z"));
    expect(total.values).toEqual({ net_sales: "12.5", orders: "1", customers: "1" });
    await cluster.destroy();
  });
});
