// An import from received to done: load, commit, refresh. Resumable anywhere, because nothing counts before the commit.
import { sql } from "kysely";
import { addDays, dayAt, now } from "#lib/core/day.ts";
import { isAppError } from "#lib/core/errors.ts";
import { nest } from "#lib/imports/apply.ts";
import { updateCoverage } from "#lib/imports/coverage.ts";
import { customerNamer } from "#lib/imports/customer-key.ts";
import { dayWindow } from "#lib/imports/day-window.ts";
import { fault } from "#lib/imports/faults.ts";
import { readFile, type Host } from "#lib/imports/file.ts";
import { load, type Loaded, type OnProgress } from "#lib/imports/load.ts";
import { withImportLock } from "#lib/imports/lock.ts";
import { clearRejects } from "#lib/imports/rejects.ts";
import type { ImportSettings } from "#lib/imports/settings.ts";
import { summarise, type Summary } from "#lib/imports/summary.ts";
import { log } from "#lib/log.ts";
import { dirtyStatement, refreshStore } from "#lib/refresh/refresh.ts";
import { readStore, type Store } from "#lib/stores/stores.ts";
import type pg from "pg";

const runnable = ["received", "ready", "loading", "failed"];

/** Currency → kind → sum, of the orders that an import told, as the ledger has them now. */
async function ledgerOf(host: Host, storeId: number, importId: string): Promise<Summary["ledger"]> {
  const sums = await host.pool.query(`select e.currency, e.kind, trim_scale(sum(e.amount))::text as sum
    from (select distinct order_id from raw.order_telling where store_id = $1 and import_id = $2) t
    join fact.sales_order o on o.store_id = $1 and o.order_id = t.order_id
    join fact.sale_event e on e.store_id = $1 and e.event_day between o.first_event_day and o.last_event_day and e.order_id = o.order_id
    group by e.currency, e.kind`, [storeId, importId]);
  return nest(sums.rows);
}

/**
 * Runs one received import. Started twice, or again after a kill, it ends in the same state. A rehearsal
 * (`isDry`) does all but keep it. Throws imports.busy while another import of the store runs.
 */
export async function runImport(host: Host, importId: string, options: { isDry?: boolean; patience?: number } = {}, onProgress: OnProgress = () => {}): Promise<Summary> {
  const isDry = options.isDry ?? false;
  const found = await host.db.selectFrom("ingest.import").select(["store_id"]).where("import_id", "=", importId).executeTakeFirst();
  if (!found) throw fault("imports.unknown", { id: importId });
  const store = await readStore(host.db, found.store_id);
  const customerOf = await customerNamer(host.db);
  return withImportLock(host, store.id, async (client) => {
    const started = now();
    const row = await host.db.selectFrom("ingest.import").select(["state", "settings", "summary"]).where("import_id", "=", importId).executeTakeFirstOrThrow();
    if (!runnable.includes(row.state)) throw fault("imports.not_runnable", { id: importId, state: row.state });
    const finish = async (summary: Summary): Promise<Summary> => {
      onProgress("refresh", summary.read);
      await note(host, importId, { step: "refresh", rows: summary.read });
      const refreshed = await refreshOrLater(host, store.id);
      const notes = refreshed === "later" ? { ...summary.notes, figures_pending: 1 } : summary.notes;
      // The clock stops when pages show the new figures; what is summed and checked after that is for the record.
      const milliseconds = (refreshed === "later" ? now() : refreshed.readyAt).getTime() - started.getTime();
      const ledger = await ledgerOf(host, store.id, importId);
      const done = { ...summary, notes, ledger, refreshedDays: refreshed === "later" ? 0 : refreshed.days, milliseconds };
      await host.db.updateTable("ingest.import").set({ state: "done", summary: JSON.stringify(done), error: null, progress: null, finished_at: now(), updated_at: now() }).where("import_id", "=", importId).execute();
      return done;
    };
    // Killed between the commit and the refresh: the facts stand, only the marts are to be made.
    if (row.summary !== null) return finish(row.summary as unknown as Summary);

    if (!isDry) {
      const taken = await host.db.updateTable("ingest.import").set({ state: "loading", error: null, updated_at: now() }).where("import_id", "=", importId).executeTakeFirst();
      if (taken.numUpdatedRows !== 1n) throw fault("imports.unknown", { id: importId });
    }
    await clearRejects(host, importId);
    let settings = row.settings as ImportSettings;
    let lastNoted = 0;
    const progress: OnProgress = (step, rows) => {
      onProgress(step, rows);
      const time = now().getTime();
      if (isDry || (step === "read" && time - lastNoted < 500)) return;
      lastNoted = time;
      void note(host, importId, { step, rows }).catch(() => {});
    };
    let rehearsed: Summary["ledger"] = {};
    const attempt = async (): Promise<Summary> => {
      await client.query("begin");
      try {
        const loaded = await load(host, client, { storeId: store.id, storeCurrency: store.currency, window: dayWindow(store.zone, now()), importId, settings, source: () => readFile(host, store.id, importId), customerOf, isDry }, progress);
        rehearsed = nest(loaded.tally.kinds());
        const summary = await record(client, store, importId, settings, loaded, isDry);
        await client.query(isDry ? "rollback" : "commit");
        return summary;
      } catch (error) {
        await client.query("rollback").catch(() => {});
        throw error;
      }
    };
    try {
      let summary: Summary;
      try {
        summary = await attempt();
      } catch (error) {
        if (!isAppError(error) || error.code !== "imports.unreadable" || settings.encoding) throw error;
        // Its first part was UTF-8 and a later one isn't: the old Windows letters.
        settings = { ...settings, encoding: "windows-1252" };
        await clearRejects(host, importId);
        summary = await attempt();
      }
      return isDry ? { ...summary, ledger: rehearsed, milliseconds: now().getTime() - started.getTime() } : await finish(summary);
    } catch (error) {
      if (!isDry) await fail(host, importId, error);
      throw error;
    }
  }, options.patience, () => {
    onProgress("wait", 0);
    if (!isDry) void note(host, importId, { step: "wait", rows: 0 }).catch(() => {});
  });
}

