// Taking an import back: each order it told goes back to the telling below it, or away; what a later import told stands.
import { now } from "#lib/core/day.ts";
import { keepVersions, removeOrders } from "#lib/imports/apply.ts";
import { fault } from "#lib/imports/faults.ts";
import type { Host } from "#lib/imports/file.ts";
import { firstOrders } from "#lib/imports/first-orders.ts";
import { linesOf } from "#lib/imports/lines-of.ts";
import { withImportLock } from "#lib/imports/lock.ts";
import { updateCoverage } from "#lib/imports/coverage.ts";
import { markOn, refreshOrLater } from "#lib/imports/run.ts";

export interface Undone {
  importId: string;
  /** Orders that went away, came back in an earlier form, or stand because another import holds the same. */
  orders: { removed: number; restored: number; kept: number };
  refreshedDays: number;
  /** True when the orders are back but the figures of their days couldn't be made yet: they stay marked, and the next refresh makes them. */
  figuresPending: boolean;
}

/** Undoes a done import exactly. Throws when it isn't done, or while another import runs. */
export async function undoImport(host: Host, importId: string): Promise<Undone> {
  const found = await host.db.selectFrom("ingest.import").select("store_id").where("import_id", "=", importId).executeTakeFirst();
  if (!found) throw fault("imports.unknown", { id: importId });
  const storeId = found.store_id;
  const orders = await withImportLock(host, storeId, async (client) => {
    const { state } = await host.db.selectFrom("ingest.import").select("state").where("import_id", "=", importId).executeTakeFirstOrThrow();
    if (state !== "done") throw fault("imports.not_undoable", { id: importId, state });
    await client.query("begin");
    try {
      await client.query("set local work_mem = '96MB'");
      const run = (sql: string, values: unknown[] = []) => client.query(sql, values);
      await run("create temp table taken (order_id text not null) on commit drop");
      await run(`with gone as (delete from raw.order_telling where store_id = ${storeId} and import_id = $1 returning order_id) insert into taken select order_id from gone`, [importId]);
      // The telling that is now the last of each order; one that stands already changes nothing.
      await run(`create temp table left_over on commit drop as
        select distinct on (t.order_id) t.order_id, t.content_hash, t.import_id
        from raw.order_telling t join taken k on k.order_id = t.order_id
        where t.store_id = ${storeId} order by t.order_id, t.applied_no desc`);
      await run(`create temp table fallen on commit drop as
        select f.*, l.content_hash as back_to, l.import_id as back_import
        from taken k join fact.sales_order f on f.store_id = ${storeId} and f.order_id = k.order_id
        left join left_over l on l.order_id = k.order_id
        where l.order_id is null or l.content_hash <> f.content_hash`);
      await run("create temp table dirty (day date not null) on commit drop");
      await run(`insert into dirty select order_day from fallen union select e.event_day from fallen a join fact.sale_event e on ${linesOf(storeId, "a")}`);
      await run("create temp table touched on commit drop as select distinct customer_id from fallen where customer_id is not null");
      // A later telling may have replaced this content and been taken back before: others may still hold it.
      await run(`create temp table still_told on commit drop as select ${fallenColumns} from fallen a where exists (
        select 1 from raw.order_telling t where t.store_id = ${storeId} and t.order_id = a.order_id and t.content_hash = a.content_hash)`);
      await run(keepVersions(storeId, "still_told"));
      await removeOrders(client, storeId, "fallen");
      await run(`insert into fact.sales_order
        select r.* from fallen a join raw.order_version v on v.store_id = ${storeId} and v.order_id = a.order_id and v.content_hash = a.back_to
        cross join lateral jsonb_populate_record(null::fact.sales_order, v.header) r`);
      await run(`insert into fact.sale_event
        select r.* from fallen a join raw.order_version v on v.store_id = ${storeId} and v.order_id = a.order_id and v.content_hash = a.back_to
        cross join lateral jsonb_populate_recordset(null::fact.sale_event, v.events) r`);
      await run(`insert into dirty select f.order_day from fallen a join fact.sales_order f on f.store_id = ${storeId} and f.order_id = a.order_id
        union select e.event_day from fallen a join fact.sales_order f on f.store_id = ${storeId} and f.order_id = a.order_id join fact.sale_event e on ${linesOf(storeId, "f")}`);
      await run(`insert into touched select f.customer_id from fallen a join fact.sales_order f on f.store_id = ${storeId} and f.order_id = a.order_id where f.customer_id is not null`);
      await firstOrders(client, storeId);
      // Contents that no telling holds any more, or that stand again, need not be kept.
      await run(`delete from raw.order_version v using taken k where v.store_id = ${storeId} and v.order_id = k.order_id and (
        not exists (select 1 from raw.order_telling t where t.store_id = ${storeId} and t.order_id = v.order_id and t.content_hash = v.content_hash)
        or exists (select 1 from fact.sales_order f where f.store_id = ${storeId} and f.order_id = v.order_id and f.content_hash = v.content_hash))`);
      await run("update ingest.import set state = 'undone', updated_at = $2 where import_id = $1", [importId, now()]);
      await updateCoverage(client, storeId);
      const days = await run("select distinct day::text as day from dirty order by 1");
      await markOn(client, storeId, days.rows.map((row: { day: string }) => row.day), `undo of import ${importId}`);
      const counts = await run("select (select count(*) from taken)::int as taken, count(*) filter (where back_to is null)::int as removed, count(*) filter (where back_to is not null)::int as restored from fallen");
      await client.query("commit");
      const { taken, removed, restored } = counts.rows[0] as { taken: number; removed: number; restored: number };
      return { removed, restored, kept: taken - removed - restored };
    } catch (error) {
      await client.query("rollback").catch(() => {});
      throw error;
    }
  });
  // It is undone now, whatever becomes of the figures.
  const refreshed = await refreshOrLater(host, storeId);
  return { importId, orders, refreshedDays: refreshed === "later" ? 0 : refreshed.days, figuresPending: refreshed === "later" };
}

const fallenColumns = "a.store_id, a.order_id, a.source, a.import_id, a.placed_at, a.order_day, a.customer_id, a.country, a.channel, a.currency, a.is_order, a.content_hash, a.line_count, a.first_event_day, a.last_event_day, a.connection_id, a.traffic_id, a.changed_at";
