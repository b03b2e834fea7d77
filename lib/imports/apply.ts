// From the working table to the ledger, in the caller's transaction: new orders are inserted, changed ones
// replaced (what stood is kept for undo), unchanged ones left alone. Marks exactly the days whose marts move.
import type pg from "pg";
import { firstOrders } from "#lib/imports/first-orders.ts";
import { linesOf } from "#lib/imports/lines-of.ts";

export interface Applied {
  orders: { new: number; changed: number; unchanged: number };
  /** Source rows by what became of their order. */
  rows: { imported: number; unchanged: number };
  /** Currency → kind → sum of the changed orders as they stood before. */
  replaced: Record<string, Record<string, string>>;
  firstDay: string | null;
  lastDay: string | null;
  dirtyDays: string[];
}

export interface Applying {
  storeId: number;
  importId: string;
  appliedNo: string;
  /** The file's events stand in the ledger already, because the store had no orders. */
  isStraight: boolean;
  /** Days of all the file's events. */
  eventDays: string[];
}

/** Runs on the client whose transaction holds the working table; `onStep` names what is being done. */
export async function apply(client: pg.ClientBase, job: Applying, onStep: (step: string) => void = () => {}): Promise<Applied> {
  const { storeId, importId, appliedNo, isStraight } = job;
  const run = async (sql: string, values: unknown[] = []): Promise<pg.QueryResult> => client.query(sql, values);

  onStep("compare");
  // Plans here turn on sizes: small samples of the columns in question are enough. Ends with the transaction.
  await run("set local default_statistics_target = 20");
  // Where nothing stands, nothing is joined, and no sample of the working tables would change a plan.
  if (!isStraight) await run("analyze staged_order");
  await run(`create temp table told on commit drop as
    select s.*, case when f.order_id is null then 'new' when f.content_hash = s.content_hash then 'unchanged' else 'changed' end as fate
    from (
      select order_id, min(placed_at) as placed_at, min(order_day) as order_day,
        max(customer_id collate "C") as customer_id, max(country collate "C") as country, max(channel collate "C") as channel, min(currency) as currency,
        bool_or(is_order) as is_order, sum(content_hash) as content_hash, sum(rows)::int as rows,
        coalesce(min(first_event_day), min(order_day)) as first_event_day, coalesce(max(last_event_day), min(order_day)) as last_event_day
      from staged_order group by order_id
    ) s
    left join fact.sales_order f on f.store_id = ${storeId} and f.order_id = s.order_id`);
  if (!isStraight) await run("analyze told");
  const fates = await run(`select fate, count(*)::int as orders, sum(rows)::int as rows, min(order_day) filter (where is_order)::text as first_day, max(order_day) filter (where is_order)::text as last_day from told group by fate`);
  const fate = (name: string) => fates.rows.find((row) => row.fate === name) ?? { orders: 0, rows: 0 };

  const unlessUnchanged = fate("unchanged").orders > 0 ? "join told t on t.order_id = s.order_id and t.fate <> 'unchanged'" : "";

  onStep("replace");
  await run("create temp table dirty (day date not null) on commit drop");
  const replaced = fate("changed").orders > 0 ? await setAside(client, storeId) : {};

  onStep("write");
  if (!isStraight) {
    await run(`insert into fact.sale_event (store_id, order_id, line_no, kind, event_at, event_day, amount, currency, quantity, product_id)
      select ${storeId}, s.order_id, s.line_no, s.kind, s.event_at, s.event_day, s.amount, s.currency, s.quantity, s.product_id
      from staged_event s ${unlessUnchanged}`);
  }
  await run(`insert into fact.sales_order (store_id, order_id, source, import_id, placed_at, order_day, customer_id, country, channel, currency, is_order, content_hash, line_count, first_event_day, last_event_day)
    select ${storeId}, order_id, 'file', $1::bigint, placed_at, order_day, customer_id, country, channel, currency, is_order, content_hash, rows, first_event_day, last_event_day
    from told where fate <> 'unchanged' order by order_id`, [importId]);
  // What stood before any file told it (a connector's order) is a telling too, so that undo finds it. Not asked of a
  // file that is all new: where Postgres knows only other shops' orders, it takes these for a handful, and looks
  // through the whole file for each of them.
  if (fate("unchanged").orders > 0) {
    await run(`insert into raw.order_telling (store_id, order_id, applied_no, import_id, content_hash)
      select ${storeId}, f.order_id, 0, 0, f.content_hash from told t join fact.sales_order f on f.store_id = ${storeId} and f.order_id = t.order_id
      where t.fate = 'unchanged' and not exists (select 1 from raw.order_telling o where o.store_id = ${storeId} and o.order_id = t.order_id)`);
  }
  await run(`insert into raw.order_telling (store_id, order_id, applied_no, import_id, content_hash)
    select ${storeId}, order_id, $1::bigint, $2::bigint, content_hash from told order by order_id`, [appliedNo, importId]);
  await run(`insert into dim.product as known (store_id, product_id, name, category)
    select ${storeId}, product_id, (array_agg(name order by lines desc, name) filter (where name is not null))[1], (array_agg(category order by lines desc, category) filter (where category is not null))[1]
    from (select product_id, name, category, sum(lines) as lines from staged_product group by product_id, name, category) p
    group by product_id
    on conflict (store_id, product_id) do update set name = coalesce(excluded.name, known.name), category = coalesce(excluded.category, known.category)
    where known.name is distinct from coalesce(excluded.name, known.name) or known.category is distinct from coalesce(excluded.category, known.category)`);

  // Without fresh statistics the marts of a first big import, and the next file of the same orders, are planned as if the shop were empty.
  if (fate("new").rows > 20_000 || fate("new").orders > 2_000) await run("analyze fact.sale_event (store_id, order_id, event_day, currency, kind), fact.sales_order (store_id, order_id, order_day, customer_id)");

  onStep("customers");
  await run("insert into dirty select distinct order_day from told where fate <> 'unchanged'");
  if (isStraight) await run("insert into dirty select unnest($1::date[])", [job.eventDays]);
  else await run(`insert into dirty select distinct s.event_day from staged_event s ${unlessUnchanged}`);
  await run(`create temp table touched on commit drop as select distinct customer_id from told where fate <> 'unchanged' and customer_id is not null`);
  if (fate("changed").orders > 0) await run("insert into touched select customer_id from set_aside where customer_id is not null");
  await firstOrders(client, storeId);

  const days = await run(`select distinct day::text as day from dirty order by 1`);
  const all = fates.rows as { first_day: string | null; last_day: string | null }[];
  const known = (pick: "first_day" | "last_day") => all.map((row) => row[pick]).filter((day) => day !== null).sort();
  return {
    orders: { new: fate("new").orders, changed: fate("changed").orders, unchanged: fate("unchanged").orders },
    rows: { imported: fate("new").rows + fate("changed").rows, unchanged: fate("unchanged").rows },
    replaced,
    firstDay: known("first_day")[0] ?? null, lastDay: known("last_day").at(-1) ?? null,
    dirtyDays: days.rows.map((row: { day: string }) => row.day),
  };
}

