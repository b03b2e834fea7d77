// Query → SQL. Stacks the marts that it needs with union all, sums, divides last. Where the parts of a figure
// tell less than its total, the total is stacked once more and the parts taken off: what is left is a row.
import { sql, type RawBuilder } from "kysely";
import { addDays, weekStart } from "#lib/core/day.ts";
import type { Period } from "#lib/core/period.ts";
import { columnsOf, metric, type MetricId } from "#lib/metrics/catalogue.ts";
import { gapOf, grainColumn, martFor, restKey, wholeOf, type Cut, type GapColumn, type Grain, type Mart, type MartColumn } from "#lib/metrics/marts.ts";
import type { FilterCut } from "#lib/metrics/query.ts";

/** One statement's worth of a query: everything resolved, nothing left to choose. */
export interface Slice {
  metrics: readonly MetricId[];
  storeIds: readonly number[];
  currency: string;
  period: Period;
  grain: Grain | null;
  by: readonly Cut[];
  filters: Partial<Record<FilterCut, readonly string[]>>;
  sort: { metric: MetricId; descending: boolean } | null;
  /** With one cut and no grain: the first n rows by `sort`, the rest as one row with is_other. */
  limit: number | null;
  /** With one cut: only these keys keep their row, the rest is one row with is_other. */
  keep: readonly string[] | null;
}

/** A row as the statement returns it: bucket, one key a cut, is_other, the metrics by id, bound_<id> of bounded ones, gap columns. */
export type SliceRow = { bucket: string | null; is_other: boolean; gap_events: string } & Record<string, string | null | boolean>;

const comma = sql`, `;

/** What the parts of a statement share. */
interface Plan {
  slice: Slice;
  columns: MartColumn[];
  /** Columns of kind "latest": they are never added, and null where a mart has none. */
  latest: ReadonlySet<MartColumn>;
  gaps: GapColumn[];
  /** Whether a row may hold what the parts don't tell: then a bottom may be below zero, and nothing is divided by it. */
  hasRest: boolean;
}

/** The statement of a slice. Cuts and metrics must fit together (assertCuttable). */
export function compile(slice: Slice): RawBuilder<SliceRow> {
  const filtered = Object.keys(slice.filters) as FilterCut[];
  const needed = [...new Set<Cut>([...slice.by, ...filtered])];
  const byMart = new Map<Mart, MartColumn[]>();
  const entries = [...slice.metrics, ...(slice.sort ? [slice.sort.metric] : [])].map(metric);
  for (const column of new Set(entries.flatMap(columnsOf))) {
    const mart = martFor(column, needed)!;
    byMart.set(mart, [...(byMart.get(mart) ?? []), column]);
  }
  const rests = [...byMart].flatMap(([mart, own]) => { const whole = wholeOf(mart, slice.by, filtered); return whole ? [{ mart, whole, own }] : []; });
  const plan: Plan = {
    slice, columns: [...byMart.values()].flat(),
    latest: new Set(entries.flatMap((entry) => (entry.kind === "latest" ? [entry.column] : []))),
    gaps: [...new Set<GapColumn>(["gap_events", ...[...byMart.keys()].flatMap((mart) => gapColumn(mart) ?? [])])],
    hasRest: rests.length > 0,
  };
  const stacked = [
    ...[...byMart].flatMap(([mart, own]) => segments(slice, mart).map((segment) => martRows(plan, mart, segment, own))),
    ...rests.flatMap(({ mart, whole, own }) => [
      ...segments(slice, whole).map((segment) => martRows(plan, whole, segment, own, { whole, sign: 1 })),
      ...segments(slice, mart).map((segment) => martRows(plan, mart, segment, own, { whole, sign: -1 })),
    ]),
  ];
  const source = sql`with cell as (
  ${sql.join(stacked, sql`
  union all
  `)}
)`;
  const keys = slice.by.map((cut) => sql.ref(cut));
  const figures = [
    ...slice.metrics.map((id) => sql`${value(id, plan)} as ${sql.ref(id)}`),
    ...slice.metrics.flatMap((id) => { const entry = metric(id); return entry.kind === "ratio" && entry.bound ? [sql`sum(${sql.ref(entry.bound)}) as ${sql.ref(`bound_${id}`)}`] : []; }),
    ...plan.gaps.map((gap) => sql`sum(${sql.ref(gap)}) as ${sql.ref(gap)}`),
  ];
  const sortKey = slice.sort ? sql`${value(slice.sort.metric, plan)} ${sql.raw(slice.sort.descending ? "desc" : "asc")} nulls last` : null;
  if (slice.limit !== null || slice.keep !== null) return withOther(plan, source, figures, sortKey);
  const groups = [...(slice.grain ? [sql`bucket`] : []), ...keys];
  return sql`${source}
select ${slice.grain ? sql`bucket` : sql`null::date as bucket`}, ${keys.length > 0 ? sql`${sql.join(keys, comma)}, ` : sql``}false as is_other,
  ${sql.join(figures, sql`,
  `)}
from cell${groups.length > 0 ? sql`
group by ${sql.join(groups, comma)}${notEmpty(plan)}
order by ${sql.join([...(slice.grain ? [sql`bucket`] : []), ...(sortKey ? [sortKey] : []), ...keys], comma)}` : sql``}`;
}

