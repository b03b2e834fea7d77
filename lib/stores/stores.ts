// Shops: a name, a zone that cuts their days, a currency of their own.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { isZone, now } from "#lib/core/day.ts";
import { carryRates } from "#lib/stores/rates.ts";
import { AppError } from "#lib/core/errors.ts";

export interface Store {
  id: number;
  name: string;
  currency: string;
  zone: string;
}

const columns = ["store_id as id", "name", "currency", "zone"] as const;

export async function listStores(db: Database): Promise<Store[]> {
  return db.selectFrom("dim.store").select(columns).orderBy("store_id").execute();
}

/** By name, letter case aside; null when there is none. */
export async function findStore(db: Database, name: string): Promise<Store | null> {
  return (await db.selectFrom("dim.store").select(columns).where(sql`lower(name)`, "=", name.trim().toLowerCase()).executeTakeFirst()) ?? null;
}

/** Throws AppError "missing" when there is no such store. */
export async function readStore(db: Database, id: number): Promise<Store> {
  const store = await db.selectFrom("dim.store").select(columns).where("store_id", "=", id).executeTakeFirst();
  if (!store) throw new AppError("missing", "ui.store_missing", `There is no store ${id}.`, { id });
  return store;
}

/** Throws AppError "invalid" for an empty or taken name, an unknown zone or a malformed currency. */
export async function createStore(db: Database, wanted: { name: string; currency: string; zone: string }): Promise<Store> {
  const store = { name: wanted.name.trim(), currency: wanted.currency.trim().toUpperCase(), zone: wanted.zone.trim() };
  if (store.name === "" || store.name.length > 80) throw new AppError("invalid", "ui.store_name", "A store needs a name of at most 80 letters.");
  if (!isCurrency(store.currency)) throw new AppError("invalid", "ui.store_currency", `"${store.currency}" is no currency code such as EUR.`, { currency: store.currency });
  if (!isZone(store.zone)) throw new AppError("invalid", "ui.store_zone", `"${store.zone}" is no time zone such as Europe/London.`, { zone: store.zone });
  return db.transaction().execute(async (trx) => {
    // One at a time, so that two first imports can't take the same number or name.
    await sql`select pg_advisory_xact_lock(hashtext('storecast.store'))`.execute(trx);
    const taken = await trx.selectFrom("dim.store").select("store_id").where(sql`lower(name)`, "=", store.name.toLowerCase()).executeTakeFirst();
    if (taken) throw new AppError("conflict", "ui.store_taken", `There is already a store named ${store.name}.`, { name: store.name });
    const last = await trx.selectFrom("dim.store").select((eb) => eb.fn.max("store_id").as("id")).executeTakeFirst();
    const id = (last?.id ?? 0) + 1;
    await trx.insertInto("dim.store").values({ store_id: id, name: store.name, currency: store.currency, zone: store.zone, created_at: now() }).execute();
    // Rates are carried into currencies that are in use: a new one wants its own.
    await carryRates(trx);
    return { id, ...store };
  });
}

export async function renameStore(db: Database, id: number, name: string): Promise<void> {
  const trimmed = name.trim();
  if (trimmed === "" || trimmed.length > 80) throw new AppError("invalid", "ui.store_name", "A store needs a name of at most 80 letters.");
  const taken = await findStore(db, trimmed);
  if (taken && taken.id !== id) throw new AppError("conflict", "ui.store_taken", `There is already a store named ${trimmed}.`, { name: trimmed });
  await db.updateTable("dim.store").set({ name: trimmed }).where("store_id", "=", id).execute();
}

/** True for a code that Intl knows as a currency ("EUR"), not merely three letters. */
export function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) && Intl.supportedValuesOf("currency").includes(code);
}
