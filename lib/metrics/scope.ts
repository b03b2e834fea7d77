// What a query means today: stores, currency, windows, and how far the data can be trusted.
import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { addDays, dayAt, daysBetween, type Day } from "#lib/core/day.ts";
import { resolveComparison, resolvePreset, type DataSpan, type Period } from "#lib/core/period.ts";
import { AppError } from "#lib/core/errors.ts";
import type { MetricQuery } from "#lib/metrics/query.ts";
import { listStores, type Store } from "#lib/stores/stores.ts";
import { readFiscalCalendar, readReportingCurrency } from "#lib/stores/settings.ts";
import type { FiscalCalendar } from "#lib/core/calendar.ts";
import { readCoverage, type Stretch } from "#lib/metrics/coverage.ts";
import { roles as allRoles, type Role } from "#lib/metrics/marts.ts";

export interface Freshness {
  firstDay: Day | null;
  /** Only while a history is still coming in: what lies before this day isn't all there yet. */
  filledFrom?: Day;
  completeThrough: Day | null;
  /** Days between the last complete day and the newest that could be (yesterday in the store's zone, or what the source is slower by); 0 is up to date. */
  daysBehind: number;
  /** Stores that end before the newest one does. */
  late: { name: string; completeThrough: Day }[];
  /** Each kind of data that was asked for and that some store has, over all stores. */
  roles: RoleFreshness[];
}

export interface RoleFreshness {
  role: Role;
  firstDay: Day;
  completeThrough: Day;
  /** Days after it may still be restated; null: settled. */
  settledThrough: Day | null;
}

export interface FxGap {
  currency: string;
  from: Day;
  through: Day;
  events: number;
}

export interface Trust {
  /** reconciled: every check passed on the last run. */
  state: "reconciled" | "failed" | "unchecked";
  checkedAt: string | null;
  /** Ids of failing checks. */
  failing: string[];
}

export interface Scope {
  stores: Store[];
  currency: string;
  /** null: no data yet. */
  span: DataSpan | null;
  /** What the stores' data covers, by kind: outside nothing is known, and nothing is not zero. */
  coverage: Stretch[];
  period: Period;
  comparePeriod: Period | null;
  fiscal: FiscalCalendar;
  freshness: Freshness;
  trust: Trust;
  gaps: FxGap[];
}

/** How far data goes is that of the kinds in `needed`: their common end. Throws AppError "forbidden" when the query names a store that the reader may not see, "missing" for none such. */
export async function readScope(db: Database, visible: "all" | readonly number[], query: Pick<MetricQuery, "stores" | "currency" | "period" | "compare">, now: Date, needed: readonly Role[] = ["orders"]): Promise<Scope> {
  const [all, fiscal, reporting, coverage] = await Promise.all([listStores(db), readFiscalCalendar(db), readReportingCurrency(db), readCoverage(db)]);
  const stores = chooseStores(all, visible, query.stores);
  const own = coverage.filter((stretch) => needed.includes(stretch.role) && stores.some((store) => store.id === stretch.storeId));
  const freshness = freshnessOf(stores, own, now);
  const span = freshness.firstDay && freshness.completeThrough ? { firstDay: freshness.firstDay, completeTo: addDays(freshness.completeThrough, 1) } : null;
  const currency = query.currency ?? ownCurrency(stores) ?? reporting;
  if (query.currency && query.currency !== reporting && stores.some((store) => store.currency !== query.currency)) {
    throw new AppError("refused", "metrics.currency", `Figures are kept in each store's own currency and in ${reporting}, not in ${query.currency}. Change the reporting currency in the settings.`, { currency: query.currency, reporting });
  }
  const { period, comparePeriod } = windows(query, span ?? { firstDay: dayAt(now, "UTC"), completeTo: dayAt(now, "UTC") }, fiscal);
  const ids = stores.map((store) => store.id);
  const [trust, gaps] = await Promise.all([readTrust(db, ids), readGaps(db, ids, currency, period, needed)]);
  return { stores, currency, span, coverage: own, period, comparePeriod, fiscal, freshness, trust, gaps };
}

function chooseStores(all: Store[], visible: "all" | readonly number[], wanted: readonly number[] | null): Store[] {
  const allowed = visible === "all" ? all : all.filter((store) => visible.includes(store.id));
  if (wanted === null) return allowed;
  return wanted.map((id) => {
    const store = allowed.find((candidate) => candidate.id === id);
    if (!store) throw new AppError("missing", "metrics.no_store", `There is no store ${id} that you may see.`, { id });
    return store;
  });
}

function ownCurrency(stores: Store[]): string | null {
  const currencies = new Set(stores.map((store) => store.currency));
  return currencies.size === 1 ? [...currencies][0]! : null;
}

