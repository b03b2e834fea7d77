// The one reader of marts: pages, API, exports and scripts all come through here, so that they agree.
import type { Database } from "#db/client.ts";
import { addDays, type Day } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { trim } from "#lib/core/money.ts";
import { AppError } from "#lib/core/errors.ts";
import { columnsOf, metric, type MetricId } from "#lib/metrics/catalogue.ts";
import { compile, type Slice, type SliceRow } from "#lib/metrics/compile.ts";
import { assertCuttable } from "#lib/metrics/cutting.ts";
import { moneyColumns, type Cut, type Grain } from "#lib/metrics/marts.ts";
import { cutsNeeded, type MetricQuery } from "#lib/metrics/query.ts";
import { bucketsIn, keyLabels } from "#lib/metrics/labels.ts";
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
  total: { values: Values; compare: Values | null };
  freshness: Freshness;
  trust: Trust;
  /** Currencies and days without a rate: money that they touch is null in the answer. */
  gaps: FxGap[];
}

/** More rows than this are refused in words: nobody reads them, and a spreadsheet export has its own route. */
export const maxRows = 50_000;

/**
 * Answers a query for the stores that the reader may see. Amounts are exact decimal strings; null means
 * unknown (no orders to divide by, a missing rate, a day outside the data). `now` decides only how old
 * the data is. Throws AppError "refused" for cuts that would not add up, "forbidden" for other stores.
 */
export async function readMetrics(db: Database, visible: "all" | readonly number[], query: MetricQuery, now: Date): Promise<MetricAnswer> {
  assertCuttable([...query.metrics, ...(query.sort ? [query.sort.metric] : [])], cutsNeeded(query));
  const scope = await readScope(db, visible, query, now);
  const empty: MetricAnswer = {
    metrics: query.metrics, by: query.by, grain: query.grain, stores: scope.stores.map(({ id, name }) => ({ id, name })), currency: scope.currency,
    period: scope.period, comparePeriod: scope.comparePeriod, rows: [], total: { values: nulls(query.metrics), compare: null },
    freshness: scope.freshness, trust: scope.trust, gaps: scope.gaps,
  };
  if (!scope.span) return empty;
  const slice = sliceOf(query, scope);
  const isTotal = query.by.length === 0 && query.grain === null;
  const whole: Slice = { ...slice, grain: null, by: [], limit: null, keep: null, sort: null };
  const run = async (wanted: Slice): Promise<SliceRow[]> => (await compile(wanted).execute(db)).rows;
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
  const totals = { values: isOutside && !hasRow(total[0]) ? nulls(query.metrics) : values(query.metrics, total[0]), compare: known ? values(query.metrics, compareTotal[0]) : null };
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
  const span = scope.span!;
  const [buckets, compareBuckets] = await Promise.all([
    query.grain ? bucketsIn(db, query.grain, scope.period) : [],
    query.grain && scope.comparePeriod ? bucketsIn(db, query.grain, scope.comparePeriod) : [],
  ]);
  const partner = new Map(buckets.map((bucket, index) => [bucket, compareBuckets[index] ?? null]));
  const idOf = (bucket: Day | null, row: SliceRow) => JSON.stringify([bucket, row.is_other, ...query.by.map((cut) => row[cut] ?? null)]);
  const current = new Map(main.map((row) => [idOf(row.bucket, row), row]));
  const backwards = new Map([...partner].filter(([, then]) => then !== null).map(([bucket, then]) => [then!, bucket]));
  const earlier = new Map<string, SliceRow>();
  for (const row of compareRows) {
    const bucket = row.bucket === null ? null : backwards.get(row.bucket);
    if (bucket !== undefined) earlier.set(idOf(bucket, row), row);
  }
  const shapes = new Map<string, { bucket: Day | null; row: SliceRow }>();
  if (query.by.length === 0) for (const bucket of buckets) {
    const blank = { bucket, is_other: false, gap_events: "0" } as SliceRow;
    shapes.set(idOf(bucket, blank), { bucket, row: blank });
  } else {
    for (const row of main) shapes.set(idOf(row.bucket, row), { bucket: row.bucket, row });
    for (const [id, row] of earlier) if (!shapes.has(id)) shapes.set(id, { bucket: row.bucket === null ? null : backwards.get(row.bucket)!, row });
  }
  const labels = await keyLabels(db, query.by, scope.stores, [...shapes.values()].map(({ row }) => row));
  const isKnown = (bucket: Day | null, next: Day | undefined, end: Day) => bucket === null || (bucket < span.completeTo && (next ?? end) > span.firstDay);
  const nextOf = (list: Day[], bucket: Day | null) => (bucket === null ? undefined : list[list.indexOf(bucket) + 1]);
  const position = new Map(buckets.map((bucket, index) => [bucket, index]));
  return [...shapes].map(([id, { bucket, row }]): MetricRow => {
    const compareBucket = bucket === null ? null : (partner.get(bucket) ?? null);
    // What is in the ledger is shown, also past the last complete day: rows and total tie.
    const nowKnown = current.has(id) || isKnown(bucket, bucket === null ? undefined : buckets[(position.get(bucket) ?? 0) + 1], scope.period.to);
    const thenKnown = known && (bucket === null || (compareBucket !== null && isKnown(compareBucket, nextOf(compareBuckets, compareBucket), scope.comparePeriod!.to)));
    return {
      bucket, compareBucket, isOther: row.is_other,
      keys: row.is_other ? {} : Object.fromEntries(query.by.map((cut) => [cut, String(row[cut] ?? "")])),
      labels: row.is_other ? {} : labels(row),
      values: nowKnown ? values(query.metrics, current.get(id)) : nulls(query.metrics),
      compare: scope.comparePeriod === null ? null : thenKnown ? values(query.metrics, earlier.get(id)) : nulls(query.metrics),
    };
  });
}

/** A row's metrics; a row that isn't there is zero for sums and counts, unknown for ratios; money over a rate gap is unknown. */
function values(ids: readonly MetricId[], row: SliceRow | undefined): Values {
  const hasGap = row !== undefined && row.gap_events !== null && Number(row.gap_events) > 0;
  return Object.fromEntries(ids.map((id) => {
    const entry = metric(id);
    const raw = row?.[id] as string | null | undefined;
    if (hasGap && columnsOf(entry).some((column) => moneyColumns.has(column))) return [id, null];
    if (raw === null || raw === undefined) return [id, entry.kind === "ratio" ? null : "0"];
    return [id, trim(raw)];
  }));
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

/** Whether a comparison window lies wholly inside the data: if not, a change against it misleads and is not shown. */
export function isWholeComparison(answer: MetricAnswer): boolean {
  const { firstDay, completeThrough } = answer.freshness;
  const before = answer.comparePeriod;
  return before !== null && firstDay !== null && completeThrough !== null && before.from >= firstDay && before.to <= addDays(completeThrough, 1);
}