/** A row of what is left over stands only where something is. */
function notEmpty(plan: Plan): RawBuilder<unknown> {
  if (!plan.hasRest) return sql``;
  const isRest = sql.join(plan.slice.by.map((cut) => sql`${sql.ref(cut)} = ${restKey}`), sql` or `);
  return sql`
having not (${isRest}) or ${sql.join(plan.columns.map((column) => sql`sum(${sql.ref(column)}) <> 0`), sql` or `)}`;
}

/** Rows of the first keys, and one for the rest: base columns are summed first, so ratios of "other" are right. */
function withOther(plan: Plan, source: RawBuilder<unknown>, figures: RawBuilder<unknown>[], sortKey: RawBuilder<unknown> | null): RawBuilder<SliceRow> {
  const { slice } = plan;
  const key = sql.ref(slice.by[0]!);
  const sums = [...plan.columns, ...plan.gaps].map((column) => sql`sum(${sql.ref(column)}) as ${sql.ref(column)}`);
  const isRest = plan.hasRest ? sql`${key} = ${restKey}` : null;
  const place = slice.keep
    ? sql`case when ${key} = any(${[...slice.keep]}::text[])${isRest ? sql` or ${isRest}` : sql``} then 0 else 1 end`
    : sql`case when ${isRest ? sql`${isRest} or ` : sql``}row_number() over (order by ${isRest ? sql`${isRest}, ` : sql``}${sortKey ?? sql`${value(slice.metrics[0]!, plan)} desc nulls last`}, ${key}) <= ${slice.limit} then 0 else 1 end`;
  return sql`${source},
ranked as (
  select ${key}, ${sql.join(sums, comma)}, ${place} as is_other
  from cell
  group by ${key}${notEmpty(plan)}
)
select null::date as bucket, case when is_other = 0 then ${key} end as ${key}, is_other = 1 as is_other,
  ${sql.join(figures, sql`,
  `)}
from ranked
group by is_other, case when is_other = 0 then ${key} end
order by is_other${sortKey ? sql`, ${sortKey}` : sql``}, 2`;
}

/** A stretch of a mart's table. */
interface Segment extends Period { table: string }

