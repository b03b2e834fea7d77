// Which stores an answer is about, and what their currencies are worth together.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { now, type Day } from "#lib/core/day.ts";
import { AppError } from "#lib/core/errors.ts";
import { readReportingCurrency } from "#lib/stores/settings.ts";
import { listStores, type Store } from "#lib/stores/stores.ts";

export type Visible = "all" | readonly number[];

/** One store, or all that the reader may see for null. @throws AppError "missing" for one that they may not */
export async function storesAsked(db: Database, visible: Visible, id: number | null): Promise<Store[]> {
  const all = (await listStores(db)).filter((store) => visible === "all" || visible.includes(store.id));
  if (id === null) return all;
  const store = all.find((one) => one.id === id);
  if (!store) throw new AppError("missing", "metrics.no_store", `There is no store ${id} that you may see.`, { id });
  return [store];
}

/** A currency that can't be turned into the reporting one: its stores are left out, by name. */
export interface RateGap { store: string; currency: string; target: string }

export interface Money {
  currency: string;
  /** By store: what one unit of its currency is worth, the last rate that is known, for every day alike. Null: none is known. */
  rates: Map<number, number | null>;
  /** The day of the oldest of these rates; null where nothing is converted. */
  ratesOf: Day | null;
}

/** The stores' own currency where they share one, else the reporting currency at the last known rate: comparable over time. */
export async function moneyOf(db: Database, stores: readonly Store[]): Promise<Money> {
  const own = new Set(stores.map((store) => store.currency));
  if (own.size <= 1) return { currency: [...own][0] ?? (await readReportingCurrency(db)), rates: new Map(stores.map((store) => [store.id, 1])), ratesOf: null };
  const currency = await readReportingCurrency(db);
  const found = await sql<{ currency: string; rate: string; day: Day }>`
    select distinct on (currency) currency, rate, day from dim.fx_daily where target = ${currency} and currency = any(${[...own]}::text[]) and day <= ${now().toISOString().slice(0, 10)}::date order by currency, day desc`.execute(db);
  const known = new Map(found.rows.map((row) => [row.currency, Number(row.rate)]));
  return {
    currency, rates: new Map(stores.map((store) => [store.id, store.currency === currency ? 1 : (known.get(store.currency) ?? null)])),
    ratesOf: found.rows.filter((row) => row.currency !== currency).map((row) => row.day).sort()[0] ?? null,
  };
}