/**
 * Brings the marts up after a change that stands already, whatever becomes of this: days that couldn't be made
 * stay dirty, and the next start, import or refresh makes them. Returns how many were made.
 */
export async function refreshOrLater(host: Host, storeId: number): Promise<{ days: number; readyAt: Date } | "later"> {
  try {
    const refreshed = await refreshStore(host.db, storeId);
    return { days: refreshed?.days.length ?? 0, readyAt: refreshed?.readyAt ?? now() };
  } catch (error) {
    log.error({ storeId, error: String(error) }, "the orders are in, but their figures could not be brought up to date yet");
    return "later";
  }
}

/** Writes what the load found beside it, in its transaction. */
async function record(client: pg.PoolClient, store: Store, importId: string, settings: ImportSettings, loaded: Loaded, isDry: boolean): Promise<Summary> {
  const { applied, lastDay } = loaded;
  const isCut = settings.lastDayCut ?? (lastDay !== null && lastDay.day === applied.lastDay && lastDay.looksCut);
  const yesterday = addDays(dayAt(now(), store.zone), -1);
  const isOver = applied.lastDay === null || applied.lastDay <= yesterday;
  const throughDay = applied.lastDay === null ? null : !isOver ? yesterday : isCut ? addDays(applied.lastDay, -1) : applied.lastDay;
  if (!isOver) loaded.conformed.notes.day_not_over = 1;
  const summary = summarise(importId, loaded, throughDay, isOver && isCut, isDry);
  const kept = await client.query("update ingest.import set applied_no = $2, header_signature = $3, from_day = $4, through_day = $5, summary = $6, updated_at = $7 where import_id = $1",
    [importId, loaded.appliedNo, loaded.conformed.header.signature, applied.firstDay, throughDay, JSON.stringify(summary), now()]);
  // Without its row nobody could take the import back: then none of it may stand.
  if (kept.rowCount !== 1) throw fault("imports.unknown", { id: importId });
  await updateCoverage(client, store.id);
  await markOn(client, store.id, applied.dirtyDays, `import ${importId}`);
  return summary;
}

/** markDirty on a connection that Kysely doesn't hold. */
export async function markOn(client: pg.ClientBase, storeId: number, days: readonly string[], reason: string): Promise<void> {
  const { sql, parameters } = dirtyStatement(storeId, [...days].sort(), reason);
  await client.query(sql, parameters);
}

async function note(host: Host, importId: string, progress: { step: string; rows: number }): Promise<void> {
  await host.db.updateTable("ingest.import").set({ progress: JSON.stringify(progress), updated_at: now() }).where("import_id", "=", importId).where("state", "=", "loading").execute();
}

async function fail(host: Host, importId: string, error: unknown): Promise<void> {
  const said = isAppError(error) ? { code: error.code, message: error.message, details: error.details } : { code: "imports.broken", message: "The import failed through a fault of ours. Nothing was changed.", details: {} };
  const failed = await host.db.updateTable("ingest.import").set({ state: "failed", error: JSON.stringify(said), progress: null, updated_at: now() }).where("import_id", "=", importId).where("summary", "is", null).executeTakeFirst().catch(() => null);
  // Once it has a summary its orders stand, and with them the rows that it left out.
  if (failed?.numUpdatedRows === 1n) await clearRejects(host, importId).catch(() => {});
}

/** Forgets an import that changed nothing and isn't under way, with its file. False when it isn't there to be forgotten. */
export async function forgetImport(host: Host, storeId: number, importId: string): Promise<boolean> {
  return host.db.transaction().execute(async (trx) => {
    const gone = await trx.deleteFrom("ingest.import").where("import_id", "=", importId).where("applied_no", "is", null).where("state", "in", ["received", "ready", "failed"]).returning("import_id").execute();
    if (gone.length === 0) return false;
    await sql`delete from raw.import_file where store_id = ${storeId} and import_id = ${importId}`.execute(trx);
    await sql`delete from ingest.reject where import_id = ${importId}`.execute(trx);
    return true;
  });
}