function windows(query: Pick<MetricQuery, "period" | "compare">, span: DataSpan, fiscal: FiscalCalendar): { period: Period; comparePeriod: Period | null } {
  const preset = "preset" in query.period ? query.period.preset : null;
  const period = "preset" in query.period ? resolvePreset(query.period.preset, span, fiscal) : { from: query.period.from, to: addDays(query.period.through, 1) };
  const comparePeriod = query.compare.kind === "custom" ? { from: query.compare.from, to: addDays(query.compare.through, 1) } : resolveComparison(query.compare.kind, period, preset, fiscal);
  return { period, comparePeriod };
}

/** A store goes as far as all of its kinds do; a kind that it doesn't have holds nothing back. */
function freshnessOf(stores: Store[], coverage: readonly Stretch[], now: Date): Freshness {
  const throughOf = new Map<number, Day>();
  for (const { storeId, completeThrough } of coverage) throughOf.set(storeId, earlier(throughOf.get(storeId), completeThrough));
  const firstDay = coverage.map((stretch) => stretch.firstDay).sort()[0] ?? null;
  const completeThrough = commonEnd(stores, coverage, throughOf, now);
  const today = dayAt(now, stores[0]?.zone ?? "UTC");
  const behind = (role: Role) => Math.min(...coverage.filter((stretch) => stretch.role === role).map((stretch) => daysBetween(stretch.completeThrough, addDays(today, -stretch.lag))));
  const filledFrom = coverage.flatMap((stretch) => stretch.filledFrom ?? []).sort().at(-1);
  return {
    firstDay, completeThrough, ...(filledFrom === undefined ? {} : { filledFrom }),
    daysBehind: Math.max(0, ...[...new Set(coverage.map((stretch) => stretch.role))].map(behind)),
    // A store without any data isn't late: it has nothing to be late with.
    late: stores.flatMap((store) => {
      const through = throughOf.get(store.id);
      return through !== undefined && completeThrough !== null && through < completeThrough ? [{ name: store.name, completeThrough: through }] : [];
    }),
    roles: allRoles.flatMap((role) => {
      const own = coverage.filter((stretch) => stretch.role === role);
      if (own.length === 0) return [];
      return [{
        role, firstDay: own.map((stretch) => stretch.firstDay).sort()[0]!, completeThrough: own.map((stretch) => stretch.completeThrough).sort().at(-1)!,
        settledThrough: own.flatMap((stretch) => stretch.settledThrough ?? []).sort()[0] ?? null,
      }];
    }),
  };
}

/**
 * The last day that is complete in all stores that are on time, each by its own clock: when it is morning in Berlin,
 * yesterday isn't over in New York, and that is nobody's fault. Where no store is on time (files of the past), the newest
 * store leads and the others are behind it.
 */
function commonEnd(stores: Store[], coverage: readonly Stretch[], throughOf: ReadonlyMap<number, Day>, now: Date): Day | null {
  const zones = new Map(stores.map((store) => [store.id, store.zone]));
  const late = new Set(coverage.filter((stretch) => stretch.completeThrough < addDays(dayAt(now, zones.get(stretch.storeId) ?? "UTC"), -stretch.lag)).map((stretch) => stretch.storeId));
  const onTime = [...throughOf].filter(([store]) => !late.has(store)).map(([, through]) => through).sort();
  return onTime[0] ?? [...throughOf.values()].sort().at(-1) ?? null;
}

function earlier(one: Day | undefined, other: Day): Day {
  return one !== undefined && one < other ? one : other;
}

async function readTrust(db: Database, storeIds: number[]): Promise<Trust> {
  const rows = await db.selectFrom("ingest.check_result").select(["check_id", "failed", "checked_at"]).where("store_id", "in", storeIds.length > 0 ? storeIds : [0]).execute();
  if (rows.length === 0) return { state: "unchecked", checkedAt: null, failing: [] };
  const failing = [...new Set(rows.filter((row) => row.failed > 0).map((row) => row.check_id))];
  const checkedAt = rows.map((row) => (row.checked_at as unknown as Date).toISOString()).sort()[0]!;
  return { state: failing.length > 0 ? "failed" : "reconciled", checkedAt, failing };
}

async function readGaps(db: Database, storeIds: number[], currency: string, period: Period, needed: readonly Role[]): Promise<FxGap[]> {
  const rows = await sql<{ currency: string; from: Day; through: Day; events: string }>`
    select currency, min(day) as from, max(day) as through, sum(events) as events from ingest.fx_gap
    where store_id = any(${storeIds}::int[]) and target = ${currency} and day >= ${period.from}::date and day < ${period.to}::date and role = any(${[...needed]}::text[])
    group by currency order by currency`.execute(db);
  return rows.rows.map((row) => ({ ...row, events: Number(row.events) }));
}
