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

export interface Freshness {
  firstDay: Day | null;
  completeThrough: Day | null;
  /** Days between the last complete day and yesterday in the store's zone; 0 is up to date. */
  daysBehind: number;
  /** Stores that end before the newest one does. */
  late: { name: string; completeThrough: Day }[];
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
  /** The stretches that some store's data covers: between them nothing is known, and nothing is not zero. */
  covered: Period[];
  period: Period;
  comparePeriod: Period | null;
  fiscal: FiscalCalendar;
  freshness: Freshness;
  trust: Trust;
  gaps: FxGap[];
}

/** Throws AppError "forbidden" when the query names a store that the reader may not see, "missing" for none such. */
export async function readScope(db: Database, visible: "all" | readonly number[], query: Pick<MetricQuery, "stores" | "currency" | "period" | "compare">, now: Date): Promise<Scope> {
  const [all, fiscal, reporting, coverage] = await Promise.all([listStores(db), readFiscalCalendar(db), readReportingCurrency(db), readCoverage(db)]);
  const stores = chooseStores(all, visible, query.stores);
  const freshness = freshnessOf(stores, coverage, now);
  const span = freshness.firstDay && freshness.completeThrough ? { firstDay: freshness.firstDay, completeTo: addDays(freshness.completeThrough, 1) } : null;
  const currency = query.currency ?? ownCurrency(stores) ?? reporting;
  if (query.currency && query.currency !== reporting && stores.some((store) => store.currency !== query.currency)) {
    throw new AppError("refused", "metrics.currency", `Figures are kept in each store's own currency and in ${reporting}, not in ${query.currency}. Change the reporting currency in the settings.`, { currency: query.currency, reporting });
  }
  const { period, comparePeriod } = windows(query, span ?? { firstDay: dayAt(now, "UTC"), completeTo: dayAt(now, "UTC") }, fiscal);
  const ids = stores.map((store) => store.id);
  const [trust, gaps] = await Promise.all([readTrust(db, ids), readGaps(db, ids, currency, period)]);
  return { stores, currency, span, covered: stores.flatMap((store) => coverage.get(store.id)?.parts ?? []), period, comparePeriod, fiscal, freshness, trust, gaps };
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

type Coverage = Map<number, { from: Day; through: Day; parts: Period[] }>;

/** Several imports may cover stretches with days between them that no file told. */
async function readCoverage(db: Database): Promise<Coverage> {
  const rows = await db.selectFrom("ingest.coverage").select(["store_id", "from_day", "through_day"]).where("through_day", ">=", (eb) => eb.ref("from_day")).orderBy("from_day").execute();
  const coverage: Coverage = new Map();
  for (const row of rows as unknown as { store_id: number; from_day: Day; through_day: Day }[]) {
    const part = { from: row.from_day, to: addDays(row.through_day, 1) };
    const known = coverage.get(row.store_id);
    if (!known) coverage.set(row.store_id, { from: row.from_day, through: row.through_day, parts: [part] });
    else coverage.set(row.store_id, { from: known.from, through: row.through_day > known.through ? row.through_day : known.through, parts: [...known.parts, part] });
  }
  return coverage;
}

function freshnessOf(stores: Store[], coverage: Coverage, now: Date): Freshness {
  const known = stores.flatMap((store) => coverage.get(store.id) ?? []);
  const firstDay = known.map((span) => span.from).sort()[0] ?? null;
  const completeThrough = known.map((span) => span.through).sort().at(-1) ?? null;
  const yesterday = addDays(dayAt(now, stores[0]?.zone ?? "UTC"), -1);
  return {
    firstDay, completeThrough,
    daysBehind: completeThrough === null ? 0 : Math.max(0, daysBetween(completeThrough, yesterday)),
    // A store without any data isn't late: it has nothing to be late with.
    late: stores.flatMap((store) => {
      const through = coverage.get(store.id)?.through;
      return through !== undefined && through !== completeThrough ? [{ name: store.name, completeThrough: through }] : [];
    }),
  };
}

async function readTrust(db: Database, storeIds: number[]): Promise<Trust> {
  const rows = await db.selectFrom("ingest.check_result").select(["check_id", "failed", "checked_at"]).where("store_id", "in", storeIds.length > 0 ? storeIds : [0]).execute();
  if (rows.length === 0) return { state: "unchecked", checkedAt: null, failing: [] };
  const failing = [...new Set(rows.filter((row) => row.failed > 0).map((row) => row.check_id))];
  const checkedAt = rows.map((row) => (row.checked_at as unknown as Date).toISOString()).sort()[0]!;
  return { state: failing.length > 0 ? "failed" : "reconciled", checkedAt, failing };
}

async function readGaps(db: Database, storeIds: number[], currency: string, period: Period): Promise<FxGap[]> {
  const rows = await sql<{ currency: string; from: Day; through: Day; events: string }>`
    select currency, min(day) as from, max(day) as through, sum(events) as events from ingest.fx_gap
    where store_id = any(${storeIds}::int[]) and target = ${currency} and day >= ${period.from}::date and day < ${period.to}::date
    group by currency order by currency`.execute(db);
  return rows.rows.map((row) => ({ ...row, events: Number(row.events) }));
}