/** Keeps the content of the orders that `told` changes, takes them out of fact, and sums what they were. */
async function setAside(client: pg.ClientBase, storeId: number): Promise<Record<string, Record<string, string>>> {
  await client.query("create temp table set_aside on commit drop as select f.* from told t join fact.sales_order f on f.store_id = " + storeId + " and f.order_id = t.order_id where t.fate = 'changed'");
  await client.query(`insert into raw.order_telling (store_id, order_id, applied_no, import_id, content_hash)
    select ${storeId}, a.order_id, 0, 0, a.content_hash from set_aside a
    where not exists (select 1 from raw.order_telling o where o.store_id = ${storeId} and o.order_id = a.order_id)`);
  await client.query(keepVersions(storeId, "set_aside"));
  await client.query(`insert into dirty select order_day from set_aside union select e.event_day from set_aside a join fact.sale_event e on ${linesOf(storeId, "a")}`);
  const sums = await client.query(`select e.currency, e.kind, trim_scale(sum(e.amount))::text as sum from set_aside a join fact.sale_event e on ${linesOf(storeId, "a")} group by 1, 2`);
  await removeOrders(client, storeId, "set_aside");
  return nest(sums.rows);
}

/** SQL that keeps the orders of a working table (rows of fact.sales_order) as versions. */
export function keepVersions(storeId: number, table: string): string {
  return `insert into raw.order_version (store_id, order_id, content_hash, header, events)
    select ${storeId}, a.order_id, a.content_hash, to_jsonb(a),
      coalesce((select jsonb_agg(to_jsonb(e) order by e.line_no) from fact.sale_event e where ${linesOf(storeId, "a")}), '[]')
    from ${table} a
    on conflict (store_id, order_id, content_hash) do nothing`;
}

/** Takes the orders of a working table (rows of fact.sales_order) and their lines out of fact. */
export async function removeOrders(client: pg.ClientBase, storeId: number, table: string): Promise<void> {
  await client.query(`delete from fact.sale_event e using ${table} a where ${linesOf(storeId, "a")}`);
  await client.query(`delete from fact.sales_order where store_id = ${storeId} and order_id in (select order_id from ${table})`);
}

/** Rows to currency → kind → sum, in a stable order. */
export function nest(rows: { currency: string; kind: string; sum: string }[]): Record<string, Record<string, string>> {
  const ledger: Record<string, Record<string, string>> = {};
  for (const { currency, kind, sum } of rows.sort((a, b) => a.currency.localeCompare(b.currency) || a.kind.localeCompare(b.kind))) (ledger[currency] ??= {})[kind] = sum;
  return ledger;
}