/** Whole weeks come from the weekly table where a mart has one and no finer bucket is asked; the edges by day. */
function segments(slice: Slice, mart: Mart): Segment[] {
  const { from, to } = slice.period;
  const firstMonday = weekStart(addDays(from, 6));
  const lastMonday = weekStart(to);
  if (!mart.weekly || (slice.grain !== null && slice.grain !== "week") || firstMonday >= lastMonday) return [{ table: mart.name, from, to }];
  const all = [{ table: mart.name, from, to: firstMonday }, { table: mart.weekly, from: firstMonday, to: lastMonday }, { table: mart.name, from: lastMonday, to }];
  return all.filter((segment) => segment.from < segment.to);
}

/** What is left over: rows of a total (1), and off it what its parts tell (-1). */
interface Rest { whole: Mart; sign: 1 | -1 }

/** One stretch's rows at the grain of the result; columns of other marts are zero, so that rows stack. */
function martRows(plan: Plan, mart: Mart, segment: Segment, own: MartColumn[], rest?: Rest): RawBuilder<unknown> {
  const { slice } = plan;
  const bucket = slice.grain === null ? null : slice.grain === "day" ? sql`m.day` : sql`d.${sql.ref(grainColumn[slice.grain])}`;
  const hasCategory = slice.by.includes("category") || slice.filters.category !== undefined;
  const unasked = (Object.entries(mart.latest ?? {}) as [Cut, string][]).filter(([cut]) => !slice.by.includes(cut) && !(cut in slice.filters));
  const conditions = [
    sql`m.store_id = any(${[...slice.storeIds]}::int[])`,
    ...(mart.hasCurrency ? [sql`m.currency = ${slice.currency}`] : []),
    sql`m.day >= ${segment.from}::date and m.day < ${segment.to}::date`,
    ...(Object.entries(slice.filters) as [FilterCut, readonly string[]][]).map(([cut, wanted]) => sql`${cutColumn(cut)} = any(${[...wanted]}::text[])`),
    ...unasked.map(([cut, key]) => sql`${cutColumn(cut)} = ${key}`),
  ];
  const isLeft = (cut: Cut) => rest !== undefined && !rest.whole.cuts.includes(cut);
  const keys = [...(bucket ? [sql`${bucket} as bucket`] : []), ...slice.by.map((cut) => (isLeft(cut) ? sql`${restKey}::text as ${sql.ref(cut)}` : sql`${cutColumn(cut)} as ${sql.ref(cut)}`))];
  const source = sql`from ${sql.table(`mart.${segment.table}`)} m${slice.grain !== null && slice.grain !== "day" ? sql`
  join dim.day d on d.day = m.day` : sql``}${hasCategory ? sql`
  left join dim.product p on p.store_id = m.store_id and p.product_id = m.product_id` : sql``}
  where ${sql.join(conditions, sql`
    and `)}`;
  if (mart.distinct) return distinctRows(plan, mart, mart.distinct, keys, source, own);
  if (mart.latest) return latestRows(plan, mart, keys, source, own);
  const sign = sql.raw(rest?.sign === -1 ? "-" : "");
  const sums = plan.columns.map((column) => (own.includes(column) ? sql`${sign}sum(m.${sql.ref(column)}) as ${sql.ref(column)}` : absent(plan, column)));
  const groups = [...(bucket ? [bucket] : []), ...slice.by.filter((cut) => !isLeft(cut)).map(cutColumn)];
  return sql`select ${sql.join([...keys, ...sums, ...gapSums(plan, mart, sign)], comma)}
  ${source}${groups.length > 0 ? sql`
  group by ${sql.join(groups, comma)}` : sql``}`;
}

function gapColumn(mart: Mart): GapColumn | null {
  return mart.hasCurrency ? gapOf[mart.role]! : null;
}

/** A mart's own count of rows without a rate; nothing of the other kinds. */
function gapSums(plan: Plan, mart: Mart, sign: RawBuilder<unknown> = sql``): RawBuilder<unknown>[] {
  return plan.gaps.map((gap) => (gap === gapColumn(mart) ? sql`${sign}sum(m.${sql.ref(gap)}) as ${sql.ref(gap)}` : sql`0::numeric as ${sql.ref(gap)}`));
}

