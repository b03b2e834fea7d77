// Another set of rules: what it would move, and making it stand with all of history.
import { isDeepStrictEqual } from "node:util";
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, dayAt, now } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { diffRules, type Move } from "#lib/channels/diff-rules.ts";
import { judge, readsOrders, type RuleSet } from "#lib/channels/own-rules.ts";
import { refreshStore } from "#lib/refresh/refresh.ts";
import { readReportingCurrency } from "#lib/stores/settings.ts";
import { listStores } from "#lib/stores/stores.ts";
import { log } from "#lib/log.ts";
import { reclassify, rulesReason, settleOrigins, type Reclassified } from "#lib/traffic/reclassify.ts";
import { readRules } from "#lib/traffic/rules.ts";
import { weigh } from "#lib/traffic/weigh.ts";

/** The days that a difference is weighed by; applying moves all of history. */
export const weighedDays = 365;

export interface Difference { moves: Move[]; currency: string; unconverted: number }

/** What `draft` would move between channels over all stores, weighed by the last year, in the reporting currency. Writes nothing. */
export async function differenceOf(db: Database, draft: RuleSet, stores: "all" | readonly number[] = "all"): Promise<Difference> {
  const { set } = await readRules(db);
  const currency = await readReportingCurrency(db);
  const withVisits = [...set.rules, ...draft.rules].some(readsOrders);
  const rows = [];
  let unconverted = 0;
  for (const store of await listStores(db)) {
    if (stores !== "all" && !stores.includes(store.id)) continue;
    const today = dayAt(now(), store.zone);
    const weights = await weigh(db, store.id, { from: addDays(today, -weighedDays), to: addDays(today, 1) }, currency, withVisits);
    rows.push(...weights.rows);
    unconverted += weights.unconverted;
  }
  return { moves: diffRules(judge(set), judge(draft), rows), currency, unconverted };
}

export interface Applied { version: number; stores: Reclassified[] }

/**
 * Makes `draft` the rules that stand and re-classifies history, in one transaction. `base` is the version that its
 * writer saw: another one meanwhile is a conflict. A set equal to the standing one changes nothing. The marts
 * follow by `refreshMoved`. A batch of orders that is being written is waited for, a long file isn't.
 */
export async function applyRuleSet(db: Database, draft: RuleSet, base: number, madeBy: string, longestWait = "20s"): Promise<Applied> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('storecast.channel_rules'))`.execute(trx);
    const standing = await readRules(trx);
    if (standing.version !== base) throw new AppError("conflict", "channels.changed_meanwhile", "Somebody applied other rules meanwhile. Load the page again.");
    if (isDeepStrictEqual(standing.set, draft)) return { version: base, stores: [] };
    const version = base + 1;
    await trx.insertInto("app.channel_rules").values({ version, rule_set: JSON.stringify(draft), made_by: madeBy, made_at: now() }).execute();
    const stores: Reclassified[] = [];
    for (const store of await listStores(trx)) {
      await lockOrders(trx, store.id, longestWait);
      stores.push(await reclassify(trx, store.id, draft));
    }
    return { version, stores };
  });
}

/** Works the marts of the moved days out again, store by store. A store that fails keeps its dirty days for the next refresh. */
export async function refreshMoved(db: Database, stores: readonly Reclassified[]): Promise<void> {
  for (const { storeId, days } of stores) {
    if (days.length === 0) continue;
    await refreshStore(db, storeId).catch((error: unknown) => log.error({ err: error, storeId }, "a refresh after new channel rules failed"));
  }
}

/** Days of all stores whose marts don't follow new rules yet: how far applying is. */
export async function waitingDays(db: Database): Promise<number> {
  const found = await sql<{ days: string }>`select count(*) as days from ingest.dirty_day where reason = ${rulesReason}`.execute(db);
  return Number(found.rows[0]!.days);
}

/**
 * After a run of a source: what it taught about campaigns is read into the origins of orders, and where rules were
 * replaced while it ran (`version` is that of the rules it began with) everything is judged again. Null: nothing moved.
 */
export async function catchUp(db: Database, storeId: number, version: number): Promise<Reclassified | null> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtext('storecast.channel_rules'))`.execute(trx);
    const standing = await readRules(trx);
    if (standing.version !== version) {
      await sql`select pg_advisory_xact_lock(hashtext('storecast.import'), ${storeId}::int)`.execute(trx);
      return reclassify(trx, storeId, standing.set);
    }
    const settled = await settleOrigins(trx, storeId, standing.set);
    return settled.origins > 0 ? settled : null;
  });
}

/** Orders are written and judged by one at a time. Throws AppError "conflict" where somebody holds on to them. */
async function lockOrders(trx: Database, storeId: number, longestWait: string): Promise<void> {
  await sql`select set_config('lock_timeout', ${longestWait}, true)`.execute(trx);
  try {
    await sql`select pg_advisory_xact_lock(hashtext('storecast.import'), ${storeId}::int)`.execute(trx);
  } catch (error) {
    if ((error as { code?: string }).code !== "55P03") throw error;
    throw new AppError("conflict", "channels.busy", "Orders are being loaded at this moment. Apply the rules again in a minute.");
  }
  await sql`select set_config('lock_timeout', '0', true)`.execute(trx);
}
