// The one reader of marts: pages, API, exports and scripts all come through here, so that they agree.
import type { Database } from "#db/client.ts";
import { addDays, daysBetween, type Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { trim } from "#lib/core/money.ts";
import { AppError } from "#lib/core/errors.ts";
import { columnsOf, metric, rolesNeeded, rolesOf, type MetricId } from "#lib/metrics/catalogue.ts";
import type { Slice, SliceRow } from "#lib/metrics/compile.ts";
import { assertCuttable } from "#lib/metrics/cutting.ts";
import { isTouched, isWhole } from "#lib/metrics/coverage.ts";
import { gapOf, moneyColumns, roleOf, type Cut, type Grain, type Role } from "#lib/metrics/marts.ts";
import { cutsNeeded, type MetricQuery } from "#lib/metrics/query.ts";
import { martVersion, rowsOf } from "#lib/metrics/remember.ts";
import { bucketsWithin, keyLabels, type Bucket } from "#lib/metrics/labels.ts";
import { readScope, type Freshness, type FxGap, type Scope, type Trust } from "#lib/metrics/scope.ts";

export type Values = Partial<Record<MetricId, string | null>>;

export interface MetricRow {
  /** First day of the time bucket, null without a grain. */
  bucket: Day | null;
  /** The bucket that it is compared with: same place in the comparison window. */
  compareBucket: Day | null;
  /** Cut → key; "" is the row of what names none. Absent for the row "other". */
  keys: Partial<Record<Cut, string>>;
  /** Cut → words for the key where the data has some (product and store names). */
  labels: Partial<Record<Cut, string>>;
  isOther: boolean;
  values: Values;
  compare: Values | null;
  /** Metrics whose value is at most what it says, because some of it was told as "less than". */
  bounds?: MetricId[];
}

export interface MetricAnswer {
  metrics: MetricId[];
  by: Cut[];
  grain: Grain | null;
  stores: { id: number; name: string }[];
  currency: string;
  period: Period;
  comparePeriod: Period | null;
  rows: MetricRow[];
  total: { values: Values; compare: Values | null; bounds?: MetricId[] };
  freshness: Freshness;
  trust: Trust;
  /** Currencies and days without a rate: money that they touch is null in the answer. */
  gaps: FxGap[];
}

/** More rows than this are refused in words: nobody reads them, and a spreadsheet export has its own route. */
export const maxRows = 50_000;

/**
 * Answers a query for the stores that the reader may see. Amounts are exact decimal strings; null means
 * unknown (no orders to divide by, a missing rate, a day outside the data of that kind, two kinds that
 * don't cover the same days). `now` decides only how old
 * the data is. Throws AppError "refused" for cuts that would not add up, "forbidden" for other stores.
 */
export async function readMetrics(db: Database, visible: "all" | readonly number[], query: MetricQuery, now: Date): Promise<MetricAnswer> {
  assertCuttable([...query.metrics, ...(query.sort ? [query.sort.metric] : [])], cutsNeeded(query));
  const [version, scope] = await Promise.all([martVersion(db), readScope(db, visible, query, now, rolesNeeded(query.metrics))]);
  const empty: MetricAnswer = {
    metrics: query.metrics, by: query.by, grain: query.grain, stores: scope.stores.map(({ id, name }) => ({ id, name })), currency: scope.currency,
    period: scope.period, comparePeriod: scope.comparePeriod, rows: [], total: { values: nulls(query.metrics), compare: null, bounds: [] },
    freshness: scope.freshness, trust: scope.trust, gaps: scope.gaps,
  };
  if (!scope.span) return empty;
  const slice = sliceOf(query, scope);
  const isTotal = query.by.length === 0 && query.grain === null;
  const whole: Slice = { ...slice, grain: null, by: [], limit: null, keep: null, sort: null };
  const run = (wanted: Slice): Promise<SliceRow[]> => rowsOf(db, version, wanted);
  const before = scope.comparePeriod;
  const known = before !== null && overlaps(before, scope.span);
  const [main, total, compareTotal] = await Promise.all([
    isTotal ? [] : run(slice),
    run(whole),
    known ? run({ ...whole, period: before }) : [],
  ]);
  if (main.length > maxRows) throw new AppError("too_large", "metrics.too_many_rows", `That would be ${main.length} rows. Take a shorter period, a coarser grain or fewer cuts.`, { rows: main.length });
  const keep = query.limit === null ? null : main.filter((row) => !row.is_other).map((row) => String(row[query.by[0]!]));
  const compareRows = known && !isTotal ? await run({ ...slice, period: before, limit: null, keep }) : [];
  const isOutside = !overlaps(scope.period, scope.span);
  const totals = {
    values: isOutside && !hasRow(total[0]) ? nulls(query.metrics) : values(query.metrics, total[0], knownIn(scope, scope.period)),
    compare: known ? values(query.metrics, compareTotal[0], knownIn(scope, before)) : null, bounds: boundsOf(query.metrics, total[0]),
  };
  const rows = isTotal
    ? [{ bucket: null, compareBucket: null, keys: {}, labels: {}, isOther: false, ...totals }]
    : await joinRows(db, query, scope, main, compareRows, known);
  return { ...empty, rows, total: totals };
}

function sliceOf(query: MetricQuery, scope: Scope): Slice {
  return {
    metrics: query.metrics, storeIds: scope.stores.map((store) => store.id), currency: scope.currency, period: scope.period,
    grain: query.grain, by: query.by, filters: query.filters, sort: query.sort, limit: query.limit, keep: null,
  };
}

/** Puts each row beside the one that it is compared with, fills empty days with zeros where data is known to be whole. */
async function joinRows(db: Database, query: MetricQuery, scope: Scope, main: SliceRow[], compareRows: SliceRow[], known: boolean): Promise<MetricRow[]> {
  const [buckets, compareBuckets] = await Promise.all([
    query.grain ? bucketsWithin(db, query.grain, scope.period) : [],
    query.grain && scope.comparePeriod ? bucketsWithin(db, query.grain, scope.comparePeriod) : [],
  ]);
  const places = new Map(buckets.map((bucket, index) => [bucket.first, { bucket, then: partnerOf(bucket, compareBuckets[index]) }]));
  const backwards = new Map([...places.values()].flatMap(({ bucket, then }) => (then ? [[then.first, bucket.first] as const] : [])));
  const idOf = (bucket: Day | null, row: SliceRow) => JSON.stringify([bucket, row.is_other, ...query.by.map((cut) => row[cut] ?? null)]);
  const current = new Map(main.map((row) => [idOf(row.bucket, row), row]));
  const earlier = new Map(compareRows.flatMap((row) => {
    const bucket = row.bucket === null ? null : backwards.get(row.bucket);
    return bucket === undefined ? [] : [[idOf(bucket, row), { ...row, bucket }] as const];
  }));
  const shapes = new Map<string, SliceRow>(query.by.length === 0
    ? buckets.map(({ first }) => ({ bucket: first, is_other: false, gap_events: "0" }) as SliceRow).map((row) => [idOf(row.bucket, row), row])
    : [...earlier, ...current]);
  const labels = await keyLabels(db, query.by, scope.stores, [...shapes.values()]);
  const needed = rolesNeeded(query.metrics);
  const isCovered = (bucket: Bucket) => needed.some((role) => isTouched(scope.coverage, role, bucket));
  const nowIn = knownIn(scope, scope.period);
  const thenIn = scope.comparePeriod ? knownIn(scope, scope.comparePeriod) : nowIn;
  // Rows keep the order of the statement; those that only the comparison has come last.
  const order = [...current.keys(), ...[...shapes.keys()].filter((id) => !current.has(id))];
  const ids = query.by.length === 0 ? [...shapes.keys()] : order;
  return ids.map((id): MetricRow => {
    const row = shapes.get(id)!;
    const place = row.bucket === null ? null : places.get(row.bucket)!;
    // What is in the ledger is shown, also past the last complete day: rows and total tie.
    const nowKnown = current.has(id) || place === null || isCovered(place.bucket);
    const thenKnown = known && (place === null || (place.then !== null && isCovered(place.then)));
    return {
      bucket: row.bucket, compareBucket: place?.then?.first ?? null, isOther: row.is_other,
      keys: row.is_other ? {} : Object.fromEntries(query.by.map((cut) => [cut, String(row[cut] ?? "")])),
      labels: row.is_other ? {} : labels(row),
      values: nowKnown ? values(query.metrics, current.get(id), place ? knownIn(scope, place.bucket) : nowIn) : nulls(query.metrics),
      compare: scope.comparePeriod === null ? null : thenKnown ? values(query.metrics, earlier.get(id), place ? knownIn(scope, place.then!) : thenIn) : nulls(query.metrics),
      bounds: boundsOf(query.metrics, current.get(id)),
    };
  });
}

/** The bucket at the same place of the other window; null when one of the two is cut and their lengths differ: a day is not compared with a month. */
function partnerOf(bucket: Bucket, then: Bucket | undefined): Bucket | null {
  if (!then) return null;
  const isAlike = (bucket.isWhole && then.isWhole) || daysBetween(bucket.from, bucket.to) === daysBetween(then.from, then.to);
  return isAlike ? then : null;
}

/** What of a window is known, by kind of data. */
interface Known {
  /** Some day of it. */
  touched(role: Role): boolean;
  /** Every day that any of the kinds has, in all of them. */
  whole(needed: readonly Role[]): boolean;
}

function knownIn(scope: Scope, window: Period): Known {
  const touched = new Map<Role, boolean>();
  return {
    touched: (role) => touched.get(role) ?? (touched.set(role, isTouched(scope.coverage, role, window)), touched.get(role)!),
    whole: (needed) => isWhole(scope.coverage, needed, window),
  };
}

/**
 * A row's metrics. What isn't there is zero for sums and counts of days that are known, unknown for ratios;
 * money over a rate gap is unknown; so is a ratio of two kinds of data that don't cover the same days.
 */
function values(ids: readonly MetricId[], row: SliceRow | undefined, known: Known): Values {
  const isMixed = rolesNeeded(ids).length > 1;
  return Object.fromEntries(ids.map((id): [MetricId, string | null] => {
    const entry = metric(id);
    const needed = rolesOf(entry);
    const raw = row?.[id] as string | null | undefined;
    const gaps = columnsOf(entry).flatMap((column) => (moneyColumns.has(column) ? (gapOf[roleOf(column)] ?? []) : []));
    if (gaps.some((gap) => Number(row?.[gap] ?? 0) > 0)) return [id, null];
    if (needed.length > 1 && !known.whole(needed)) return [id, null];
    const isAdded = entry.kind === "measure" || entry.kind === "distinct";
    // A zero says something only of days that are known; rows of one kind alone exist because it told them.
    if (isAdded && Number(raw ?? 0) === 0 && !known.touched(needed[0]!) && (isMixed || !hasRow(row))) return [id, null];
    if (raw === null || raw === undefined) return [id, isAdded ? "0" : null];
    return [id, trim(raw)];
  }));
}

function boundsOf(ids: readonly MetricId[], row: SliceRow | undefined): MetricId[] {
  return ids.filter((id) => Number(row?.[`bound_${id}`] ?? 0) > 0);
}

/** Whether anything was found: an aggregate over nothing is one row of nulls. */
function hasRow(row: SliceRow | undefined): boolean {
  return row !== undefined && row.gap_events !== null;
}

function nulls(ids: readonly MetricId[]): Values {
  return Object.fromEntries(ids.map((id) => [id, null]));
}

function overlaps(window: Period, span: { firstDay: Day; completeTo: Day }): boolean {
  return window.from < span.completeTo && window.to > span.firstDay;
}

/** Whether a comparison window lies wholly inside the data, and no history is still coming in for it: if not, a change against it misleads and is not shown. */
export function isWholeComparison(answer: MetricAnswer): boolean {
  const { firstDay, completeThrough, filledFrom } = answer.freshness;
  const before = answer.comparePeriod;
  return before !== null && firstDay !== null && completeThrough !== null && before.from >= firstDay && (filledFrom === undefined || before.from >= filledFrom) && before.to <= addDays(completeThrough, 1);
}