function absent(plan: Plan, column: MartColumn): RawBuilder<unknown> {
  return plan.latest.has(column) ? sql`null::numeric as ${sql.ref(column)}` : sql`0::numeric as ${sql.ref(column)}`;
}

function keyNames(slice: Slice): RawBuilder<unknown>[] {
  return [...(slice.grain ? [sql`bucket`] : []), ...slice.by.map((cut) => sql.ref(cut))];
}

/** One customer of one store counts once a row; customers are not matched between stores. A distinct first: it hashes where count(distinct) sorts. */
function distinctRows(plan: Plan, mart: Mart, column: string, keys: RawBuilder<unknown>[], source: RawBuilder<unknown>, own: MartColumn[]): RawBuilder<unknown> {
  const names = keyNames(plan.slice);
  const counts = plan.columns.map((wanted) => (own.includes(wanted) ? sql`count(*)::numeric as ${sql.ref(wanted)}` : absent(plan, wanted)));
  return sql`select ${sql.join([...names, ...counts, ...gapSums(plan, mart)], comma)}
  from (
    select distinct ${sql.join([...keys, sql`m.store_id as counted_store`, sql`m.${sql.ref(column)} as counted`], comma)}
    ${source}
  ) once${names.length > 0 ? sql`
  group by ${sql.join(names, comma)}` : sql``}`;
}

/** The newest day's value; of several stores or keys together there is none, since such values don't mix. */
function latestRows(plan: Plan, mart: Mart, keys: RawBuilder<unknown>[], source: RawBuilder<unknown>, own: MartColumn[]): RawBuilder<unknown> {
  const names = keyNames(plan.slice);
  const parts = Object.keys(mart.latest!).map((cut) => sql`m.${sql.ref(cut)}`);
  const taken = plan.columns.map((wanted) => (own.includes(wanted) ? sql`case when count(*) = 1 then max(${sql.ref(wanted)}) end as ${sql.ref(wanted)}` : absent(plan, wanted)));
  const { grain } = plan.slice;
  const buckets = grain === null ? [] : [grain === "day" ? sql`m.day` : sql`d.${sql.ref(grainColumn[grain])}`];
  return sql`select ${sql.join([...names, ...taken, ...gapSums(plan, mart)], comma)}
  from (
    select ${sql.join([...keys, ...own.map((wanted) => sql`m.${sql.ref(wanted)}`), sql`row_number() over (partition by ${sql.join([...buckets, sql`m.store_id`, ...parts], comma)} order by m.day desc) as age`], comma)}
    ${source}
  ) newest
  where age = 1${names.length > 0 ? sql`
  group by ${sql.join(names, comma)}` : sql``}`;
}

function cutColumn(cut: Cut): RawBuilder<unknown> {
  switch (cut) {
    case "store": return sql`m.store_id::text`;
    case "category": return sql`coalesce(p.category, '')`;
    case "product": return sql`m.product_id`;
    default: return sql`m.${sql.ref(cut)}`;
  }
}

/** A metric over summed columns. A ratio of nothing is null, not zero. */
function value(id: MetricId, plan: Plan): RawBuilder<unknown> {
  const entry = metric(id);
  if (entry.kind === "latest") return sql`case when count(${sql.ref(entry.column)}) = 1 then sum(${sql.ref(entry.column)}) end`;
  if (entry.kind !== "ratio") return sql`sum(${sql.ref(entry.column)})`;
  const top = entry.sign === -1 ? sql`-sum(${sql.ref(entry.top)})` : sql`sum(${sql.ref(entry.top)})`;
  const bottom = plan.hasRest ? sql`greatest(sum(${sql.ref(entry.bottom)}), 0)` : sql`sum(${sql.ref(entry.bottom)})`;
  return sql`round(${top}${entry.per ? sql` * ${sql.lit(entry.per)}` : sql``} / nullif(${bottom}, 0), 10)`;
}
